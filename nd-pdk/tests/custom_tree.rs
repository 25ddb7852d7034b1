//! Code of the shape that `ndpgen --out` writes into a crate of its own: everything it needs comes from `nd_pdk`.
#![forbid(unsafe_code)]

use nd_pdk::Error;
use nd_pdk::testing::{Outcome, answer_raw, run_export};
use nd_pdk::wire;

mod generated {
    //! A capability with an enum and errors, and a service.

    pub(crate) mod mood {
        use nd_pdk::Error;
        use nd_pdk::wire::{self, Json, Nullable, Text};

        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
        pub(crate) enum Mood {
            #[default]
            Calm,
            VeryLoud,
        }

        wire::text_enum!(Mood, Calm = "calm", VeryLoud = "very-loud");

        pub(crate) const MOOD_ERROR_ASLEEP: &str = "mood(asleep)";

        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum MoodError {
            Asleep,
        }

        wire::capability_errors!(MoodError, Asleep = MOOD_ERROR_ASLEEP);

        #[derive(
            Debug, Clone, Default, PartialEq, wire::serde::Serialize, wire::serde::Deserialize,
        )]
        #[serde(crate = "nd_pdk::wire::serde", default, rename_all = "camelCase")]
        pub(crate) struct Room {
            #[serde(
                deserialize_with = "wire::lenient",
                skip_serializing_if = "wire::is_default"
            )]
            pub(crate) wall_mood: Mood,
        }

        pub(crate) trait MoodReader {
            fn read(&self, req: Room) -> Result<Mood, Error>;
            fn paint(&self, req: Mood) -> Result<Room, Error>;
        }

        pub(crate) mod exports {
            use super::{Json, Mood, MoodReader, Nullable, Room, Text, wire};

            pub(crate) fn nd_mood_read<P: MoodReader + Default>() -> i32 {
                wire::export::<Json<Room>, Text<Mood>>(|req| P::default().read(req))
            }

            pub(crate) fn nd_mood_paint<P: MoodReader + Default>() -> i32 {
                wire::export::<Text<Mood>, Nullable<Json<Room>>>(|req| P::default().paint(req))
            }
        }

        macro_rules! register_mood {
            ($plugin:ty $(,)?) => {
                nd_pdk::register_exports!(
                    $plugin,
                    crate::generated::mood::MoodReader,
                    crate::generated::mood::exports,
                    [nd_mood_read, nd_mood_paint]
                );
            };
        }
        pub(crate) use register_mood;
    }

    pub(crate) mod lamp {
        use nd_pdk::Error;
        use nd_pdk::wire;

        use super::mood::Mood;

        wire::imports!(
            wire::Service {
                has_mock: false,
                has_fake: false,
                permission: None
            },
            LAMP_SET = ("lamp_set", set(mood)),
            LAMP_TYPE = ("type", kind()),
        );

        pub(crate) fn set(mood: Mood) -> Result<(), Error> {
            wire::call(imports::LAMP_SET, &[("mood", &mood)])?.unit()
        }

        pub(crate) fn kind() -> Result<Mood, Error> {
            wire::call_direct::<(), wire::Text<Mood>>(imports::LAMP_TYPE, &())
        }
    }
}

use generated::lamp;
use generated::mood::{Mood, MoodError, MoodReader, Room, exports, register_mood};

#[derive(Default)]
struct Plugin;

impl MoodReader for Plugin {
    fn read(&self, req: Room) -> Result<Mood, Error> {
        lamp::set(req.wall_mood)?;
        lamp::kind()
    }

    fn paint(&self, req: Mood) -> Result<Room, Error> {
        match req {
            Mood::Calm => Err(MoodError::Asleep.with_reason("too calm")),
            Mood::VeryLoud => Err(MoodError::Asleep.into()),
        }
    }
}

register_mood!(Plugin);

#[test]
fn exports_and_host_functions_work() {
    let _host = answer_raw(|import, request| match (import, request) {
        ("lamp_set", br#"{"mood":"very-loud"}"#) => b"{}".to_vec(),
        ("type", b"") => b"calm".to_vec(),
        _ => panic!("{import} {}", String::from_utf8_lossy(request)),
    });
    let outcome = run_export(
        exports::nd_mood_read::<Plugin>,
        br#"{"wallMood":"very-loud"}"#,
    );
    assert_eq!(
        outcome,
        Outcome {
            code: 0,
            output: Some(b"calm".to_vec()),
            error: None
        }
    );
}

#[test]
fn errors_of_a_capability_carry_the_text_that_the_host_looks_for() {
    assert_eq!(
        run_export(exports::nd_mood_paint::<Plugin>, "calm"),
        Outcome::failed("mood(asleep): too calm")
    );
    assert_eq!(
        run_export(exports::nd_mood_paint::<Plugin>, "very-loud"),
        Outcome::failed("mood(asleep)")
    );
    let known = |text: &str| MoodError::of(&Error::new(text));
    assert_eq!(known("fell over: mood(asleep)!"), Some(MoodError::Asleep));
    assert_eq!(known("mood(awake)"), None);
    assert_eq!(
        MoodError::Asleep.as_str(),
        generated::mood::MOOD_ERROR_ASLEEP
    );
}

#[test]
fn enums_are_their_texts() {
    assert_eq!(format!("{:>11}|", Mood::VeryLoud), "  very-loud|");
    assert_eq!("calm".parse(), Ok(Mood::Calm));
    let unknown = "unknown value `angry`, expected one of calm, very-loud";
    assert_eq!("angry".parse::<Mood>(), Err(Error::new(unknown)));
    assert_eq!(
        run_export(exports::nd_mood_paint::<Plugin>, "angry"),
        Outcome::failed(format!("input: {unknown}"))
    );
    let outcome = run_export(exports::nd_mood_read::<Plugin>, br#"{"wallMood":"angry"}"#);
    assert!(
        outcome
            .error
            .unwrap()
            .starts_with(&format!("input: unreadable JSON in `wallMood`: {unknown}"))
    );
    assert_eq!(
        serde_json::from_str::<Room>(r#"{"wallMood":null}"#).unwrap(),
        Room::default()
    );
    assert_eq!(
        serde_json::to_string(&wire::with::<wire::Plain, _>(&Mood::VeryLoud)).unwrap(),
        "\"very-loud\""
    );
}
