use super::*;
use proptest::prelude::*;

/// Scrobbles at these times, numbered from 1.
fn at(times: &[i64]) -> Vec<Place> {
    times
        .iter()
        .zip(1..)
        .map(|(&time, id)| Place { time, id })
        .collect()
}

/// The identifiers of a page.
fn ids(scrobbles: &[Place], page: &Page) -> Vec<i64> {
    page.positions
        .iter()
        .map(|position| scrobbles[*position].id)
        .collect()
}

#[test]
fn a_page_is_sorted_by_time_and_then_by_identifier() {
    let scrobbles = at(&[30, 10, 20, 10]);
    let ascending = page(&scrobbles, Options::default());
    assert_eq!(ids(&scrobbles, &ascending), [2, 4, 3, 1]);
    let descending = page(
        &scrobbles,
        Options {
            descending: true,
            ..Options::default()
        },
    );
    assert_eq!(ids(&scrobbles, &descending), [1, 3, 4, 2]);
}

#[test]
fn both_ends_of_the_range_are_included() {
    let scrobbles = at(&[9, 10, 20, 21]);
    let range = Range {
        from: Some(10),
        to: Some(20),
    };
    let found = page(
        &scrobbles,
        Options {
            range,
            ..Options::default()
        },
    );
    assert_eq!(ids(&scrobbles, &found), [2, 3]);
    assert_eq!(found.next, None);
}

#[test]
fn sizes_out_of_range_mean_the_largest_and_negative_offsets_none() {
    let scrobbles = at(&vec![7; 5001]);
    for max_items in [i32::MIN, -1, 0, 5001, i32::MAX] {
        let first = page(
            &scrobbles,
            Options {
                max_items,
                offset: -5,
                ..Options::default()
            },
        );
        assert_eq!(first.positions.len(), 5000, "{max_items}");
        assert_eq!(first.next.map(|next| next.max_items), Some(5000));
    }
    let one = page(
        &scrobbles,
        Options {
            max_items: 1,
            ..Options::default()
        },
    );
    assert_eq!(one.positions.len(), 1);
}

#[test]
fn the_next_options_move_one_bound_and_count_the_ties_returned() {
    let scrobbles = at(&[10, 20, 20, 20, 30]);
    let range = Range {
        from: Some(5),
        to: Some(99),
    };
    let options = Options {
        range,
        max_items: 3,
        ..Options::default()
    };
    let ascending = page(&scrobbles, options).next.unwrap();
    let expected = Options {
        range: Range {
            from: Some(20),
            ..range
        },
        max_items: 3,
        offset: 2,
        descending: false,
    };
    assert_eq!(ascending, expected);

    let descending = Options {
        descending: true,
        ..options
    };
    let expected = Options {
        range: Range {
            to: Some(20),
            ..range
        },
        descending: true,
        ..expected
    };
    assert_eq!(page(&scrobbles, descending).next, Some(expected));
}

#[test]
fn ties_over_several_pages_are_counted_together() {
    let scrobbles = at(&[20; 5]);
    let options = Options {
        max_items: 2,
        ..Options::default()
    };
    let second = page(&scrobbles, options).next.unwrap();
    assert_eq!(second.offset, 2);
    assert_eq!(
        page(&scrobbles, second).next.map(|next| next.offset),
        Some(4)
    );
}

#[test]
fn an_offset_behind_the_end_is_an_empty_last_page() {
    let nothing = page(
        &at(&[1]),
        Options {
            offset: i32::MAX,
            ..Options::default()
        },
    );
    assert_eq!((nothing.positions, nothing.next), (vec![], None));
}

proptest! {
    #[test]
    fn all_pages_together_are_every_scrobble_once_and_in_order(
        times in prop::collection::vec(-3i64..4, 0..40),
        max_items in 1i32..8,
        descending: bool,
        from in prop::option::of(-4i64..4),
        to in prop::option::of(-4i64..5),
    ) {
        let scrobbles = at(&times);
        let range = Range { from, to };
        let mut walked = Vec::new();
        let mut options = Some(Options { range, descending, max_items, offset: 0 });
        while let Some(asked) = options {
            let page = page(&scrobbles, asked);
            prop_assert!(page.next.is_none() || page.positions.len() == max_items as usize);
            walked.extend(page.positions.iter().map(|position| scrobbles[*position]));
            options = page.next;
        }
        let mut expected: Vec<Place> =
            scrobbles.into_iter().filter(|scrobble| range.contains(scrobble.time)).collect();
        expected.sort_unstable();
        if descending {
            expected.reverse();
        }
        prop_assert_eq!(walked, expected);
    }
}
