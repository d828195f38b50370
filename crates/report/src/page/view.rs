//! What all sections share: names, colours, and one block per variant.

use crate::html::Html;
use crate::plot::Ink;
use crate::table::Cell;
use incentor_scenario::run::{Deviation, RoleName, Run, VariantRun, Verdict};
use std::collections::BTreeMap;

/// Colours by meaning: cool for who plays straight, warm for who does not, grey for who only asks.
const STRAIGHT_MINERS: [usize; 4] = [0, 2, 8, 9];
const OTHER_MINERS: [usize; 4] = [1, 3, 4, 7];
const STRAIGHT_VALIDATORS: [usize; 1] = [6];
const OTHER_VALIDATORS: [usize; 3] = [5, 4, 3];

/// A run as the page looks at it.
pub(super) struct View<'a> {
    pub(super) run: &'a Run,
    inks: BTreeMap<&'a str, usize>,
}

impl<'a> View<'a> {
    pub(super) fn new(run: &'a Run) -> Self {
        let mut inks = BTreeMap::new();
        let mut used = [0; 4];
        for population in run.variants.iter().flat_map(|variant| &variant.populations) {
            if inks.contains_key(population.name.as_str()) {
                continue;
            }
            let (kind, colors): (usize, &[usize]) = match (population.role, population.honest) {
                (RoleName::Miner, true) => (0, &STRAIGHT_MINERS),
                (RoleName::Miner, false) => (1, &OTHER_MINERS),
                (RoleName::Validator, true) => (2, &STRAIGHT_VALIDATORS),
                (RoleName::Validator, false) => (3, &OTHER_VALIDATORS),
            };
            inks.insert(population.name.as_str(), colors[used[kind] % colors.len()]);
            used[kind] += 1;
        }
        Self { run, inks }
    }

    pub(super) fn variants(&self) -> &'a [VariantRun] {
        &self.run.variants
    }

    pub(super) const fn several(&self) -> bool {
        self.run.variants.len() > 1
    }

    /// Number of a population's colour.
    pub(super) fn color(&self, population: &str) -> usize {
        self.inks.get(population).copied().unwrap_or(STRAIGHT_VALIDATORS[0])
    }

    /// A population's colour.
    pub(super) fn ink(&self, population: &str) -> Ink {
        Ink::Series(self.color(population))
    }

    /// A name with its population's colour, and with what it does unless that is what everybody should do.
    pub(super) fn described(&self, name: &str, population: &str, behaviour: &str) -> Cell {
        let (name, color) = (name.to_owned(), self.color(population));
        if behaviour == "honest" || behaviour == name {
            Cell::Colored(name, color)
        } else {
            Cell::Described(name, color, behaviour.to_owned())
        }
    }

    /// ` in draft`, where there are several.
    pub(super) fn within(&self, variant: &str) -> String {
        if self.several() { format!(" in {variant}") } else { String::new() }
    }

    /// Opens a section: number, heading, the sentence to take home.
    pub(super) fn section(&self, html: &mut Html, part: Part, reading: &str) {
        html.open_with("section", &[("id", part.anchor())]);
        html.open("h2", "");
        html.leaf("span", "no", &(part as usize).to_string());
        html.text(self.heading(part));
        html.close("h2");
        if !reading.is_empty() {
            html.open("p", "reading");
            html.prose(reading);
            html.close("p");
        }
    }

    /// Who may be chosen: one label per variant. Which of the blocks is shown is decided by the style sheet alone.
    pub(super) fn picker(&self, html: &mut Html) {
        if !self.several() {
            return;
        }
        html.open_with("p", &[("class", "picker"), ("aria-hidden", "true")]);
        for (index, variant) in self.variants().iter().enumerate() {
            html.open_with("label", &[("for", &format!("v{index}"))]);
            html.text(&variant.name);
            html.raw("</label>");
        }
        html.close("p");
    }

    /// One block per variant, of which the page shows the chosen one.
    pub(super) fn each(&self, html: &mut Html, write: impl Fn(&mut Html, &'a VariantRun)) {
        self.picker(html);
        for (index, variant) in self.variants().iter().enumerate() {
            if self.several() {
                html.open("div", &format!("variant v{index}"));
                html.leaf("h3", "which", &variant.name);
            } else {
                html.open("div", "variant");
            }
            write(html, variant);
            html.close("div");
        }
    }

    /// What the deviations are called: cheats, unless some of them only play straight with other numbers.
    pub(super) fn noun(&self) -> &'static str {
        if self.deviations().all(|(_, deviation)| deviation.is_cheat) { "cheat" } else { "deviation" }
    }

    /// Whether anybody cheats, or nobody deviates at all: otherwise the question is another.
    fn is_about_cheating(&self) -> bool {
        self.deviations().next().is_none() || self.deviations().any(|(_, deviation)| deviation.is_cheat)
    }

    /// A section's heading.
    fn heading(&self, part: Part) -> &'static str {
        match part {
            Part::Cheating if !self.is_about_cheating() => "Does deviating pay?",
            _ => part.heading(),
        }
    }

    /// A section's name in the list of contents.
    pub(super) fn short(&self, part: Part) -> &'static str {
        match part {
            Part::Cheating if !self.is_about_cheating() => "Deviating",
            _ => part.short(),
        }
    }

    /// All deviations with their variants.
    pub(super) fn deviations(&self) -> impl Iterator<Item = (&'a VariantRun, &'a Deviation)> {
        self.variants()
            .iter()
            .flat_map(|variant| variant.deviations.iter().map(move |deviation| (variant, deviation)))
    }
}

