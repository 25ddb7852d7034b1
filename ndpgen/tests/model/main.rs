//! What schemas mean: one document a test, and the part of the model it is about.

mod functions;
mod types;

use ndpgen::compile::compile;
use ndpgen::model::{Api, Home, TypeId, Version};
use ndpgen::source::Source;

fn source(path: &str, text: &str) -> Source {
    Source {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

/// Compiles documents, of which the version is left out.
fn api(files: &[(&str, &str)]) -> Api {
    let versioned = |text| format!("version: v1-draft\n{text}");
    let files = files
        .iter()
        .map(|(path, text)| source(path, &versioned(text)));
    api_of(&files.collect::<Vec<_>>())
}

fn api_of(sources: &[Source]) -> Api {
    match compile(sources) {
        Ok((_, api)) => api,
        Err(report) => panic!("{report}"),
    }
}

const fn version(major: u32, minor: u32, patch: u32) -> Option<Version> {
    Some(Version {
        major,
        minor,
        patch,
    })
}

fn id(home: Home, name: &str) -> TypeId {
    TypeId {
        home,
        name: name.to_owned(),
    }
}

fn greeter(name: &str) -> TypeId {
    id(Home::Capability("greeter".to_owned()), name)
}
