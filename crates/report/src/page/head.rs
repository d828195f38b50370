//! The top of the page: what was simulated, the headline, the list of contents.

use super::view::{Part, View, count};
use super::words::{days, grouped, letters, list, plural, rough, sentence};
use crate::html::Html;
use incentor_scenario::run::{GateOutcome, GateTally, Run, VariantRun, Verdict};

pub(super) fn head(html: &mut Html, view: &View<'_>) {
    let run = view.run;
    html.open("header", "");
    html.paragraph("kicker", "Incentor simulation report");
    html.leaf("h1", "", &run.scenario);
    html.paragraph("headline", &headline(view));
    if let Some(teaches) = &run.teaches {
        html.paragraph("teaches", teaches);
    }
    html.open("ul", "facts");
    for fact in facts(run) {
        html.leaf("li", "", &fact);
    }
    html.close("ul");
    html.close("header");
}

fn facts(run: &Run) -> Vec<String> {
    let window = run.window;
    let mut facts = Vec::new();
    if let Some(first) = run.variants.first() {
        let participation = &first.participation;
        facts.push(plural(participation.validators.into(), "validator"));
        facts.push(format!(
            "{} of {}",
            plural(participation.miners.into(), "miner uid"),
            plural(participation.mining_coldkeys.into(), "coldkey")
        ));
    }
    if run.variants.len() > 1 {
        facts.push(plural(run.variants.len() as u64, "variant"));
    }
    facts.push(format!("{} = {}", days(window.days), plural(window.tempos.into(), "tempo")));
    if window.warmup_tempos > 0 {
        facts.push(format!("first {} not counted", grouped(window.warmup_tempos.into())));
    }
    facts.push(format!(
        "{} × {}",
        plural(run.seeds.count.into(), "seed"),
        plural(run.worlds.into(), "world")
    ));
    facts.push(plural(run.epochs, "epoch"));
    facts.push(run.rule_set.clone());
    facts
}

/// The one thing to know.
fn headline(view: &View<'_>) -> String {
    let variants = view.variants();
    let Some(first) = variants.first() else {
        return "Nothing was simulated.".to_owned();
    };
    if variants.iter().all(|variant| variant.deviations.is_empty()) {
        return without_cheats(view);
    }
    if variants.iter().all(|variant| !paid_miners(variant)) {
        return "No miner was paid in the time that counts, so nothing can be said about what pays."
            .to_owned();
    }
    let pays = |variant: &VariantRun| count(&variant.deviations, Verdict::Pays);
    let mut text = outcome(view, first);
    if view.several() {
        let Some(best) = variants.iter().min_by_key(|variant| (pays(variant), open(variant))) else {
            return text;
        };
        if pays(best) < pays(first) {
            text.push_str(&format!(" {}", outcome(view, best)));
        } else if pays(first) > 0 {
            text.push_str(" No variant does better.");
        } else if let Some(worst) =
            variants.iter().rev().max_by_key(|variant| pays(variant)).filter(|worst| pays(worst) > 0)
        {
            text.push_str(&format!(" {}", outcome(view, worst)));
        }
    }
    text
}

/// What there is to know where nobody cheats: the gates, then what improving pays.
fn without_cheats(view: &View<'_>) -> String {
    let mut text = String::new();
    if !view.run.gates.is_empty() {
        text = format!("{} ", gates(&view.run.gates));
    }
    if let Some(published) = super::published::all(view.variants()) {
        text.push_str(&format!("{published} "));
    }
    if let Some(improving) = super::improving::best(view) {
        text.push_str(&format!("{improving} "));
    }
    if text.is_empty() {
        text = "No population says what it would do if it played straight. ".to_owned();
    }
    // Beside published totals nobody expects a comparison with straight play.
    if super::published::all(view.variants()).is_none() {
        text.push_str("Nothing is compared with straight play.");
    }
    text.trim_end().to_owned()
}

/// How the gates came out.
pub(super) fn gates(gates: &[GateOutcome]) -> String {
    match (gates.len(), GateTally::of(gates)) {
        (0, _) => "The scenario has no gates, so nothing decides the exit code.".to_owned(),
        (1, tally) if tally.holds() => "The one gate holds.".to_owned(),
        (2, tally) if tally.holds() => "Both gates hold.".to_owned(),
        (all, tally) if tally.holds() => format!("All {} gates hold.", letters(all)),
        (all, tally) => {
            let mut parts = Vec::new();
            if tally.failed > 0 {
                parts.push(format!("{} failed", letters(tally.failed)));
            }
            if tally.undecided > 0 {
                parts.push(format!("{} undecided", letters(tally.undecided)));
            }
            format!("Of {}, {}.", plural(all as u64, "gate"), parts.join(" and "))
        }
    }
}

fn open(variant: &VariantRun) -> usize {
    count(&variant.deviations, Verdict::Inconclusive)
}

/// Whether any miner was paid.
pub(super) fn paid_miners(variant: &VariantRun) -> bool {
    variant.populations.iter().any(|population| {
        population.role == incentor_scenario::run::RoleName::Miner && population.pay.mean > 0.0
    })
}

/// How one variant came out, in a sentence.
pub(super) fn outcome(view: &View<'_>, variant: &VariantRun) -> String {
    let deviations = &variant.deviations;
    let within = if view.several() { format!("In {}, ", variant.name) } else { String::new() };
    let paying: Vec<String> = deviations
        .iter()
        .filter(|deviation| deviation.verdict == Verdict::Pays)
        .map(|deviation| {
            let less =
                if deviation.only_loses_less() { " (which loses less than by playing straight)" } else { "" };
            format!("{}{less}", deviation.population)
        })
        .collect();
    let total = deviations.len();
    let noun = view.noun();
    let said = match paying.len() {
        _ if total == 0 => format!("no {noun} is measured"),
        0 if open(variant) == total => format!("it is undecided whether any listed {noun} pays"),
        0 if open(variant) > 0 => {
            format!("no listed {noun} is sure to pay, {} undecided", letters(open(variant)))
        }
        0 => format!("no listed {noun} pays"),
        1 if total == 1 => format!("the one listed {noun} pays: {}", paying[0]),
        some if some == total => format!("all {} listed {noun}s pay: {}", letters(total), list(&paying)),
        some => {
            let verb = if some == 1 { "pays" } else { "pay" };
            format!("{} of {} listed {noun}s {verb}: {}", letters(some), letters(total), list(&paying))
        }
    };
    let harm = match variant.harm {
        Some(harm) if harm >= 0.005 => format!(", and honest miners lose {} of their profit", rough(harm)),
        Some(harm) if harm <= -0.005 => {
            format!(", and honest miners profit {} more than if all played straight", rough(-harm))
        }
        _ => String::new(),
    };
    let text = format!("{within}{said}{harm}.");
    if within.is_empty() { sentence(&text) } else { text }
}

pub(super) fn contents(html: &mut Html, view: &View<'_>) {
    html.open_with("nav", &[("aria-label", "Contents")]);
    html.open("ol", "");
    for part in Part::ALL {
        html.open("li", "");
        html.open_with("a", &[("href", &format!("#{}", part.anchor()))]);
        html.leaf("span", "no", &(part as usize).to_string());
        html.text(view.short(part));
        html.raw("</a></li>\n");
    }
    html.close("ol");
    html.close("nav");
}