/// The style of the chosen variant; without it, as in print, all blocks are shown one after the other.
pub(super) fn picker_style(variants: usize) -> String {
    if variants < 2 {
        return String::new();
    }
    let mut style = String::from("@media screen{");
    for index in 0..variants {
        style.push_str(&format!("#v{index}:checked~.layout .variant:not(.v{index}){{display:none}}"));
    }
    style.push_str("h3.which{display:none}}");
    for index in 0..variants {
        style.push_str(&format!(
            "#v{index}:checked~.layout label[for=v{index}]{{background:var(--ink);color:var(--paper)}}\
             #v{index}:focus-visible~.layout label[for=v{index}]{{outline:2px solid var(--s0);outline-offset:2px}}"
        ));
    }
    style
}

/// The ten sections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Verdict = 1,
    Cheating,
    Improving,
    Earners,
    Journey,
    Emission,
    Consensus,
    Time,
    Assumptions,
    Data,
}

impl Part {
    pub(super) const ALL: [Self; 10] = [
        Self::Verdict,
        Self::Cheating,
        Self::Improving,
        Self::Earners,
        Self::Journey,
        Self::Emission,
        Self::Consensus,
        Self::Time,
        Self::Assumptions,
        Self::Data,
    ];

    const fn heading(self) -> &'static str {
        match self {
            Self::Verdict => "The verdict",
            Self::Cheating => "Does cheating pay?",
            Self::Improving => "Does improving pay?",
            Self::Earners => "Who earns?",
            Self::Journey => "One weight, from answer to payout",
            Self::Emission => "Where the emission went",
            Self::Consensus => "Consensus",
            Self::Time => "Over time",
            Self::Assumptions => "Assumptions",
            Self::Data => "Metrics and data",
        }
    }

    /// Its name in the list of contents.
    const fn short(self) -> &'static str {
        match self {
            Self::Verdict => "Verdict",
            Self::Cheating => "Cheating",
            Self::Improving => "Improving",
            Self::Earners => "Who earns",
            Self::Journey => "One weight",
            Self::Emission => "Emission",
            Self::Consensus => "Consensus",
            Self::Time => "Over time",
            Self::Assumptions => "Assumptions",
            Self::Data => "Data",
        }
    }

    pub(super) const fn anchor(self) -> &'static str {
        match self {
            Self::Verdict => "verdict",
            Self::Cheating => "cheating",
            Self::Improving => "improving",
            Self::Earners => "earners",
            Self::Journey => "one-weight",
            Self::Emission => "emission",
            Self::Consensus => "consensus",
            Self::Time => "time",
            Self::Assumptions => "assumptions",
            Self::Data => "data",
        }
    }
}

/// A coldkey's name without the subnet it is on, where that is said beside it.
pub(super) fn on_its_subnet<'n>(name: &'n str, subnet: &str) -> &'n str {
    name.strip_suffix(subnet).and_then(|rest| rest.strip_suffix('@')).unwrap_or(name)
}

/// How many deviations came out that way.
pub(super) fn count(deviations: &[Deviation], verdict: Verdict) -> usize {
    deviations.iter().filter(|deviation| deviation.verdict == verdict).count()
}

/// Which colour is whose.
pub(super) fn keys(html: &mut Html, view: &View<'_>, populations: &[&str]) {
    const MOST: usize = 12;
    html.open("p", "keys");
    let mut named: Vec<&str> = Vec::new();
    for name in populations {
        if !named.contains(name) {
            named.push(name);
        }
    }
    for name in named.iter().take(MOST) {
        html.raw(&format!("<span><i class=\"key\" style=\"--c:var(--s{})\"></i>", view.color(name)));
        html.text(&crate::plot::shortened(name, 28));
        html.raw("</span> ");
    }
    if named.len() > MOST {
        html.text(&format!("and {} more", named.len() - MOST));
    }
    html.raw("</p>\n");
}

/// A drawing for a wide screen and one for a narrow one: type keeps its size.
pub(super) fn both(html: &mut Html, draw: impl Fn(f64) -> String) {
    for (class, width) in [("wide", 880.0), ("narrow", 330.0)] {
        html.open("figure", class);
        html.raw(&draw(width));
        html.close("figure");
    }
}

/// One drawing per variant, side by side where the screen is wide enough.
pub(super) fn panels<'a>(view: &View<'a>, html: &mut Html, draw: impl Fn(&'a VariantRun, f64) -> String) {
    let set = |html: &mut Html, class: &str, width: f64| {
        html.open("div", class);
        for variant in view.variants() {
            html.open("figure", "");
            if view.several() {
                html.leaf("figcaption", "", &variant.name);
            }
            html.raw(&draw(variant, width));
            html.close("figure");
        }
        html.close("div");
    };
    match view.variants().len() {
        0 => {}
        1 => both(html, |width| draw(&view.variants()[0], width)),
        2 => {
            set(html, "panels two wide", 424.0);
            set(html, "panels narrow", 330.0);
        }
        _ => set(html, "panels three", 280.0),
    }
}
