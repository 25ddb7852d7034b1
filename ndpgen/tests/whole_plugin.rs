//! A plugin that imports, exports and declares all that there is, about which there is nothing to say.

use std::collections::BTreeSet;

use nd_package::{Package, Surface};
use nd_rules::surface::{EXPORTS, HOST_FUNCTIONS};
use nd_rules::version::Version;
use ndpgen::plugin::check::check;
use ndpgen::plugin::finding::{Findings, Report};
use ndpgen::plugin::subject::{Target, read_package};

const MANIFEST: &str = include_str!("whole/manifest.json");
const WASM: &str = include_str!("whole/plugin.wat");

fn package() -> Package {
    Package {
        id: "everything".to_owned(),
        manifest: MANIFEST.to_owned(),
        wasm: wat::parse_str(WASM).expect("it is WebAssembly"),
    }
}

fn report(navidrome: Option<Version>) -> String {
    let archive = package().archive().expect("it can be packed");
    let mut findings = Findings::default();
    let subject = read_package("everything.ndp", &archive, &mut findings);
    check(&mut findings, &subject, Target { navidrome });
    Report::new("everything.ndp", subject.manifest_text(), findings).to_string()
}

#[test]
fn it_has_all_that_there_is() {
    let surface = Surface::read(&package().wasm).expect("it can be read");
    let functions: BTreeSet<String> = HOST_FUNCTIONS.iter().map(|it| it.name.to_owned()).collect();
    assert_eq!(surface.host_functions, functions);
    let missing = EXPORTS.iter().find(|it| !surface.exports.contains(it.name));
    assert_eq!(missing, None);
}

#[test]
fn there_is_nothing_to_say_about_it() {
    assert_eq!(report(None), "");
    assert_eq!(report(Some(Version::new(0, 64, 0))), "");
}

#[test]
fn there_is_something_to_say_for_an_older_server() {
    let report = report(Some(Version::new(0, 60, 0)));
    assert!(report.contains("error[newer-host-function]"), "{report}");
    assert!(report.contains("warning[newer-export]"), "{report}");
}
