//~ imports
use nd_pdk::kvstore;
//~ use
let times = count(id)?;
nd_pdk::debug!("{id} came up {times} times");
//~ code
/// Counts for good: the store outlives restarts. Its size is limited by the manifest, and calls run side by side: of two at the same moment one may be
/// lost here.
fn count(id: &str) -> Result<u64, Error> {
    let key = format!("count:{id}");
    let times = kvstore::get(&key)?.unwrap_or(0) + 1;
    kvstore::set(&key, &times)?;
    Ok(times)
}
//~ test imports
use nd_pdk::testing::mockall::predicate::eq;
//~ tests
#[test]
fn counts_go_on_after_a_restart() {
    let host = host();
    assert_eq!(count(SONG), Ok(1));
    host.reload();
    let before = count(SONG).unwrap();
    assert_eq!(count(SONG), Ok(before + 1));
}

#[test]
fn a_store_that_is_full_is_an_error() {
    let _store = nd_pdk::host::kvstore::mock(|m| {
        m.expect_get().with(eq("count:1")).returning(|_| Ok(None));
        m.expect_set().returning(|_, _| Err("storage limit exceeded".into()));
    });
    assert_eq!(count("1"), Err(Error::new("storage limit exceeded")));
}
