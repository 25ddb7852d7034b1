//! Wikipedia: how articles begin, and their first picture. Must not look for articles.

use nd_pdk::Error;
use nd_pdk::http::encode;
use nd_pdk::metadata::ImageInfo;
use serde::Deserialize;

use crate::settings::Settings;
use crate::web;
use crate::wikidata::Article;

/// What Wikipedia shows of an article on other pages.
#[derive(Deserialize)]
pub(crate) struct Summary {
    #[serde(default)]
    extract: String,
    originalimage: Option<Image>,
}

#[derive(Deserialize)]
struct Image {
    source: String,
    width: i32,
    height: i32,
}

impl Summary {
    /// The beginning of the article as plain text.
    pub(crate) fn text(self) -> Option<String> {
        Some(self.extract).filter(|text| !text.is_empty())
    }

    /// The first picture of the article.
    pub(crate) fn image(self) -> Option<ImageInfo> {
        self.originalimage.map(|image| ImageInfo {
            url: image.source,
            size: image.width.max(image.height),
        })
    }
}

/// The summary of an article; `None` if it is gone.
///
/// # Errors
/// Wikipedia cannot be reached, answers with an error such as 429 or 503, or with something else than a summary.
pub(crate) fn summary(article: &Article, settings: &Settings) -> Result<Option<Summary>, Error> {
    // Wikipedia redirects from spaces to the underscores that it writes for them.
    let title = encode(&article.title.replace(' ', "_"));
    let url = format!("{}/api/rest_v1/page/summary/{title}", settings.wikipedia);
    let response = web::get(url).send()?;
    match response.status() {
        404 => Ok(None),
        _ => response.error_for_status()?.json().map(Some),
    }
}
