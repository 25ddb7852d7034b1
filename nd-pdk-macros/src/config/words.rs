//! Names of Rust in other spellings: in words for people, and in the cases that serde knows.
//!
//! Texts only.

use syn::Ident;

/// How names are written.
#[derive(Clone, Copy)]
pub(super) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl Case {
    /// Called as serde's `rename_all` calls them.
    pub(super) const ALL: [(&'static str, Self); 8] = [
        ("lowercase", Self::Lower),
        ("UPPERCASE", Self::Upper),
        ("PascalCase", Self::Pascal),
        ("camelCase", Self::Camel),
        ("snake_case", Self::Snake),
        ("SCREAMING_SNAKE_CASE", Self::ScreamingSnake),
        ("kebab-case", Self::Kebab),
        ("SCREAMING-KEBAB-CASE", Self::ScreamingKebab),
    ];

    pub(super) fn apply(self, name: &str) -> String {
        let words = words(name);
        match self {
            Self::Lower => words.concat(),
            Self::Upper => words.concat().to_uppercase(),
            Self::Pascal => words.iter().map(|word| capitalised(word)).collect(),
            Self::Camel => {
                let (first, others) = words.split_at(words.len().min(1));
                let others = others.iter().map(|word| capitalised(word));
                first.iter().cloned().chain(others).collect()
            }
            Self::Snake => words.join("_"),
            Self::ScreamingSnake => words.join("_").to_uppercase(),
            Self::Kebab => words.join("-"),
            Self::ScreamingKebab => words.join("-").to_uppercase(),
        }
    }
}

/// `r#type` is called `type`.
pub(super) fn unraw(ident: &Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").unwrap_or(&name).to_owned()
}

/// `cache_days` and `CacheDays` are read as `Cache days`.
pub(super) fn spaced(name: &str) -> String {
    capitalised(&words(name).join(" "))
}

/// The words of a name in lower case: each begins after an underscore, with a capital letter that follows a small one, or with the last of several
/// capital letters before a small one.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = '_';
    let mut rest = name.chars().peekable();
    while let Some(character) = rest.next() {
        let begins = !before.is_uppercase() || rest.peek().is_some_and(|next| next.is_lowercase());
        if character == '_' || (character.is_uppercase() && begins) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| character != '_') {
            word.extend(character.to_lowercase());
        }
        before = character;
    }
    words.retain(|word| !word.is_empty());
    words
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next();
    first
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(characters)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_words() {
        let labels = [
            "cache_days",
            "CacheDays",
            "url",
            "_x",
            "http2_port",
            "APIToken",
            "ünder_öl",
        ]
        .map(spaced);
        assert_eq!(
            labels,
            [
                "Cache days",
                "Cache days",
                "Url",
                "X",
                "Http2 port",
                "Api token",
                "Ünder öl"
            ]
        );
    }

    #[test]
    fn names_in_every_case() {
        let names = Case::ALL.map(|(_, case)| case.apply("cache_days"));
        assert_eq!(
            names,
            [
                "cachedays",
                "CACHEDAYS",
                "CacheDays",
                "cacheDays",
                "cache_days",
                "CACHE_DAYS",
                "cache-days",
                "CACHE-DAYS"
            ]
        );
        assert_eq!(Case::Kebab.apply("AsSlow"), "as-slow");
        assert_eq!(Case::Camel.apply("_"), "");
    }
}
