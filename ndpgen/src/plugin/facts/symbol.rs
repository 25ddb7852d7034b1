//! Names of compiled functions: what they mean and whose crate they are of. Must not take long over hostile names.

use std::fmt::{self, Write};

use rustc_demangle::try_demangle;

use super::weight::Origin;

/// More of a name nobody reads.
const LONGEST: usize = 4 * 1024;
/// More than the names of any real plugin together; short symbols can stand for long names.
const TOTAL: usize = 64 * 1024 * 1024;

/// How much may still be written for all names of a module.
#[derive(Debug)]
pub(super) struct Budget {
    left: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { left: TOTAL }
    }
}

/// Where a function is from, and its name as people read it.
pub(super) fn read(symbol: &str, budget: &mut Budget) -> (Origin, String) {
    if budget.left < LONGEST {
        return (Origin::Unread, cut(symbol));
    }
    let demangled = match try_demangle(symbol) {
        Ok(demangled) if symbol.len() <= LONGEST => demangled,
        Ok(_) | Err(_) => return (Origin::C, cut(symbol)),
    };
    let mut name = Limited::default();
    // It ends early where the name is too long, which its beginning is enough for.
    let is_whole = write!(name, "{demangled:#}").is_ok();
    let mut name = name.text;
    budget.left -= name.len();
    let origin = match krate(symbol, &name) {
        Some(krate) => Origin::Crate(krate.to_owned()),
        None => Origin::C,
    };
    if !is_whole {
        name.push('…');
    }
    (origin, name)
}

fn cut(symbol: &str) -> String {
    symbol.chars().take(LONGEST).collect()
}

/// Takes [`LONGEST`] bytes.
#[derive(Default)]
struct Limited {
    text: String,
}

impl Write for Limited {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        match self.text.len() + text.len() <= LONGEST {
            true => {
                self.text.push_str(text);
                Ok(())
            }
            false => Err(fmt::Error),
        }
    }
}

/// The crate that a function is written in, whatever it was made for.
fn krate<'a>(symbol: &'a str, name: &'a str) -> Option<&'a str> {
    match (root(symbol), split_impl(name)) {
        (Some(Root::Crate(krate)), _) => Some(krate),
        (Some(Root::Trait), Some(Impl { of_trait, .. })) => first(of_trait?),
        (None, Some(Impl { of, of_trait })) => match of_trait {
            Some(of_trait) => Some(owner(first(of), first(of_trait)?)),
            None => first(of),
        },
        (Some(Root::Trait) | None, None) => first(name),
    }
}

/// The header of an implementation: `<T as Trait>`.
struct Impl<'a> {
    of: &'a str,
    of_trait: Option<&'a str>,
}

fn split_impl(name: &str) -> Option<Impl<'_>> {
    let inside = name.strip_prefix('<')?;
    let mut depth = 0;
    let mut before = ' ';
    let mut of_trait = None;
    for (at, char) in inside.char_indices() {
        match char {
            '<' | '(' | '[' => depth += 1,
            '>' if before == '-' => {}
            '>' if depth == 0 => {
                let end = of_trait.map_or(at, |(end, _)| end);
                return Some(Impl {
                    of: &inside[..end],
                    of_trait: of_trait.map(|(_, start)| &inside[start..at]),
                });
            }
            '>' | ')' | ']' => depth -= 1,
            ' ' if depth == 0 && inside[at..].starts_with(AS) => {
                of_trait = Some((at, at + AS.len()));
            }
            _ => {}
        }
        before = char;
    }
    None
}

const AS: &str = " as ";

/// Who has written the implementation of a trait for a type. Names do not say it, but only their two crates may, and the standard library does not
/// know others.
fn owner<'a>(of: Option<&'a str>, of_trait: &'a str) -> &'a str {
    match of {
        Some(of) if !is_std(of) || is_std(of_trait) => of,
        Some(_) | None => of_trait,
    }
}

fn is_std(krate: &str) -> bool {
    matches!(krate, "core" | "alloc" | "std")
}

/// The crate at the beginning of a path or type; none for types that belong to no crate.
fn first(path: &str) -> Option<&str> {
    const BEFORE: [&str; 5] = ["&", "*const ", "*mut ", "mut ", "dyn "];
    let mut path = path;
    while let Some(rest) = BEFORE.iter().find_map(|it| path.strip_prefix(it)) {
        path = rest;
    }
    let end = path.find(|char: char| !char.is_alphanumeric() && char != '_')?;
    (end > 0 && path[end..].starts_with("::")).then(|| &path[..end])
}

/// What a symbol of the newer form begins with.
#[derive(Debug, PartialEq, Eq)]
enum Root<'a> {
    /// Also that of an implementation, which the name does not show.
    Crate(&'a str),
    /// A method that a trait provides: its name shows which one.
    Trait,
}

/// None for symbols of the older form.
fn root(symbol: &str) -> Option<Root<'_>> {
    let path = symbol.strip_prefix("_R")?;
    let mut at = 0;
    // A path is shorter; a symbol that leads in circles is not.
    for _ in 0..STEPS {
        match path.as_bytes().get(at)? {
            b'C' => {
                let name = identifier(path, skip_disambiguator(path, at + 1)?)?;
                return Some(Root::Crate(name));
            }
            b'Y' => return Some(Root::Trait),
            b'M' | b'X' => at = skip_disambiguator(path, at + 1)?,
            b'N' => at += 2,
            b'I' => at += 1,
            b'B' => at = base_62(path, at + 1)?.0,
            _ => return None,
        }
    }
    None
}

const STEPS: usize = 256;

fn skip_disambiguator(path: &str, at: usize) -> Option<usize> {
    match path.as_bytes().get(at)? {
        b's' => Some(base_62(path, at + 1)?.1),
        _ => Some(at),
    }
}

/// A number that ends with `_`, and where it ends.
fn base_62(path: &str, at: usize) -> Option<(usize, usize)> {
    let (digits, _) = path.get(at..)?.split_once('_')?;
    let digit = |number: usize, digit: u8| {
        let digit = match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'z' => digit - b'a' + 10,
            b'A'..=b'Z' => digit - b'A' + 36,
            _ => return None,
        };
        number.checked_mul(62)?.checked_add(usize::from(digit))
    };
    let end = at + digits.len() + 1;
    match digits.is_empty() {
        true => Some((0, end)),
        false => Some((digits.bytes().try_fold(0, digit)?.checked_add(1)?, end)),
    }
}

/// A name after its length. Names of crates are ASCII in all but name.
fn identifier(path: &str, at: usize) -> Option<&str> {
    let rest = path.get(at..)?;
    let end = rest.find(|char: char| !char.is_ascii_digit())?;
    let length: usize = rest[..end].parse().ok()?;
    let rest = &rest[end..];
    let rest = rest.strip_prefix('_').unwrap_or(rest);
    rest.get(..length)
}

#[cfg(test)]
mod tests;
