//! No error, whatever lints the plugin sets: generated code of its own declares imports.
#![forbid(unsafe_code)]
#![deny(warnings)]

mod lamp {
    nd_pdk::wire::imports! {
        wire::Service { has_mock: false, has_fake: false, permission: None },
        LAMP_SET = ("lamp_set", set(mood))
    }

    pub(crate) fn set(mood: &str) -> Result<(), nd_pdk::Error> {
        nd_pdk::wire::call(imports::LAMP_SET, &[("mood", &mood)])?.unit()
    }
}

fn main() {
    lamp::set("calm").unwrap();
}
