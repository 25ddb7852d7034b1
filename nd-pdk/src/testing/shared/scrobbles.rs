//! Scrobbles in the terms of the rule that cuts pages, and back. Must not decide anything.

use nd_rules::scrobbles::{self, Options, Place, Range};

use crate::host::scrobbleretriever::{ScrobbleCountOptions, ScrobbleOptions, ScrobbleRef};

/// When the first scrobble was, in Unix seconds.
#[must_use]
pub fn first(all: &[ScrobbleRef]) -> Option<i64> {
    times(all).min()
}

/// When the last scrobble was, in Unix seconds.
#[must_use]
pub fn last(all: &[ScrobbleRef]) -> Option<i64> {
    times(all).max()
}

/// The page that is asked for, and how to ask for the next one.
#[must_use]
pub fn page(
    all: &[ScrobbleRef],
    options: &ScrobbleOptions,
) -> (Vec<ScrobbleRef>, Option<ScrobbleOptions>) {
    let places: Vec<Place> = all.iter().map(place).collect();
    let page = scrobbles::page(&places, wanted(options));
    let of_page = page.positions.iter();
    let of_page = of_page.map(|position| all[*position].clone()).collect();
    (of_page, page.next.map(written))
}

/// How many scrobbles are within a range.
#[must_use]
pub fn count(all: &[ScrobbleRef], options: &ScrobbleCountOptions) -> i64 {
    let range = Range {
        from: options.from_timestamp,
        to: options.to_timestamp,
    };
    times(all).filter(|time| range.contains(*time)).count() as i64
}

fn times(scrobbles: &[ScrobbleRef]) -> impl Iterator<Item = i64> {
    scrobbles.iter().map(|scrobble| scrobble.submission_time)
}

fn place(scrobble: &ScrobbleRef) -> Place {
    Place {
        time: scrobble.submission_time,
        id: scrobble.id,
    }
}

fn wanted(options: &ScrobbleOptions) -> Options {
    let ScrobbleOptions {
        from_timestamp,
        to_timestamp,
        descending,
        max_items,
        offset,
    } = *options;
    Options {
        range: Range {
            from: from_timestamp,
            to: to_timestamp,
        },
        descending,
        max_items,
        offset,
    }
}

fn written(options: Options) -> ScrobbleOptions {
    let Options {
        range,
        descending,
        max_items,
        offset,
    } = options;
    ScrobbleOptions {
        from_timestamp: range.from,
        to_timestamp: range.to,
        descending,
        max_items,
        offset,
    }
}
