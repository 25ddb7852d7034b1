//! Texts as they are compared: without case, accents, punctuation and guests. Must not know what they are texts of.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Words that introduce guests, in titles and in names of artists.
const GUESTS: [&str; 3] = ["feat", "ft", "featuring"];

/// A text reduced to what tells it apart: lower-case words with single spaces between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words(String);

impl Words {
    pub(super) fn of_title(title: &str) -> Self {
        Self(reduce(title))
    }

    pub(super) fn of_artist(name: &str) -> Self {
        let reduced = reduce(name);
        // As sorted lists spell it: "Beatles, The".
        let bare = reduced
            .strip_prefix("the ")
            .or_else(|| reduced.strip_suffix(" the"));
        Self(bare.unwrap_or(&reduced).to_owned())
    }

    /// An empty text is like no other.
    pub(super) fn is(&self, other: &Self) -> bool {
        !self.0.is_empty() && self == other
    }

    /// From 0 for nothing in common to 1 for equal; an empty text is like no other.
    pub(super) fn similarity(&self, other: &Self) -> f64 {
        if self.0.is_empty() || other.0.is_empty() {
            return 0.0;
        }
        strsim::jaro_winkler(&self.0, &other.0)
    }
}

fn reduce(text: &str) -> String {
    let plain: String = without_guests(text)
        .nfkd()
        .filter(|character| !is_combining_mark(*character))
        .flat_map(char::to_lowercase)
        .collect();
    let words = plain
        .replace('&', " and ")
        // "Don't" is one word.
        .replace(['\'', '’', '`'], "")
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(unfold)
        .collect::<Vec<_>>()
        .join(" ");
    match words.is_empty() {
        // There are bands and songs that have no other characters: "!!!".
        true => text.trim().to_lowercase(),
        false => words,
    }
}

/// Letters that are no letter with an accent to Unicode, as they are typed without them.
fn unfold(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for letter in word.chars() {
        match letter {
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'þ' => plain.push_str("th"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'ı' => plain.push('i'),
            other => plain.push(other),
        }
    }
    plain
}

/// Cuts out "(feat. …)", "ft. …" and the like, unless the text begins with it.
fn without_guests(text: &str) -> String {
    let Some(start) = guests_start(text) else {
        return text.to_owned();
    };
    let (before, guests) = text.split_at(start);
    // In brackets the title goes on behind them.
    let after = match before.ends_with(['(', '[']) {
        true => guests.find([')', ']']).map_or("", |end| &guests[end..]),
        false => "",
    };
    format!("{before}{after}")
}

fn guests_start(text: &str) -> Option<usize> {
    let is_border = |character: char| !character.is_alphanumeric();
    let mut start = 0;
    for word in text.split_inclusive(is_border) {
        let bare = word.trim_end_matches(is_border);
        let more_follows = start + word.len() < text.len();
        if start > 0 && more_follows && GUESTS.iter().any(|guest| bare.eq_ignore_ascii_case(guest))
        {
            return Some(start);
        }
        start += word.len();
    }
    None
}
