//! 6. Where the emission went.

mod sankey;

use super::view::{Part, View, both};
use super::words::{grouped, list, number, percent, plural, rough, short};
use crate::html::Html;
use crate::plot::Svg;
use crate::table::{Cell, Table};
use incentor_scenario::run::{SubnetFlow, VariantRun};
use std::collections::BTreeSet;

pub(super) fn emission(html: &mut Html, view: &View<'_>) {
    view.section(html, Part::Emission, "");
    view.each(html, |html, variant| {
        let subnets = &variant.flow.subnets;
        html.paragraph("reading", &reading(subnets, count(variant)));
        if subnets.iter().any(|subnet| subnet.issued > 0.0) {
            both(html, |width| sankey::draw(view, subnets, width));
        }
        table(html, variant);
        if subnets.len() > 1 {
            html.leaf("h3", "", "When the epochs fall");
            html.paragraph("", &staggered(subnets));
            both(html, |width| strips(subnets, width));
        }
    });
    html.close("section");
}

/// A population's part over all subnets, as a share of what was issued for each.
pub(super) fn shares(subnets: &[SubnetFlow], of: impl Fn(&SubnetFlow) -> f64) -> f64 {
    let share = |subnet: &SubnetFlow| {
        if subnet.issued > 0.0 { subnet.share / whole(subnets) * of(subnet) / subnet.issued } else { 0.0 }
    };
    subnets.iter().map(share).filter(|share| share.is_finite()).sum()
}

/// Sum of the subnets' shares; they are of the network, of which not all need be drawn.
fn whole(subnets: &[SubnetFlow]) -> f64 {
    let sum: f64 = subnets.iter().filter(|subnet| subnet.issued > 0.0).map(|subnet| subnet.share).sum();
    if sum > 0.0 { sum } else { 1.0 }
}

fn sum(parts: &[(String, f64)]) -> f64 {
    parts.iter().map(|(_, alpha)| alpha).sum()
}

/// How many subnets there are: of many copies the flow has the first ones, and all others in one.
fn count(variant: &VariantRun) -> usize {
    let names: BTreeSet<&str> =
        variant.populations.iter().map(|population| population.subnet.as_str()).collect();
    names.len().max(variant.flow.subnets.len())
}

fn reading(subnets: &[SubnetFlow], count: usize) -> String {
    if subnets.iter().all(|subnet| subnet.issued <= 0.0) {
        return "No alpha was issued in the time that counts.".to_owned();
    }
    let mut text = String::new();
    if let [one] = subnets {
        text.push_str(&format!("Of {} α, ", short(one.issued)));
    } else {
        text.push_str(&format!(
            "Over {}, weighed by their share of the network, ",
            plural(count as u64, "subnet")
        ));
    }
    let parts = [
        (shares(subnets, |subnet| sum(&subnet.miners)), "miners"),
        (shares(subnets, |subnet| sum(&subnet.validators)), "validators and their nominators"),
        (shares(subnets, |subnet| subnet.root), "stake on root"),
        (shares(subnets, |subnet| subnet.owner), "the owner"),
    ];
    // What gets less than the last digit gets nothing to speak of.
    let told = parts.into_iter().filter(|(share, _)| *share >= 0.0005).enumerate();
    let told: Vec<String> = told
        .map(|(place, (share, whom))| {
            format!("{}{} to {whom}", percent(share), if place == 0 { " went" } else { "" })
        })
        .collect();
    text.push_str(&format!("{}.", list(&told)));
    let silent: Vec<String> = subnets
        .iter()
        .filter(|subnet| subnet.no_consensus > 0.0)
        .map(|subnet| match subnet.name.as_str() {
            "" => format!("{} of the epochs", rough(subnet.no_consensus)),
            name => format!("{} of {name}’s epochs", rough(subnet.no_consensus)),
        })
        .collect();
    if !silent.is_empty() {
        text.push_str(&format!(" {} had no consensus: they paid by stake alone.", list(&silent)));
    }
    text
}

