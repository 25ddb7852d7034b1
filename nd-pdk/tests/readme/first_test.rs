use nd_pdk::Error;
use nd_pdk::host::cache;

/// Counts how often an album was asked for.
fn count(album: &str) -> Result<i64, Error> {
    let times = cache::get_int(album)?.unwrap_or(0) + 1;
    cache::set_int(album, times, 3600)?;
    Ok(times)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nd_pdk::testing::FakeHost;
    use std::time::Duration;

    #[test]
    fn forgets_an_hour_after_the_last_time() {
        let host = FakeHost::install();

        assert_eq!(count("al-1"), Ok(1));
        assert_eq!(count("al-1"), Ok(2));

        host.advance(Duration::from_secs(3600));
        assert_eq!(count("al-1"), Ok(1));
    }
}
