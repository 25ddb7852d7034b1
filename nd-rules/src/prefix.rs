//! Prefixes of keys as SQL's LIKE understands them. Must not know where the keys are kept.
//!
//! The server asks SQLite for `key LIKE <pattern> ESCAPE '\'`. The pattern is the prefix with a backslash before each `%` and `_`, and a `%` at its
//! end. Backslashes that are in the prefix already are left as they are, and so escape whatever follows them.

/// A part of a pattern.
#[derive(Debug, Clone, Copy)]
enum Part {
    /// This letter; upper and lower case are the same from A to Z, and nowhere else.
    Letter(char),
    /// Any letter.
    One,
    /// Any letters, or none.
    Many,
}

/// Whether the server counts a key among those with a prefix.
///
/// Prefixes ignore the case of the letters A to Z. A backslash makes the letter after it stand for itself and is not part of the prefix: `a\b` finds
/// `ab…`. In front of `%` or `_`, though, it stands for itself and takes their protection away: `a\%` finds all that begins with `a\`. At the end
/// it finds nothing but the key that goes on with a single `%`.
///
/// ```
/// use nd_rules::prefix::matches;
///
/// assert!(matches("USER:1", "user:"));
/// assert!(!matches("usersetting", "user_"));
/// ```
#[must_use]
pub fn matches(key: &str, prefix: &str) -> bool {
    let key: Vec<char> = until_nul(key).chars().collect();
    // Where in the key the pattern may have got to so far.
    let start: Vec<bool> = (0..=key.len()).map(|place| place == 0).collect();
    let reached = pattern(prefix)
        .into_iter()
        .fold(start, |reached, part| step(&reached, part, &key));
    reached[key.len()]
}

fn step(reached: &[bool], part: Part, key: &[char]) -> Vec<bool> {
    let ahead = |accepts: &dyn Fn(char) -> bool| {
        let steps = reached.iter().zip(key);
        let moved = steps.map(|(&reached, &letter)| reached && accepts(letter));
        std::iter::once(false).chain(moved).collect()
    };
    match part {
        Part::Letter(wanted) => ahead(&|letter| letter.eq_ignore_ascii_case(&wanted)),
        Part::One => ahead(&|_| true),
        Part::Many => {
            let first = reached.iter().position(|&reached| reached);
            (0..reached.len())
                .map(|place| first.is_some_and(|first| first <= place))
                .collect()
        }
    }
}

/// What the server asks SQLite's LIKE for, with a backslash as the escape character.
#[must_use]
pub fn like(prefix: &str) -> String {
    prefix.replace('%', r"\%").replace('_', r"\_") + "%"
}

fn pattern(prefix: &str) -> Vec<Part> {
    let like = like(prefix);
    let mut letters = until_nul(&like).chars();
    let mut parts = Vec::new();
    while let Some(letter) = letters.next() {
        parts.push(match letter {
            // Only a NUL leaves a backslash without a letter after it; SQLite then finds nothing, and no key holds a NUL here.
            '\\' => Part::Letter(letters.next().unwrap_or('\0')),
            '%' => Part::Many,
            '_' => Part::One,
            letter => Part::Letter(letter),
        });
    }
    parts
}

/// For LIKE a text ends at its first NUL.
fn until_nul(text: &str) -> &str {
    text.split_once('\0').map_or(text, |(before, _)| before)
}

#[cfg(test)]
mod tests;
