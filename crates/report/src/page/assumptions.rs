//! 9. What went in, and what the model leaves out.

use super::view::{Part, View};
use super::words::{grouped, list, sentence};
use crate::html::Html;
use crate::table::{Cell, Table};
use incentor_scenario::run::{Origin, Parameter};

/// So many defaults stand among the others.
const FEW: usize = 6;

pub(super) fn assumptions(html: &mut Html, view: &View<'_>) {
    view.section(html, Part::Assumptions, &reading(&view.run.parameters));
    for (name, members) in &groups(&view.run.parameters) {
        html.paragraph("caption", &format!("{}: {}", sentence(name), counts(members)));
        // What somebody chose is in the open; what nobody touched is a click away where it is much.
        let (defaults, chosen): (Vec<&Parameter>, Vec<&Parameter>) =
            members.iter().partition(|parameter| parameter.origin == Origin::Default);
        if defaults.len() > FEW {
            table(&chosen).write(html, &format!("{} that somebody chose", chosen.len()), "");
            table(&defaults).write_folded(html, &format!("{} by default", defaults.len()));
        } else {
            table(members).write(html, &format!("All {}", members.len()), "");
        }
    }
    changes(html, view);
    if !view.run.leaves_out.is_empty() {
        html.leaf("h3", "", "What the model leaves out");
        html.open("ul", "plain");
        for sentence in &view.run.leaves_out {
            html.leaf("li", "", sentence);
        }
        html.close("ul");
    }
    html.close("section");
}

fn table(parameters: &[&Parameter]) -> Table {
    let mut table = Table::of_text().text("Parameter").text("Value").text("Origin");
    for parameter in parameters {
        let (word, class) = origin(parameter.origin);
        table.row(
            "",
            vec![
                Cell::Name(parameter.key.clone()),
                Cell::Name(parameter.value.clone()),
                Cell::Badge(word.to_owned(), class),
            ],
        );
    }
    table
}

const fn origin(origin: Origin) -> (&'static str, &'static str) {
    match origin {
        Origin::Given => ("given", "given"),
        Origin::CommandLine => ("command line", "warn"),
        Origin::Default => ("default", "even"),
        Origin::Measured => ("measured", "good"),
    }
}

fn reading(parameters: &[Parameter]) -> String {
    if parameters.is_empty() {
        return "The run carries no parameters.".to_owned();
    }
    format!(
        "{} went in: {}.",
        sentence(&format!("{} numbers", grouped(parameters.len() as u64))),
        counts(&parameters.iter().collect::<Vec<_>>())
    )
}

/// `12 given, 17 default`.
fn counts(parameters: &[&Parameter]) -> String {
    let parts: Vec<String> = [
        (Origin::Given, "given"),
        (Origin::CommandLine, "from the command line"),
        (Origin::Default, "default"),
        (Origin::Measured, "measured"),
    ]
    .into_iter()
    .filter_map(|(origin, word)| {
        let count = parameters.iter().filter(|parameter| parameter.origin == origin).count();
        (count > 0).then(|| format!("{count} {word}"))
    })
    .collect();
    list(&parts)
}

/// Parameters by the first part of their names, in the order of the run.
fn groups(parameters: &[Parameter]) -> Vec<(String, Vec<&Parameter>)> {
    let mut groups: Vec<(String, Vec<&Parameter>)> = Vec::new();
    for parameter in parameters {
        let name = parameter.key.split(['.', '[']).next().unwrap_or_default();
        let name = if name == parameter.key { "run" } else { name };
        match groups.iter_mut().find(|(group, _)| group == name) {
            Some((_, members)) => members.push(parameter),
            None => groups.push((name.to_owned(), vec![parameter])),
        }
    }
    groups
}

fn changes(html: &mut Html, view: &View<'_>) {
    if view.variants().iter().all(|variant| variant.changes.is_empty()) {
        return;
    }
    html.leaf("h3", "", "What the variants change");
    let mut table = Table::new().text("Variant").sentence("Key").sentence("Value");
    for variant in view.variants() {
        if variant.changes.is_empty() {
            table.row("", vec![variant.name.as_str().into(), "nothing".into(), Cell::Nothing]);
        }
        for (key, value) in &variant.changes {
            table.row(
                "",
                vec![variant.name.as_str().into(), Cell::Name(key.clone()), Cell::Name(value.clone())],
            );
        }
    }
    table.write(html, "All changes", "");
}
