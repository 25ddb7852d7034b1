//! Fences of code blocks, and what a block is marked with. What is inside is not looked at.

/// The line that opens or closes a code block.
pub(super) struct Fence {
    pub(super) indent: usize,
    pub(super) mark: String,
    pub(super) info: String,
}

impl Fence {
    pub(super) fn closes(&self, open: &Fence) -> bool {
        self.info.is_empty() && self.mark.starts_with(&open.mark)
    }
}

pub(super) fn fence_of(line: &str) -> Option<Fence> {
    let text = line.trim_start();
    let sign = text
        .chars()
        .next()
        .filter(|sign| matches!(sign, '`' | '~'))?;
    let info = text.trim_start_matches(sign);
    let mark = &text[..text.len() - info.len()];
    (mark.len() >= 3 && !info.contains('`')).then(|| Fence {
        indent: line.len() - text.len(),
        mark: mark.to_owned(),
        info: info.trim().to_owned(),
    })
}

/// What a code block is marked with: its language and, for Rust, what rustdoc does with it. Unmarked, rustdoc would compile it.
pub(super) fn language(info: &str) -> String {
    let is_name =
        |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '+' | '#');
    let marks: Vec<&str> = info
        .split(|char: char| char.is_whitespace() || char == ',')
        .take_while(|mark| !mark.is_empty() && mark.chars().all(is_name))
        .collect();
    if marks.is_empty() {
        "text".to_owned()
    } else {
        marks.join(",")
    }
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn marks_of_a_code_block_stay() {
        let cases = [
            ("rust", "rust"),
            ("no_run", "no_run"),
            ("rust,no_run", "rust,no_run"),
            ("rust no_run", "rust,no_run"),
            ("json {title}", "json"),
            ("{title}", "text"),
            ("", "text"),
        ];
        for (info, expected) in cases {
            assert_eq!(language(info), expected);
        }
    }
}
