//~ imports
use nd_pdk::host::storage;
use std::fs::File;
use std::io::Write;
use std::path::Path;
//~ use
write_down(id)?;
//~ code
/// Adds a line to a file. The folder is the plugin's own, has no limit, and stays when the plugin goes.
fn write_down(id: &str) -> Result<(), Error> {
    let path = Path::new(&storage::get_storage_path()?).join("seen.txt");
    let mut file = File::options().create(true).append(true).open(path)?;
    file.write_all(format!("{id}\n").as_bytes())?;
    Ok(())
}
//~ tests
#[test]
fn lines_are_added_to_the_file() {
    let host = host();
    write_down("first").unwrap();
    write_down("second").unwrap();
    let text = std::fs::read_to_string(host.storage().path().join("seen.txt")).unwrap();
    assert_eq!(text, "first\nsecond\n");
}
