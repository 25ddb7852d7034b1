//! Exports of generated capabilities: bytes in, bytes out, through the trait that a plugin implements.

use crate::{
    bytes, collections, enums, keywords, payloads, recursive, reserved_names, run, scalars, silent,
};
use nd_pdk::Error;
use nd_pdk::testing::Outcome;
use std::collections::HashMap;

#[derive(Default)]
struct Plugin;

impl scalars::capability::scalars::Scalars for Plugin {
    fn echo_numbers(
        &self,
        req: scalars::capability::scalars::Numbers,
    ) -> Result<scalars::capability::scalars::Numbers, Error> {
        Ok(req)
    }

    fn halve(&self, req: f64) -> Result<f32, Error> {
        Ok(req as f32 / 2.0)
    }
}
scalars::capability::scalars::register_scalars!(Plugin);

#[test]
fn scalars_are_payloads() {
    use scalars::capability::scalars::exports::halve;
    assert_eq!(run(halve::<Plugin>, "3"), Outcome::answered("1.5"));
    assert_eq!(run(halve::<Plugin>, "null"), Outcome::answered("0.0"));
    let error = run(halve::<Plugin>, "1e300").error.unwrap();
    assert!(error.contains("infinity"), "{error}");
    let error = run(halve::<Plugin>, "\"3\"").error.unwrap();
    assert!(error.starts_with("input: "), "{error}");
}

impl bytes::capability::schema::Bytes for Plugin {
    fn echo(
        &self,
        req: bytes::capability::schema::Blobs,
    ) -> Result<bytes::capability::schema::Blobs, Error> {
        Ok(req)
    }

    fn reverse(&self, req: Vec<u8>) -> Result<Vec<u8>, Error> {
        Ok(req.into_iter().rev().collect())
    }
}
bytes::capability::schema::register_schema!(Plugin);

#[test]
fn bytes_in_json_are_base64() {
    use bytes::capability::schema::exports::{echo, reverse};
    assert_eq!(
        run(reverse::<Plugin>, "\"YWI=\""),
        Outcome::answered("\"YmE=\"")
    );
    let blobs = r#"{"buffer":"","base64":"","list":[],"map":{},"lists":[]}"#;
    assert_eq!(run(echo::<Plugin>, "{}"), Outcome::answered(blobs));
}

impl collections::capability::schema::Collecting for Plugin {
    fn echo(
        &self,
        req: collections::capability::schema::Collections,
    ) -> Result<collections::capability::schema::Collections, Error> {
        Ok(req)
    }

    fn count(
        &self,
        req: Vec<collections::capability::schema::Item>,
    ) -> Result<HashMap<String, i32>, Error> {
        let mut counts = HashMap::new();
        for item in req {
            *counts.entry(item.name).or_default() += 1;
        }
        Ok(counts)
    }
}

