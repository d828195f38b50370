//! A run as one page: the verdict first, then everything behind it, in ten sections.

mod assumptions;
mod cheating;
mod consensus;
mod data;
mod earners;
mod emission;
mod head;
mod improving;
mod journey;
mod published;
mod script;
mod style;
mod sweep;
mod time;
mod verdict;
mod view;
mod words;

use crate::html::Html;
use crate::plot::escape;
use incentor_scenario::run::Run;
use view::View;

/// A run as one self-contained HTML page; the same run gives the same bytes.
///
/// Nothing is fetched, and the page's own policy forbids it. The few lines of script only sort tables; without them
/// everything can be read. Light or dark follows the reader's system, and it can be read at a width of 360 pixels.
#[must_use]
pub fn page(run: &Run) -> String {
    let view = View::new(run);
    let mut html = Html::default();
    html.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n");
    html.raw(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         script-src 'unsafe-inline'\">\n",
    );
    html.raw(&format!("<title>{} · incentor</title>\n", escape(&run.scenario)));
    html.raw(&format!("<style>{}</style>\n</head>\n<body>\n", style::style(run.variants.len())));
    if view.several() {
        for (index, variant) in run.variants.iter().enumerate() {
            let id = format!("v{index}");
            let mut attributes =
                vec![("type", "radio"), ("name", "variant"), ("id", id.as_str()), ("class", "choice")];
            attributes.push(("aria-label", variant.name.as_str()));
            if index == 0 {
                attributes.push(("checked", ""));
            }
            html.open_with("input", &attributes);
        }
    }
    html.raw("<div class=\"layout\">\n");
    head::contents(&mut html, &view);
    html.raw("<main>\n");
    head::head(&mut html, &view);
    verdict::verdict(&mut html, &view);
    cheating::cheating(&mut html, &view);
    improving::improving(&mut html, &view);
    earners::earners(&mut html, &view);
    journey::journey(&mut html, &view);
    emission::emission(&mut html, &view);
    consensus::consensus(&mut html, &view);
    time::over_time(&mut html, &view);
    assumptions::assumptions(&mut html, &view);
    data::data(&mut html, &view);
    html.paragraph("foot", &format!("incentor {} · {} · hash {}", run.version, run.scenario, run.hash));
    html.raw("</main>\n</div>\n");
    html.raw(&format!("<script>{}</script>\n", script::SCRIPT));
    html.raw("</body>\n</html>\n");
    html.finish()
}
