//! Help texts: the nearest of the names that would have been right, and the list of them. Reads nothing but the names it is given.

/// More names than this are cut off in a list.
const LISTED: usize = 16;
/// Longer names are typed by machines: no spelling help for them, and no time lost on comparing them.
const COMPARED_LENGTH: usize = 64;
/// Enough to find the nearest of any hand-written list of names, few enough for any number of mistakes.
const COMPARED_NAMES: usize = 1_000;
/// Quoted text is cut after this many characters.
const QUOTED: usize = 60;

/// "valid keys: `type`, `format`, …".
pub fn list<'o>(what: &str, mut options: impl Iterator<Item = &'o str>) -> String {
    let mut names: Vec<String> = options.by_ref().take(LISTED).map(quote).collect();
    if options.next().is_some() {
        names.push("…".to_owned());
    }
    match names.is_empty() {
        true => format!("there are no {what}"),
        false => format!("{what}: {}", names.join(", ")),
    }
}

/// "did you mean `type`? (valid keys: `type`, `format`)": the nearest option, if one is near, then all of them.
pub fn advise<'o>(
    nearest: Option<&str>,
    what: &str,
    options: impl Iterator<Item = &'o str>,
) -> String {
    let list = list(what, options);
    match nearest {
        Some(option) => format!("did you mean {}? ({list})", quote(option)),
        None => list,
    }
}

/// The option that differs least from what was written, if the difference looks like a slip.
pub fn nearest<'o>(given: &str, options: impl Iterator<Item = &'o str>) -> Option<&'o str> {
    if given.len() > COMPARED_LENGTH {
        return None;
    }
    let given = plain(given);
    options
        .take(COMPARED_NAMES)
        .filter_map(|option| Some((difference(&given, &plain(option))?, option)))
        .min_by_key(|(difference, _)| *difference)
        .map(|(_, option)| option)
}

/// How far a name is from what was written; smaller is nearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Difference {
    slips: usize,
    /// Swapped letters are a likelier slip than a wrong one.
    other_letters: bool,
}

/// Text of the user between backticks, short and on one line whatever it contains.
pub fn quote(text: &str) -> String {
    let mut shown: String = text
        .chars()
        .take(QUOTED)
        .flat_map(char::escape_debug)
        .collect();
    if text.chars().nth(QUOTED).is_some() {
        shown.push('…');
    }
    // `escape_debug` is made for Rust literals; between backticks quotes need no backslash.
    format!("`{}`", shown.replace("\\'", "'").replace("\\\"", "\""))
}

/// Without what people forget or add: case, separators, our prefix.
fn plain(name: &str) -> String {
    let name = name.strip_prefix("x-").unwrap_or(name);
    name.chars()
        .filter(|char| !matches!(char, '-' | '_' | ' ' | '$'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The difference between two names; none when it is too large to be a slip.
fn difference(given: &str, option: &str) -> Option<Difference> {
    let longest = given.len().max(option.len());
    let allowed = longest.div_ceil(3);
    let begun = given.len() > 2 && option.starts_with(given);
    if longest > COMPARED_LENGTH || !begun && given.len().abs_diff(option.len()) > allowed {
        return None;
    }
    let slips = match begun {
        true => 1,
        false => strsim::osa_distance(given, option),
    };
    let difference = Difference {
        slips,
        other_letters: letters(given) != letters(option),
    };
    (slips <= allowed && slips < longest).then_some(difference)
}

fn letters(name: &str) -> Vec<char> {
    let mut letters: Vec<char> = name.chars().collect();
    letters.sort_unstable();
    letters
}
