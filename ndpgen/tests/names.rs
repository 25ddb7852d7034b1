//! Derived names: serde must agree on them, and Rust must accept them.

use ndpgen::names::{self, NameRule};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use serde::Serialize;

/// A struct with these fields, renamed by serde, and the list of their names.
macro_rules! fields {
    ($($field:ident)*) => {
        // Nobody writes such fields; serde's rule covers them all the same.
        #[allow(non_snake_case)]
        #[derive(Default, Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Renamed { $($field: ()),* }

        const FIELDS: &[&str] = &[$(stringify!($field)),*];
    };
}

fields! {
    id name album_artist mbz_release_track_id rg_album_gain bpm a ab a_b a_b_c a1 a_1 a1_b2 a__b _a __a a_ a__
    sha256 utf8_text x_y_z very_long_name_of_a_field ends_in_9 is_3d title_case id3v2 camelCase mixed_Case
}

#[test]
fn serde_renames_fields_as_we_say() {
    let json = serde_json::to_string(&Renamed::default()).expect("units serialize");
    // An object would keep one of the fields that become the same.
    let renamed: Vec<&str> = json.split('"').skip(1).step_by(2).collect();
    let ours: Vec<String> = FIELDS
        .iter()
        .map(|it| names::serde_camel_case(it))
        .collect();
    assert_eq!(renamed, ours);
}

/// Every strict and reserved keyword of Rust, and those that editions added.
const KEYWORDS: &str = "abstract as async await become box break const continue crate do dyn else enum extern \
    false final fn for gen if impl in let loop macro match mod move mut override priv pub ref return \
    Self self static struct super trait true try type typeof unsafe unsized use virtual where while yield _";

#[test]
fn keywords_are_escaped() {
    for keyword in KEYWORDS.split_whitespace() {
        let item = format!("fn {}() {{}}", names::ident(keyword));
        assert!(syn::parse_str::<syn::ItemFn>(&item).is_ok(), "{item}");
    }
    assert_eq!(names::ident("type").to_string(), "r#type");
    assert_eq!(names::ident("gen").to_string(), "r#gen");
    assert_eq!(names::ident("self").to_string(), "self_");
    assert_eq!(names::ident("title").to_string(), "title");
}

#[test]
fn names_of_the_host_keep_their_form() {
    assert_eq!(names::snake("GetArtistMBID"), "get_artist_mbid");
    assert_eq!(names::snake("SetWithTTL"), "set_with_ttl");
    assert_eq!(names::snake("durationMs"), "duration_ms");
    assert_eq!(names::pascal("HTTP"), "HTTP");
    assert_eq!(names::pascal("count_vowels"), "CountVowels");
    assert_eq!(names::variant("VERY_CALM"), "VeryCalm");
    assert_eq!(names::provider_trait("GetArtistMBID"), "ArtistMBIDProvider");
    assert_eq!(names::provider_trait("OnInit"), "InitProvider");
    assert_eq!(names::provider_trait("Online"), "OnlineProvider");
    assert_eq!(
        names::register_method_macro("metadata", "GetArtistMBID"),
        "register_metadata_artist_mbid"
    );
    assert_eq!(
        names::error_constant("Scrobbler", "retry_later"),
        "SCROBBLER_ERROR_RETRY_LATER"
    );
}

#[test]
fn files_name_modules() {
    assert_eq!(names::module_of_file("my-plugin.v2"), "my_plugin_v2");
    assert_eq!(names::name_of_file("my-plugin.v2"), "MyPluginV2");
    assert_eq!(names::module_of_file("mod"), "mod_");
    assert_eq!(names::module_of_file("2fa"), "n2fa");
    assert_eq!(names::name_of_file("2fa"), "N2fa");
    assert!(!names::names_module("日本"));
}

#[test]
fn types_stay_out_of_the_way_of_generated_code() {
    assert_eq!(names::type_name("Error"), "Error_");
    assert_eq!(names::type_name("option"), "Option_");
    assert_eq!(names::type_name("Errors"), "Errors");
}

proptest! {
    #[test]
    fn every_name_of_xtp_becomes_an_identifier(name in "[a-zA-Z_$][a-zA-Z0-9_$]{0,12}") {
        prop_assert!(NameRule::Xtp.accepts(&name));
        for derived in [names::snake(&name), names::variant(&name), names::type_name(&name), names::screaming(&name)] {
            let ident = names::ident(&derived).to_string();
            prop_assert!(syn::parse_str::<syn::Ident>(&ident).is_ok(), "{name} gives {ident}");
        }
    }

    #[test]
    fn casing_twice_is_casing_once(name in "[a-zA-Z][a-zA-Z0-9_$]{0,12}") {
        let snake = names::snake(&name);
        prop_assert_eq!(names::snake(&snake), snake);
        let name = names::pascal(&name);
        prop_assert_eq!(names::pascal(&name), name);
    }

    /// The names that need no `rename`: those that Go's and JavaScript's conventions make.
    #[test]
    fn camel_case_survives_the_way_to_rust_and_back(name in "[a-z]{2,6}([A-Z][a-z]{1,6}){0,3}") {
        prop_assert_eq!(names::serde_camel_case(&names::snake(&name)), name);
    }

    #[test]
    fn files_with_a_letter_name_modules_and_types(stem in "\\PC{0,8}[a-zA-Z0-9]\\PC{0,8}") {
        prop_assert!(names::names_module(&stem));
        prop_assert!(NameRule::Module.accepts(&names::module_of_file(&stem)) || names::module_of_file(&stem).ends_with('_'));
        prop_assert!(NameRule::Type.accepts(&names::name_of_file(&stem)));
    }

    #[test]
    fn a_repaired_name_follows_the_rule(text in "\\PC{0,12}") {
        for rule in [NameRule::Xtp, NameRule::Module, NameRule::Type] {
            if let Some(name) = rule.repair(&text) {
                prop_assert!(rule.accepts(&name));
            }
        }
    }
}
