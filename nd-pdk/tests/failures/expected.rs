//! Comparing messages with the files beside this one.

#[path = "../common/panics.rs"]
mod panics;

use std::fs;
use std::path::PathBuf;

use panics::panic_of;

/// Asserts that `code` panics with exactly the text in `failures/<name>.txt`.
#[track_caller]
pub(crate) fn assert_panics<T>(name: &str, code: impl FnOnce() -> T) {
    let mut message = panic_of(code);
    message.push('\n');
    if std::env::var_os("ND_PDK_BLESS").is_some() {
        fs::write(path(name), message).unwrap();
    } else {
        let expected = fs::read_to_string(path(name)).unwrap_or_default();
        assert!(
            message == expected,
            "{name}: the message is\n{message}\nbut failures/{name}.txt says\n{expected}"
        );
    }
}

fn path(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/failures");
    folder.join(name).with_extension("txt")
}

/// Asserts that a message has this code, however it is laid out: what an author pastes from it.
#[allow(dead_code, reason = "not every test binary pastes")]
pub(crate) fn assert_says(name: &str, code: &str) {
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let message = fs::read_to_string(path(name)).unwrap();
    assert!(
        bare(&message).contains(&bare(code)),
        "{name} does not say\n{code}\nbut\n{message}"
    );
}