#[test]
fn collections_are_payloads() {
    use collections::capability::schema::exports::count;
    let items = r#"[{"name":"a"},{"name":"a"}]"#;
    assert_eq!(run(count::<Plugin>, items), Outcome::answered(r#"{"a":2}"#));
    assert_eq!(run(count::<Plugin>, "null"), Outcome::answered("{}"));
}

impl enums::capability::schema::Enums for Plugin {
    fn next(
        &self,
        req: enums::capability::schema::State,
    ) -> Result<enums::capability::schema::State, Error> {
        use enums::capability::schema::State;
        match req {
            State::Stopped => Ok(State::NowPlaying),
            State::NowPlaying | State::Paused | State::Self_ => Ok(State::Stopped),
        }
    }

    fn parse(
        &self,
        req: enums::capability::schema::State,
    ) -> Result<enums::capability::schema::States, Error> {
        Ok(enums::capability::schema::States {
            main: req,
            ..Default::default()
        })
    }
}

#[test]
fn enums_are_json_and_plain_text() {
    use enums::capability::schema::exports::{next, parse};
    assert_eq!(
        run(next::<Plugin>, "\"stopped\""),
        Outcome::answered("now_playing")
    );
    let states = r#"{"main":"PAUSED","others":[],"one":"only"}"#;
    assert_eq!(run(parse::<Plugin>, "PAUSED"), Outcome::answered(states));
    assert_eq!(
        run(parse::<Plugin>, "\"PAUSED\"").code,
        -1,
        "no quotes in plain text"
    );
}

impl recursive::capability::schema::Recursive for Plugin {
    fn depth(&self, req: recursive::capability::schema::Node) -> Result<i32, Error> {
        req.next.map_or(Ok(0), |next| Ok(1 + self.depth(*next)?))
    }
}

#[test]
fn recursive_types_are_read() {
    use recursive::capability::schema::exports::depth;
    assert_eq!(
        run(depth::<Plugin>, r#"{"next":{"next":{}}}"#),
        Outcome::answered("2")
    );
}

impl keywords::capability::r#match::Keywords for Plugin {
    fn default(
        &self,
        req: keywords::capability::r#match::Words,
    ) -> Result<keywords::capability::r#match::Words, Error> {
        Ok(req)
    }

    fn r#move(&self) -> Result<keywords::capability::r#match::Type, Error> {
        Ok(keywords::capability::r#match::Type::Match)
    }

    fn into(&self) -> Result<(), Error> {
        Ok(())
    }
}
keywords::capability::r#match::register_match!(Plugin);

#[test]
fn any_name_is_an_export() {
    use keywords::capability::r#match::exports;
    assert_eq!(
        run(exports::r#move::<Plugin>, ""),
        Outcome::answered("\"match\"")
    );
    assert_eq!(run(exports::into::<Plugin>, ""), silent());
    let words = run(exports::default::<Plugin>, r#"{"self":"x"}"#)
        .output
        .unwrap();
    assert!(String::from_utf8(words).unwrap().contains(r#""self":"x""#));
}

impl reserved_names::capability::schema::Reserved for Plugin {
    fn parse(
        &self,
        req: reserved_names::capability::schema::String_,
    ) -> Result<reserved_names::capability::schema::Result_, Error> {
        use reserved_names::capability::schema::{Error_, Result_};
        if req.vec.is_empty() {
            return Err(Error::not_found());
        }
        let error = Some(Error_ { text: req.text });
        Ok(Result_ {
            error,
            ..Default::default()
        })
    }

    fn measure(&self, req: reserved_names::capability::schema::P_) -> Result<(), Error> {
        Err(Error::new(req.text))
    }
}

#[test]
fn types_may_be_called_what_rust_calls_its_own() {
    use reserved_names::capability::schema::exports::{measure, parse};
    let input = r#"{"text":"t","vec":[{"text":"v"}],"map":{"a":{"text":"o"}}}"#;
    assert_eq!(
        run(parse::<Plugin>, input),
        Outcome::answered(r#"{"error":{"text":"t"}}"#)
    );
    assert_eq!(run(parse::<Plugin>, "{}"), Outcome::answered("null"));
    let input = r#"{"text":"too long"}"#;
    assert_eq!(run(measure::<Plugin>, input), Outcome::failed("too long"));
}

impl payloads::capability::schema::Payloads for Plugin {
    fn upper(&self, req: String) -> Result<String, Error> {
        Ok(req.to_uppercase())
    }

    fn reverse(&self, req: Vec<u8>) -> Result<Vec<u8>, Error> {
        Ok(req.into_iter().rev().collect())
    }

    fn lookup(&self, req: Option<String>) -> Result<Vec<f64>, Error> {
        let text = req.ok_or_else(Error::not_found)?;
        Ok(vec![text.parse()?])
    }

    fn text_or_none(&self, req: Option<String>) -> Result<String, Error> {
        req.ok_or_else(Error::not_found)
    }

    fn average(&self, req: HashMap<String, f64>) -> Result<f64, Error> {
        Ok(req.values().sum::<f64>() / req.len() as f64)
    }

    fn nothing(&self) -> Result<(), Error> {
        Ok(())
    }
}

#[test]
fn the_content_type_decides_the_bytes() {
    use payloads::capability::schema::exports;
    assert_eq!(
        run(exports::upper::<Plugin>, "a \"b\""),
        Outcome::answered("A \"B\"")
    );
    assert_eq!(
        run(exports::reverse::<Plugin>, "ab"),
        Outcome::answered("ba")
    );
    assert_eq!(
        run(exports::lookup::<Plugin>, "\"1.5\""),
        Outcome::answered("[1.5]")
    );
    assert_eq!(
        run(exports::lookup::<Plugin>, "null"),
        Outcome::answered("null")
    );
    assert_eq!(
        run(exports::text_or_none::<Plugin>, "x"),
        Outcome::answered("x")
    );
    assert_eq!(
        run(exports::text_or_none::<Plugin>, ""),
        Outcome::answered("")
    );
    assert_eq!(
        run(exports::average::<Plugin>, r#"{"a":1,"b":2}"#),
        Outcome::answered("1.5")
    );
    assert_eq!(
        run(exports::average::<Plugin>, "{}").code,
        -1,
        "0 / 0 is no number"
    );
    assert_eq!(run(exports::nothing::<Plugin>, ""), silent());
}
