//! A run as one page: the verdict first, then who earns, then everything behind it.

mod assumptions;
mod earners;
mod figures;
mod seats;
mod style;
mod verdict;
mod words;

use crate::html::Html;
use crate::plot::escape;
use incentor_scenario::Run;

/// A run as one self-contained HTML page; the same run gives the same bytes.
///
/// Nothing is fetched and nothing is executed. Light or dark follows the reader's system, and it can be read
/// at a width of 360 pixels.
#[must_use]
pub fn page(run: &Run) -> String {
    let mut html = Html::default();
    html.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n");
    html.raw(&format!("<title>{} · incentor</title>\n", escape(&run.scenario)));
    html.raw(&format!("<style>{}</style>\n</head>\n<body>\n<main>\n", style::STYLE));
    verdict::head(&mut html, run);
    verdict::cheating(&mut html, run);
    earners::earners(&mut html, run);
    earners::over_time(&mut html, run);
    seats::seats(&mut html, run);
    assumptions::assumptions(&mut html, run);
    verdict::foot(&mut html, run);
    html.raw("</main>\n</body>\n</html>\n");
    html.finish()
}

#[cfg(test)]
mod tests;