fn table(html: &mut Html, variant: &VariantRun) {
    let mut shares = Table::new()
        .text("Subnet")
        .number("Netuid", "")
        .number("Tempo", "blocks")
        .number("Share", "of TAO emission");
    // Where no pool takes any there is none.
    let any_tao = variant.flow.subnets.iter().any(|subnet| subnet.tao >= 0.005);
    if any_tao {
        shares = shares.number("TAO", "τ");
    }
    let mut shares = shares
        .number("Issued", "α")
        .number("Owner", "α")
        .number("Miners", "α")
        .number("Validators", "α")
        .number("Root", "α")
        .number("No consensus", "of epochs");
    let mut rest = Table::new()
        .text("Subnet")
        .number("Withheld", "α")
        .number("Dust", "α")
        .sentence("First epochs, blocks");
    for subnet in &variant.flow.subnets {
        let name = if subnet.name.is_empty() { "the subnet" } else { &subnet.name };
        let blocks: Vec<String> = subnet.epoch_blocks.iter().take(12).map(|block| grouped(*block)).collect();
        let alpha = |value: f64| Cell::Text(number(value, 1));
        let mut cells = vec![
            name.into(),
            subnet.netuid.to_string().into(),
            subnet.tempo_blocks.to_string().into(),
            percent(subnet.share).into(),
        ];
        if any_tao {
            cells.push(number(subnet.tao, 2).into());
        }
        cells.extend([
            alpha(subnet.issued),
            alpha(subnet.owner),
            alpha(sum(&subnet.miners)),
            alpha(sum(&subnet.validators)),
            alpha(subnet.root),
            percent(subnet.no_consensus).into(),
        ]);
        shares.row("", cells);
        rest.row(
            "",
            vec![name.into(), alpha(subnet.withheld), short(subnet.dust).into(), blocks.join(", ").into()],
        );
    }
    shares.write(
        html,
        &format!("All {}", plural(shares.len() as u64, "subnet")),
        "Over the counted time, mean per seed.",
    );
    rest.write_folded(html, "What was withheld and what does not divide; the first epochs");
}

fn staggered(subnets: &[SubnetFlow]) -> String {
    let firsts: Vec<u64> = subnets.iter().filter_map(|subnet| subnet.epoch_blocks.first().copied()).collect();
    let mut distinct = firsts.clone();
    distinct.sort_unstable();
    distinct.dedup();
    if firsts.is_empty() {
        "No epoch came round.".to_owned()
    } else if distinct.len() == firsts.len() {
        "Each subnet has its own block: no two epochs fall together at the start.".to_owned()
    } else {
        format!("{} subnets share {} first blocks.", firsts.len(), distinct.len())
    }
}

/// One line per subnet, one stroke per epoch.
fn strips(subnets: &[SubnetFlow], width: f64) -> String {
    const ROW: f64 = 22.0;
    const MOST: usize = 40;
    let shown = &subnets[..subnets.len().min(MOST)];
    let blocks = || shown.iter().flat_map(|subnet| subnet.epoch_blocks.iter().take(12).copied());
    // To the last block that all of them reach, so that the picture does not thin out.
    let last = shown.iter().filter_map(|subnet| subnet.epoch_blocks.iter().take(12).max()).min();
    let last = last.or(blocks().max().as_ref()).copied().unwrap_or(1).max(1) as f64;
    let left = if width > 500.0 { 130.0 } else { 88.0 };
    let bottom = 6.0 + ROW * shown.len() as f64;
    let axis = crate::plot::Axis::new("block", 0.0, last, if width > 500.0 { 8 } else { 3 });
    let x = axis.scale(left, width - 8.0);
    let mut svg = Svg::inside(width, bottom + 36.0, "Blocks of the first epochs", "One stroke per epoch");
    for tick in &axis.ticks {
        svg.line("grid", (x.at(tick.value), 4.0), (x.at(tick.value), bottom));
        svg.label("tick middle figures", x.at(tick.value), bottom + 15.0, &tick.label);
    }
    for (index, subnet) in shown.iter().enumerate() {
        let middle = 6.0 + ROW * (index as f64 + 0.5);
        let most = if width > 500.0 { 18 } else { 12 };
        svg.label("label", 0.0, middle + 4.0, &crate::plot::shortened(&subnet.name, most));
        svg.group(crate::plot::Ink::Series(0));
        for &block in subnet.epoch_blocks.iter().take(12).filter(|block| **block as f64 <= last) {
            svg.rectangle("fill", (x.at(block as f64) - 1.5, middle - 7.0), (3.0, 14.0));
        }
        svg.close();
    }
    svg.label("subtitle end", width - 8.0, bottom + 31.0, "block");
    svg.finish()
}
