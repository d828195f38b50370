//! The result as a person reads it: 80 columns, understandable without colour.

mod cheating;
mod columns;
mod earners;
mod figures;
mod findings;
mod foot;
mod gates;
mod head;
mod improving;
mod published;
#[cfg(test)]
mod sample;
mod subnets;
mod sweep;

use incentor_scenario::run::{Run, VariantRun};

pub(super) use figures::grouped;
pub(super) use foot::{Paths, quoted};

/// Everything, from the head to the next command.
pub(super) fn summary(run: &Run, paths: &Paths<'_>, verbose: bool) -> String {
    let mut text = head::head(run, verbose);
    let shown = if verbose { &run.variants[..] } else { run.variants.get(..1).unwrap_or_default() };
    for variant in shown {
        text.push_str(&earners::who_earns(variant));
        text.push_str(&earners::who_validates(variant));
        text.push_str(&subnets::subnets(variant));
    }
    text.push_str(&head::others(run, shown.len()));
    text.push_str(&cheating::does_cheating_pay(run));
    text.push_str(&improving::does_improving_pay(run));
    for variant in &run.variants {
        text.push_str(&published::beside_published(variant));
    }
    text.push_str(&sweep::sweep(run));
    text.push_str(&findings::findings(run, paths.program));
    text.push_str(&gates::gates(run, verbose));
    text.push_str(&findings::notes(run));
    text.push_str(&foot::foot(run, paths));
    text
}

/// ` in draft`; nothing where there is one variant without a name.
fn of_variant(variant: &VariantRun) -> String {
    if variant.name.is_empty() { String::new() } else { format!(" in {}", variant.name) }
}

#[cfg(test)]
mod tests;
