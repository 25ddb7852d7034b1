//! Two of three capabilities are not implemented: two mistakes, two errors.

#[derive(Default)]
struct Plugin;

impl nd_pdk::lifecycle::InitProvider for Plugin {
    fn on_init(&self) -> Result<(), nd_pdk::Error> {
        Ok(())
    }
}

nd_pdk::register!(Plugin: Scrobbler, lifecycle::InitProvider, metadata::ArtistBiographyProvider);
//                ^^^^^^ `Plugin` does not implement `ArtistBiographyProvider` of the capability `MetadataAgent`
//                ^^^^^^ `Plugin` does not implement `Scrobbler`
//                ^^^^^^ note: `Scrobbler` in `register!`, or `register_scrobbler!`, registers this trait
//                ^^^^^^ note: `metadata::ArtistBiographyProvider` in `register!`, or `register_metadata_artist_biography!`, registers this trait alone

fn main() {}
