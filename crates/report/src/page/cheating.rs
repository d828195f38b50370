//! 2. Does cheating pay?

use super::view::{Part, View, count, panels};
use super::words::{class, decimals, gain, list, number, percent, plural, short, signed};
use crate::html::Html;
use crate::plot::{Axis, Forest, ForestRow};
use crate::table::{Cell, Table};
use incentor_scenario::run::{Deviation, VariantRun, Verdict};

/// A variance cut by less is not worth a sentence.
const LEAST_PAIRING: f64 = 1.5;
/// So many seeds are drawn one by one.
const MOST_SEEDS: usize = 64;

pub(super) fn cheating(html: &mut Html, view: &View<'_>) {
    view.section(html, Part::Cheating, &reading(view));
    if view.deviations().next().is_some() {
        let places = decimals(view.deviations().map(|(_, deviation)| deviation.gain.mean));
        let epsilon = view.deviations().map(|(_, deviation)| deviation.epsilon).fold(0.0, f64::max);
        let plots: Vec<Vec<ForestRow>> =
            view.variants().iter().map(|variant| rows(view, variant, places)).collect();
        let axis =
            |count| Forest::axis_for("gain, τ/day per coldkey", plots.iter().flatten(), 0.0, epsilon, count);
        panels(view, html, |variant, width| {
            let axis = axis(if width > 500.0 { 8 } else { 4 });
            let mut rows = rows(view, variant, places);
            if width < 400.0 {
                // The words of the terminal's narrow tables, as there is no more room here.
                for (row, deviation) in rows.iter_mut().zip(&variant.deviations) {
                    row.word = deviation.verdict.short_word().to_owned();
                }
            }
            forest(view, variant, rows, width, axis, epsilon)
        });
        html.paragraph("note", &note(view, epsilon));
        table(html, view, places);
    }
    super::sweep::sweep(html, view);
    html.close("section");
}

fn reading(view: &View<'_>) -> String {
    let best = view
        .deviations()
        .filter(|(_, deviation)| deviation.verdict == Verdict::Pays)
        .max_by(|a, b| a.1.gain.mean.total_cmp(&b.1.gain.mean));
    let lead = match best {
        _ if view.deviations().next().is_none() => {
            return "Nobody here has an honest self to be compared with: give a population `otherwise` to measure \
                    what its behaviour gains."
                .to_owned();
        }
        None => format!("No {} is sure to gain anything over playing straight.", view.noun()),
        Some((variant, deviation)) => format!(
            "The largest gain is that of {}: {} τ a day over playing straight ({}){}{}",
            deviation.population,
            signed(deviation.gain.mean, decimals([deviation.gain.mean])),
            deviation.otherwise,
            view.within(&variant.name),
            if deviation.only_loses_less() { ", which is a smaller loss, no profit" } else { "" },
        ),
    };
    // Beside it the last variant, which is the latest remedy; or the first one, if it is the last that pays most.
    let is_another = |other: &&VariantRun| best.is_some_and(|(variant, _)| variant.name != other.name);
    let (first, last) = (view.variants().first(), view.variants().last());
    let Some(last) = last.filter(is_another).or_else(|| first.filter(is_another)) else {
        return if best.is_some() { format!("{lead}.") } else { lead };
    };
    let paid: Vec<String> = last
        .deviations
        .iter()
        .filter(|deviation| deviation.verdict == Verdict::Pays)
        .map(|deviation| deviation.population.clone())
        .collect();
    if paid.is_empty() && count(&last.deviations, Verdict::Inconclusive) > 0 {
        format!("{lead}; in {} none is sure to gain.", last.name)
    } else if paid.is_empty() {
        format!("{lead}; {} leaves none of them a gain.", last.name)
    } else {
        format!("{lead}; {} still pays {}.", last.name, list(&paid))
    }
}

fn rows(view: &View<'_>, variant: &VariantRun, places: usize) -> Vec<ForestRow> {
    variant
        .deviations
        .iter()
        .map(|deviation| ForestRow {
            label: crate::plot::shortened(&deviation.population, 18),
            word: deviation.verdict.word().to_owned(),
            tone: class(deviation.verdict),
            reading: gain(deviation.gain, places),
            mean: deviation.gain.mean,
            half_width: deviation.gain.half_width,
            points: deviation.gain_per_seed.iter().copied().take(MOST_SEEDS).collect(),
            ink: view.ink(&deviation.population),
        })
        .collect()
}

