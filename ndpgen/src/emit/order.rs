//! The order in which rustfmt wants names inside the braces of `use` and in runs of module declarations: the style guide's version sorting.

use std::cmp::Ordering;
use std::iter::Peekable;
use std::str::Chars;

/// Names in order.
pub(super) fn sort_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_by(|first, second| compare(first, second));
    names.dedup();
    names
}

/// Digits compare as a number, `_` comes before any other character; of equal numbers the one with more leading zeros comes first.
fn compare(first: &str, second: &str) -> Ordering {
    let (mut left, mut right) = (first.chars().peekable(), second.chars().peekable());
    let mut by_zeros = Ordering::Equal;
    loop {
        match (left.peek().copied(), right.peek().copied()) {
            (None, None) => return by_zeros,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(a), Some(b)) if a.is_ascii_digit() && b.is_ascii_digit() => {
                let (zeros_left, number_left) = take_number(&mut left);
                let (zeros_right, number_right) = take_number(&mut right);
                let by_length = number_left.len().cmp(&number_right.len());
                match by_length.then_with(|| number_left.cmp(&number_right)) {
                    Ordering::Equal => by_zeros = by_zeros.then(zeros_right.cmp(&zeros_left)),
                    order => return order,
                }
            }
            (Some(a), Some(b)) => match (a != '_', a).cmp(&(b != '_', b)) {
                Ordering::Equal => {
                    left.next();
                    right.next();
                }
                order => return order,
            },
        }
    }
}

/// The digits that come next: how many zeros lead, and the rest.
fn take_number(chars: &mut Peekable<Chars<'_>>) -> (usize, String) {
    let zeros = std::iter::from_fn(|| chars.next_if_eq(&'0')).count();
    let digits = std::iter::from_fn(|| chars.next_if(char::is_ascii_digit));
    (zeros, digits.collect())
}

#[cfg(test)]
mod tests {
    use super::sort_names;

    #[test]
    fn numbers_by_value_and_underscores_first() {
        let names = [
            "x87", "x9", "x_2", "x08", "U8", "u1", "Ab", "AB", "u01", "Ref10", "Ref9", "Ref",
        ];
        let sorted = [
            "AB", "Ab", "Ref", "Ref9", "Ref10", "U8", "u01", "u1", "x_2", "x08", "x9", "x87",
        ];
        assert_eq!(sort_names(names), sorted);
    }
}
