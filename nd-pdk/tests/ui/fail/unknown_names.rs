struct Plugin;

nd_pdk::register!(Plugin: Scrobbler, Scrobler, Nonsense, ArtistBiographyProvider);
nd_pdk::register!(Plugin: metadata::ArtistBiografyProvider, metdata::AlbumInfoProvider);
nd_pdk::register!(Plugin: nd_pdk::scrobbler::Scrobbler);

fn main() {}
