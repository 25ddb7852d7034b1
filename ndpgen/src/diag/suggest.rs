//! Help texts: the nearest of the names that would have been right, and the list of them. Reads nothing but the names it is given.

/// More names than this are cut off in a list.
const LISTED: usize = 16;
/// Longer names are typed by machines: no spelling help for them, and no time lost on comparing them.
const COMPARED_LENGTH: usize = 64;
/// Enough to find the nearest of any hand-written list of names, few enough for any number of mistakes.
const COMPARED_NAMES: usize = 1_000;
/// Quoted text is cut after this many characters.
const QUOTED: usize = 60;

/// "did you mean `type`? (valid keys: `type`, `format`)": the nearest option, if one is near, then all of them.
pub fn choose<'o>(
    given: &str,
    what: &str,
    options: impl Iterator<Item = &'o str> + Clone,
) -> String {
    let list = list(what, options.clone());
    match nearest(given, options) {
        Some(option) => format!("did you mean {}? ({list})", quote(option)),
        None => list,
    }
}

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

/// The option that differs least from what was written, if the difference looks like a slip.
fn nearest<'o>(given: &str, options: impl Iterator<Item = &'o str>) -> Option<&'o str> {
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

/// The number of slips between two names; none when there are too many to be slips.
fn difference(given: &str, option: &str) -> Option<usize> {
    let longest = given.len().max(option.len());
    let allowed = longest.div_ceil(3);
    if longest > COMPARED_LENGTH || given.len().abs_diff(option.len()) > allowed {
        return None;
    }
    let difference = strsim::osa_distance(given, option);
    (difference <= allowed && difference < longest).then_some(difference)
}
