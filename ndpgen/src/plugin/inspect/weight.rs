//! What a plugin weighs, as a part of the page. Must not count anything itself.

use super::super::facts::{Code, LARGEST, Weight};
use super::page::Page;

/// Adds files, sections and the largest crates and functions.
pub(super) fn show(page: &mut Page, weight: &Weight, crates: usize) {
    page.heading("Weighs");
    if let Some(package) = weight.package {
        page.row("package", &bytes(package));
    }
    let Some(wasm) = weight.wasm.map(|wasm| wasm as u64) else {
        page.line("no WebAssembly");
        return;
    };
    page.row("wasm", &bytes(wasm));

    page.heading("Sections of the wasm");
    for section in &weight.sections {
        let label = match section.is_custom {
            true => format!("custom {}", section.name),
            false => section.name.clone(),
        };
        page.row(&label, &part(section.bytes, wasm));
    }
    match &weight.code {
        Some(code) => show_code(page, code, crates),
        None => {
            page.heading("Code by crate");
            page.line("Not known: the functions have no names, which packages do without.");
            page.line(
                "`ndpgen build` keeps them in a copy, target/ndp/<package>.wasm: inspect that.",
            );
        }
    }
}

fn show_code(page: &mut Page, code: &Code, shown: usize) {
    let all = code.crates.iter().map(|it| it.bytes).sum();
    page.heading("Code by crate");
    for size in code.crates.iter().take(shown) {
        page.row(&size.origin.to_string(), &part(size.bytes, all));
    }
    if let Some(rest) = code.crates.get(shown..).filter(|rest| !rest.is_empty()) {
        let rest_bytes = rest.iter().map(|it| it.bytes).sum();
        page.row(&format!("({} more)", rest.len()), &part(rest_bytes, all));
    }
    page.line("Inlined code counts where it ended up; whose the data is, cannot be told.");

    page.heading("Largest functions");
    for function in code.functions.iter().take(shown.min(LARGEST)) {
        let (name, size) = (&function.name, part(function.bytes, all));
        page.line(&format!("{size}  {name}"));
    }
}

/// ` 12,345 bytes   3.4 %`
fn part(part: u64, all: u64) -> String {
    let per_cent = match all {
        0 => 0.0,
        all => part as f64 * 100.0 / all as f64,
    };
    format!("{}  {per_cent:5.1} %", bytes(part))
}

fn bytes(bytes: u64) -> String {
    format!("{:>11} bytes", thousands(bytes))
}

/// `1,234,567`
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_aligned_and_their_digits_in_groups() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_000), "1,000");
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(part(1, 8), "          1 bytes   12.5 %");
        assert_eq!(part(0, 0), "          0 bytes    0.0 %");
    }
}
