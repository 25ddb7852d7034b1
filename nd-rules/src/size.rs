//! Sizes as manifests and error texts write them. Must not know what the sizes are for.

/// What a unit may be called, and the bytes in one; upper and lower case are the same.
const UNITS: [(&str, f64); 26] = [
    ("", 1.0),
    ("b", 1.0),
    ("k", 1e3),
    ("kb", 1e3),
    ("ki", 1024.0),
    ("kib", 1024.0),
    ("m", 1e6),
    ("mb", 1e6),
    ("mi", 1_048_576.0),
    ("mib", 1_048_576.0),
    ("g", 1e9),
    ("gb", 1e9),
    ("gi", 1_073_741_824.0),
    ("gib", 1_073_741_824.0),
    ("t", 1e12),
    ("tb", 1e12),
    ("ti", 1_099_511_627_776.0),
    ("tib", 1_099_511_627_776.0),
    ("p", 1e15),
    ("pb", 1e15),
    ("pi", 1_125_899_906_842_624.0),
    ("pib", 1_125_899_906_842_624.0),
    ("e", 1e18),
    ("eb", 1e18),
    ("ei", 1_152_921_504_606_846_976.0),
    ("eib", 1_152_921_504_606_846_976.0),
];

/// The units that sizes are shown in, each a thousand times the one before.
const SHOWN: [&str; 7] = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

/// Reads a size such as `1MB` (1,000,000 bytes), `1MiB` (1,048,576) or `512` (bytes).
///
/// The number may have a fraction and commas between its digits; what is left of a byte is dropped. Blanks are fine after the number and at the
/// end, but not in front.
///
/// # Errors
///
/// The text does not begin with a number, goes on with something that is no unit, or means 2^63 bytes or more. There are no negative sizes.
pub fn parse(text: &str) -> Result<i64, String> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')
        .unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let number: f64 = digits
        .replace(',', "")
        .parse()
        .map_err(|_| format!("size \"{text}\" does not begin with a number, as in \"1MB\""))?;

    let unit = unit.trim();
    let (_, factor) = UNITS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(unit))
        .ok_or_else(|| {
            format!("size \"{text}\": unknown unit \"{unit}\", use B, kB, MB, GB or KiB, MiB, GiB")
        })?;

    let bytes = number * factor;
    // The largest number of 64 bits is none that a float can hold: it becomes the next one, which is too large already.
    if bytes >= i64::MAX as f64 {
        return Err(format!("size \"{text}\" is too large"));
    }
    Ok(bytes as i64)
}

/// Writes a size with two digits where it has a unit above bytes and fewer than ten of them: `999 B`, `1.1 MB`, `12 MB`.
///
/// What lies below zero is shown as zero.
#[must_use]
pub fn show(bytes: i64) -> String {
    if bytes < 10 {
        return format!("{} B", bytes.max(0));
    }
    // With logarithms and two roundings, as the server does: 999,999 bytes are `1000 kB`, and 12,500 are `12 kB`.
    let step = ((bytes as f64).ln() / 1000_f64.ln()).floor();
    let amount = (bytes as f64 / 1000_f64.powf(step) * 10.0 + 0.5).floor() / 10.0;
    let decimals = usize::from(amount < 10.0);
    format!("{amount:.decimals$} {}", SHOWN[step as usize])
}

#[cfg(test)]
mod tests;
