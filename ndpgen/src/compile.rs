//! The front of the pipeline in one call: texts in, documents and model out. A stage that finds mistakes is the last one that runs.

use crate::check;
use crate::diag::{Report, stage};
use crate::model::Api;
use crate::read;
use crate::resolve::{self, Symbols, Unit};
use crate::schema::Document;
use crate::source::{FileId, Source};
use crate::tree;

/// Compiles the schema files of one folder.
///
/// # Errors
///
/// All mistakes of the first stage that found any: syntax first, then what each file says by itself, then how the files fit together.
pub fn compile(sources: &[Source]) -> Result<(Vec<Document>, Api), Report> {
    let files = || sources.iter().enumerate().map(|(at, it)| (FileId(at), it));
    let trees: Vec<_> = stage(sources, |cx| {
        files()
            .map(|(file, source)| tree::parse(cx, file, source))
            .collect()
    })?;
    let documents: Vec<Document> = stage(sources, |cx| {
        let trees = files().zip(&trees);
        trees
            .filter_map(|((file, source), tree)| read::read(cx, file, source, tree.as_ref()?))
            .collect()
    })?;
    let api = stage(sources, |cx| {
        let units: Vec<Unit<'_>> = documents.iter().map(resolve::unit).collect();
        let symbols = Symbols::new(&units);
        let api = resolve::resolve(cx, &units, &symbols);
        check::check(cx, &units, &symbols, &api);
        api
    })?;
    Ok((documents, api))
}
