struct Plugin;

nd_pdk::register!(Plugin: Scrobbler, Scrobler, Nonsense, ArtistBiographyProvider);
nd_pdk::register!(Plugin: metadata::ArtistBiografyProvider, metdata::AlbumInfoProvider);
nd_pdk::register!(Plugin: metadata::ArtistBio, Scrob, scrobbler::scrobbler::Scrobbler);
nd_pdk::register!(Plugin: ::nd_pdk::metadata::Biography, ::scrobbler::Scrobbler);

fn main() {}