fn forest(
    view: &View<'_>,
    variant: &VariantRun,
    rows: Vec<ForestRow>,
    width: f64,
    axis: Axis,
    band: f64,
) -> String {
    let said: Vec<String> = variant.deviations.iter().map(sentence).collect();
    Forest {
        title: format!("What each {} gains {}", view.noun(), variant.name).trim_end().to_owned(),
        description: said.join(" "),
        width,
        axis,
        zero: 0.0,
        band,
        rows,
    }
    .to_svg()
}

fn sentence(deviation: &Deviation) -> String {
    let places = decimals([deviation.gain.mean]);
    let gain = gain(deviation.gain, places);
    format!("{}: {}, {gain} τ/day; {}.", deviation.population, deviation.verdict.word(), deviation.reading)
}

fn note(view: &View<'_>, epsilon: f64) -> String {
    let mut text = format!(
        "A dot is the mean over {}, its line the {} % interval that holds for all rows at once, a thin stroke one \
         seed. Inside the shaded band, ± {} τ/day, a gain counts as even.",
        plural(view.run.seeds.count.into(), "seed"),
        short(view.run.confidence * 100.0),
        short(epsilon),
    );
    for (variant, deviation) in
        view.deviations().filter(|(_, deviation)| deviation.seeds_needed.is_some()).take(4)
    {
        let seeds = deviation.seeds_needed.unwrap_or(0);
        let within = view.within(&variant.name);
        text.push_str(&format!(
            " About {} would decide {}{within}.",
            plural(seeds.into(), "seed"),
            deviation.population
        ));
    }
    let ratios = view.deviations().filter_map(|(_, deviation)| deviation.pairing_ratio);
    let most = ratios.filter(|ratio| ratio.is_finite()).fold(0.0, f64::max);
    if most >= LEAST_PAIRING {
        text.push_str(&format!(
            " Meeting the same luck cut the variance of a gain by up to {} times.",
            short(most)
        ));
    }
    text
}

fn table(html: &mut Html, view: &View<'_>, places: usize) {
    let any_ratio = view.deviations().any(|(_, deviation)| deviation.dividend_ratio.is_some());
    let mut table = Table::new().text("Population");
    if view.several() {
        table = table.text("Variant");
    }
    let mut table = table
        .text("Verdict")
        .number("Gain", "τ/day")
        .number("Profit straight", "τ/day")
        .number("Against staying out", "τ/day")
        .number("Harm", "to honest profit")
        .number("At ½ and 2 × alpha price", "gain, τ/day");
    if any_ratio {
        table = table.number("G", "over honest median");
    }
    let mut entries: Vec<_> = view.deviations().collect();
    // Grouped by population, in the order in which they first appear.
    let first = |name: &str| view.deviations().position(|(_, deviation)| deviation.population == name);
    entries.sort_by_key(|(_, deviation)| first(&deviation.population));
    let mut said = None;
    for (variant, deviation) in entries {
        let name = deviation.population.clone();
        let words = format!("{}; straight: {}", deviation.behaviour, deviation.otherwise);
        // Once is enough for rows below each other.
        let described = (name.clone(), words.clone());
        let mut cells = vec![if said.as_ref() == Some(&described) {
            Cell::Colored(name.clone(), view.color(&name))
        } else {
            Cell::Described(name.clone(), view.color(&name), words)
        }];
        said = Some(described);
        if view.several() {
            cells.push(variant.name.as_str().into());
        }
        let sensitive = variant.sensitivity.iter().find(|other| other.population == name);
        let prices = sensitive.map_or(Cell::Nothing, |sensitive| {
            let [half, twice] = [sensitive.at_half, sensitive.at_twice].map(|gain| signed(gain.mean, places));
            format!("{half} / {twice}").into()
        });
        cells.extend([
            verdict(deviation),
            gain(deviation.gain, places).into(),
            number(deviation.straight_profit, places).into(),
            gain(deviation.entry_profit, places).into(),
            deviation.harm.map_or(Cell::Nothing, |harm| percent(harm).into()),
            prices,
        ]);
        if any_ratio {
            cells.push(deviation.dividend_ratio.map_or(Cell::Nothing, |ratio| number(ratio, 3).into()));
        }
        table.row("", cells);
    }
    table.write(html, &format!("All {} verdicts", table.len()), "");
}

/// The word, and what it means where both ways lose.
fn verdict(deviation: &Deviation) -> Cell {
    let (word, class) = (deviation.verdict.word().to_owned(), class(deviation.verdict));
    if !deviation.makes_a_loss() || deviation.verdict == Verdict::Inconclusive {
        return Cell::Badge(word, class);
    }
    let meaning = deviation.verdict.meaning(deviation.entry_profit.mean, deviation.straight_profit);
    Cell::BadgeNote(word, class, meaning.to_owned())
}
