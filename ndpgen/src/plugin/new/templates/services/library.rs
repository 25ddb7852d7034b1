//~ imports
use nd_pdk::host::library;
//~ use
let songs = songs_in_libraries()?;
nd_pdk::debug!("{id} is about {songs} songs");
//~ code
/// The number of songs in the libraries that the administrator has assigned to the plugin.
fn songs_in_libraries() -> Result<i64, Error> {
    let libraries = library::get_all_libraries()?;
    Ok(libraries.iter().map(|library| i64::from(library.total_songs)).sum())
}
//~ test imports
use nd_pdk::host::library::Library;
//~ builder
.library(Library { id: 1, name: "Music".into(), total_songs: 2, ..Library::default() })
//~ tests
#[test]
fn the_songs_of_all_libraries_are_counted() {
    let _host = host();
    assert_eq!(songs_in_libraries(), Ok(2));

    let _library = library::mock(|m| {
        m.expect_get_all_libraries().returning(|| {
            let large = Library { total_songs: i32::MAX, ..Library::default() };
            Ok(vec![large.clone(), large])
        });
    });
    assert_eq!(songs_in_libraries(), Ok(2 * i64::from(i32::MAX)));
}
