//! Two macro calls export the same.

#[derive(Default)]
struct Plugin;

impl nd_pdk::lifecycle::InitProvider for Plugin {
    fn on_init(&self) -> Result<(), nd_pdk::Error> {
        Ok(())
    }
}

nd_pdk::register!(Plugin: Lifecycle);
nd_pdk::register_lifecycle_init!(Plugin);
//                               ^^^^^^ the name `nd_on_init` is defined multiple times

fn main() {}
