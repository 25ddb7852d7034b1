//! Traits of generated capabilities: which methods a plugin must have, how it fails, and that any document and any description will do.

use crate::{
    all_required, docs_safety, errors, not_implemented, per_method, plain_xtp, run, shared_types,
    silent,
};
use nd_pdk::Error;
use nd_pdk::testing::Outcome;

#[derive(Default)]
struct Plugin;

impl per_method::capability::permethod::ColourRGBProvider for Plugin {
    fn get_colour_rgb(&self, req: String) -> Result<u32, Error> {
        if req == "black" {
            Ok(0)
        } else {
            Err(Error::not_found())
        }
    }
}
impl per_method::capability::permethod::StartProvider for Plugin {
    fn on_start(&self) -> Result<(), Error> {
        Err(Error::new("too early"))
    }
}
per_method::capability::permethod::register_permethod_colour_rgb!(Plugin);
per_method::capability::permethod::register_permethod_start!(Plugin);

#[test]
fn a_plugin_picks_methods() {
    use per_method::capability::permethod::exports::{nd_get_colour, nd_on_start};
    assert_eq!(
        run(nd_get_colour::<Plugin>, "\"black\""),
        Outcome::answered("0")
    );
    assert_eq!(
        run(nd_get_colour::<Plugin>, "\"none\""),
        Outcome::answered("null")
    );
    assert_eq!(
        run(nd_on_start::<Plugin>, "{}"),
        Outcome::failed("too early")
    );
}

impl all_required::capability::all_required::AllRequired for Plugin {
    fn first(&self) -> Result<(), Error> {
        Ok(())
    }

    fn third(&self) -> Result<(), Error> {
        Err(Error::not_found())
    }
}
all_required::capability::all_required::register_all_required!(Plugin);

#[test]
fn younger_methods_have_a_default() {
    use all_required::capability::all_required::exports::{nd_first, nd_second, nd_third};
    assert_eq!(run(nd_first::<Plugin>, "{}"), silent());
    assert_eq!(run(nd_second::<Plugin>, "\"a\""), not_implemented());
    assert_eq!(
        run(nd_third::<Plugin>, "{}"),
        Outcome::failed("not found"),
        "no nullable output"
    );
}

impl errors::capability::lamp::LampHTTP for Plugin {
    fn lamp(&self) -> Result<(), Error> {
        Err(errors::capability::lamp::LampHTTPError::TooHot.with_reason("80 degrees"))
    }
}

#[test]
fn errors_are_told_by_their_text() {
    use errors::capability::lamp::{LAMP_HTTP_ERROR_OFF, LampHTTPError, exports::nd_lamp};
    assert_eq!(
        run(nd_lamp::<Plugin>, "{}"),
        Outcome::failed("lamp(too hot): 80 degrees")
    );
    assert_eq!(
        Error::from(LampHTTPError::Off),
        Error::new(LAMP_HTTP_ERROR_OFF)
    );
    assert_eq!(LampHTTPError::Self_.as_str(), "lamp(self)");
}

impl plain_xtp::capability::schema::Schema for Plugin {
    fn count_vowels(
        &self,
        req: String,
    ) -> Result<plain_xtp::capability::schema::VowelReport, Error> {
        let count = req.chars().filter(|char| "aeiou".contains(*char)).count();
        let count = i32::try_from(count)?;
        Ok(plain_xtp::capability::schema::VowelReport {
            count,
            vowels: None,
        })
    }

    fn reset(&self) -> Result<(), Error> {
        Ok(())
    }
}
plain_xtp::capability::schema::register_schema!(Plugin);

#[test]
fn a_document_without_keys_of_ours_generates() {
    use plain_xtp::capability::schema::exports::countVowels;
    assert_eq!(
        run(countVowels::<Plugin>, "queue"),
        Outcome::answered(r#"{"count":4}"#)
    );
}

impl shared_types::capability::schema::Shared for Plugin {
    fn rate(
        &self,
        req: shared_types::capability::schema::Request,
    ) -> Result<shared_types::capability::schema::Role, Error> {
        let artists: Vec<shared_types::types::Artist> = req.song.artists;
        let artist = artists.into_iter().next().ok_or("no artist")?;
        Ok(artist.role.unwrap_or_default())
    }
}

#[test]
fn shared_types_are_the_same_everywhere() {
    use shared_types::capability::schema::exports::rate;
    let song = r#"{"song":{"artists":[{"role":"composer"}]}}"#;
    assert_eq!(run(rate::<Plugin>, song), Outcome::answered("\"composer\""));
    assert_eq!(run(rate::<Plugin>, "{}"), Outcome::failed("no artist"));
}

impl docs_safety::capability::schema::Docs for Plugin {
    fn one(&self, req: String) -> Result<(), Error> {
        Err(req.into())
    }

    fn two(&self) -> Result<(), Error> {
        Ok(())
    }
}

#[test]
fn any_description_compiles() {
    use docs_safety::capability::schema::exports::one;
    assert_eq!(run(one::<Plugin>, "\"text\""), Outcome::failed("text"));
}
