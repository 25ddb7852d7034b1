use nd_pdk::lifecycle::{Error, InitProvider};
include!(concat!(env!("OUT_DIR"), "/generated.rs"));
mod from_absolute { include!(env!("ABSOLUTE")); }
#[derive(Default)]
struct MyPlugin;
impl InitProvider for MyPlugin {
    fn on_init(&self) -> Result<(), Error> {
        let given = nd_pdk::host::config::get("x")?.map(|it| it.len() as u8);
        let places = [shared::place(given), generated(given), from_absolute::absolute(given)];
        Err(Error::new(format!("{places:?} {}", file!())))
    }
}
nd_pdk::register_lifecycle_init!(MyPlugin);
