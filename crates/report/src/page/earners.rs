//! 4. Who earns: by population, by coldkey, by uid.

use super::view::{Part, View, both, keys, on_its_subnet};
use super::words::{alpha, decimals, interval, letters, list, number, percent, plural, sentence, short};
use crate::html::Html;
use crate::plot::{Axis, Scale, Svg};
use crate::table::{Cell, LONG, Table};
use incentor_scenario::run::{Coldkey, Population, RoleName, Seat, VariantRun};
use std::collections::BTreeMap;

pub(super) fn earners(html: &mut Html, view: &View<'_>) {
    view.section(html, Part::Earners, "");
    view.each(html, |html, variant| {
        html.paragraph("reading", &reading(variant));
        populations(html, view, variant);
        coldkeys(html, view, variant);
        seats(html, view, variant);
    });
    html.close("section");
}

/// The populations that are paid for work they did not do, or that there is none.
fn reading(variant: &VariantRun) -> String {
    if variant.populations.iter().all(|population| population.fresh_work_share.unwrap_or(0.0) <= 0.0) {
        return "Nobody’s work is measured here: what miners are worth is not part of the question."
            .to_owned();
    }
    let over = |population: &&Population| {
        population.role == RoleName::Miner
            && population.pay_share > 0.01
            && population.fresh_work_share.is_some_and(|fresh| fresh < population.pay_share / 2.0)
    };
    let overpaid: Vec<String> = variant
        .populations
        .iter()
        .filter(over)
        .map(|population| {
            format!(
                "{}{} ({} of the miners’ pay for {} of the fresh work)",
                population.name,
                on(&population.subnet),
                percent(population.pay_share),
                percent(population.fresh_work_share.unwrap_or(0.0)),
            )
        })
        .collect();
    if overpaid.is_empty() {
        format!(
            "No population of miners is paid for more than twice its share of the fresh work{}.",
            widest(variant)
        )
    } else {
        format!("Paid far beyond their work: {}.", list(&overpaid))
    }
}

/// The miner whose pay is farthest from its work, if that is far enough to speak of.
fn widest(variant: &VariantRun) -> String {
    let gap =
        |coldkey: &Coldkey| coldkey.fresh_work_share.map_or(0.0, |fresh| (coldkey.pay_share - fresh).abs());
    let miners = variant.coldkeys.iter().filter(|coldkey| coldkey.role == RoleName::Miner);
    match miners.max_by(|a, b| gap(a).total_cmp(&gap(b))) {
        Some(widest) if gap(widest) >= 0.005 => format!(
            "; farthest from its work is {}{}, with {} of the pay for {}",
            on_its_subnet(&widest.name, &widest.subnet),
            on(&widest.subnet),
            percent(widest.pay_share),
            percent(widest.fresh_work_share.unwrap_or(0.0))
        ),
        _ => ", and no coldkey’s share of pay is half a point from that of its work".to_owned(),
    }
}

/// ` on a`, where there are several subnets.
fn on(subnet: &str) -> String {
    if subnet.is_empty() { String::new() } else { format!(" on {subnet}") }
}

/// Whether any of these says which subnet it is on.
fn subnets<'a>(mut names: impl Iterator<Item = &'a str>) -> bool {
    names.any(|name| !name.is_empty())
}

/// So many rows stand for a long table.
const SHOWN: usize = 12;

fn populations(html: &mut Html, view: &View<'_>, variant: &VariantRun) {
    let all = population_table(view, variant, variant.populations.iter());
    if variant.populations.len() > LONG {
        let mut by_gap: Vec<&Population> = variant.populations.iter().collect();
        let gap = |row: &Population| row.fresh_work_share.map_or(0.0, |fresh| (row.pay_share - fresh).abs());
        by_gap.sort_by(|a, b| gap(b).total_cmp(&gap(a)));
        by_gap.truncate(SHOWN);
        html.paragraph("caption", &format!("The {SHOWN} whose pay is farthest from their work"));
        population_table(view, variant, by_gap.into_iter()).write(html, "", "");
    }
    all.write(html, &format!("All {}", plural(all.len() as u64, "population")), "");
}

fn population_table<'a>(
    view: &View<'_>,
    variant: &VariantRun,
    populations: impl Iterator<Item = &'a Population>,
) -> Table {
    let several = subnets(variant.populations.iter().map(|population| population.subnet.as_str()));
    let mut table = Table::new().text("Population");
    if several {
        table = table.text("Subnet");
    }
    let mut table = table
        .number("Share of pay", "of its role")
        .number("Share of fresh work", "of miners’")
        .number("Coldkeys", "")
        .number("UIDs", "")
        .number("Quality", "or stake, α")
        .number("Pay", "τ/day")
        .number("Cost", "τ/day")
        .number("Profit", "τ/day");
    let scale = |role: RoleName| {
        let of_role = variant.populations.iter().filter(|population| population.role == role);
        largest(of_role.map(|population| (population.pay_share, population.fresh_work_share)))
    };
    let places = decimals(variant.populations.iter().map(|population| population.pay.mean));
    let (miners, validators) = (scale(RoleName::Miner), scale(RoleName::Validator));
    for population in populations {
        let color = view.color(&population.name);
        let most = if population.role == RoleName::Miner { miners } else { validators };
        let middle = match (population.role, population.quality) {
            (RoleName::Validator, _) => Cell::Sorted(alpha(population.stake), population.stake),
            (RoleName::Miner, None) => Cell::Nothing,
            (RoleName::Miner, Some((low, high))) if low == high => number(low, 2).into(),
            (RoleName::Miner, Some((low, high))) => format!("{}–{}", number(low, 2), number(high, 2)).into(),
        };
        let mut cells = vec![view.described(&population.name, &population.name, &population.behaviour)];
        if several {
            cells.push(population.subnet.as_str().into());
        }
        cells.extend([
            Cell::ShareLeft(population.pay_share, most, color),
            population.fresh_work_share.map_or(Cell::NoShare, |share| Cell::Share(share, most, color)),
            population.coldkeys.to_string().into(),
            population.uids.to_string().into(),
            middle,
            number(population.pay.mean, places).into(),
            number(population.cost, places).into(),
            interval(population.profit, places).into(),
        ]);
        table.row("", cells);
    }
    table
}

fn coldkeys(html: &mut Html, view: &View<'_>, variant: &VariantRun) {
    if variant.coldkeys.is_empty() {
        return;
    }
    html.leaf("h3", "", "By coldkey");
    let note = "A coldkey is the one who earns, however many uids it holds. Where pay is the larger of the two shares, \
                it is paid for work that somebody else did, or that is worth less than it is scored: copied work, and \
                work beyond a worker’s capacity, is not fresh.";
    if variant.coldkeys.len() > LONG {
        let mut by_gap: Vec<&Coldkey> = variant.coldkeys.iter().collect();
        by_gap.sort_by(|a, b| gap(b).total_cmp(&gap(a)));
        by_gap.truncate(SHOWN);
        html.paragraph("caption", &format!("The {} whose pay is farthest from their work", letters(SHOWN)));
        table_of(view, variant, by_gap.into_iter()).write(html, "", note);
        let all = table_of(view, variant, variant.coldkeys.iter());
        all.write_folded(html, &format!("All {}", plural(all.len() as u64, "coldkey")));
    } else {
        table_of(view, variant, variant.coldkeys.iter()).write(html, "", note);
    }
}

/// The largest of all shares: where a bar is full.
fn largest(shares: impl Iterator<Item = (f64, Option<f64>)>) -> f64 {
    let both = shares.flat_map(|(pay, fresh)| [pay, fresh.unwrap_or(0.0)]);
    both.filter(|share| share.is_finite()).fold(0.0, f64::max)
}

/// How far pay is from fresh work, as shares.
fn gap(coldkey: &Coldkey) -> f64 {
    coldkey.fresh_work_share.map_or(0.0, |fresh| (coldkey.pay_share - fresh).abs())
}

fn table_of<'a>(view: &View<'_>, variant: &VariantRun, coldkeys: impl Iterator<Item = &'a Coldkey>) -> Table {
    let several = subnets(variant.coldkeys.iter().map(|coldkey| coldkey.subnet.as_str()));
    let mut table = Table::new().text("Coldkey");
    if several {
        table = table.text("Subnet");
    }
    let mut table = table
        .number("Share of pay", "of its role")
        .number("Share of fresh work", "of miners’")
        .number("Quality", "or stake, α")
        .number("Pay", "τ/day")
        .number("Running cost", "τ/day")
        .number("Registration", "τ/day")
        .number("Profit", "τ/day");
    let pruned = variant.coldkeys.iter().any(|coldkey| coldkey.prunes > 0.0);
    if pruned {
        table = table.number("Pruned", "times per seed");
    }
    let scale = |role: RoleName| {
        let of_role = variant.coldkeys.iter().filter(|coldkey| coldkey.role == role);
        largest(of_role.map(|coldkey| (coldkey.pay_share, coldkey.fresh_work_share)))
    };
    // Once, as there may be hundreds of rows.
    let (miners, validators) = (scale(RoleName::Miner), scale(RoleName::Validator));
    let registration = decimals(variant.coldkeys.iter().map(|coldkey| coldkey.registration_cost)).min(6);
    let places = decimals(variant.coldkeys.iter().map(|coldkey| coldkey.pay.mean));
    for coldkey in coldkeys {
        let color = view.color(&coldkey.population);
        let most = if coldkey.role == RoleName::Miner { miners } else { validators };
        let middle = match (coldkey.role, coldkey.quality) {
            (RoleName::Validator, _) => Cell::Sorted(alpha(coldkey.stake), coldkey.stake),
            (RoleName::Miner, Some(quality)) => number(quality, 2).into(),
            (RoleName::Miner, None) => Cell::Nothing,
        };
        // Its subnet stands in a column of its own.
        let name = on_its_subnet(&coldkey.name, &coldkey.subnet).to_owned();
        let mut cells = vec![Cell::Colored(name, color)];
        if several {
            cells.push(coldkey.subnet.as_str().into());
        }
        cells.extend([
            Cell::ShareLeft(coldkey.pay_share, most, color),
            coldkey.fresh_work_share.map_or(Cell::NoShare, |share| Cell::Share(share, most, color)),
            middle,
            number(coldkey.pay.mean, places).into(),
            number(coldkey.running_cost, places).into(),
            number(coldkey.registration_cost, registration).into(),
            interval(coldkey.profit, places).into(),
        ]);
        if pruned {
            cells.push(short(coldkey.prunes).into());
        }
        table.row("", cells);
    }
    table
}

fn seats(html: &mut Html, view: &View<'_>, variant: &VariantRun) {
    if variant.seats.is_empty() {
        return;
    }
    html.leaf("h3", "", "By uid");
    // Shares of different subnets do not add up: the picture is of the first.
    let first = variant.seats.first().map_or("", |seat| seat.subnet.as_str());
    let is_paid = |seat: &&Seat| seat.role == RoleName::Miner && seat.subnet == first;
    let paid: Vec<&Seat> = variant.seats.iter().filter(is_paid).collect();
    html.paragraph("", &concentration(&paid, first));
    if !paid.is_empty() {
        let named: Vec<&str> = variant
            .populations
            .iter()
            .filter(|population| population.role == RoleName::Miner)
            .map(|population| population.name.as_str())
            .collect();
        keys(html, view, &named);
        both(html, |width| curve(view, variant, &paid, width));
    }
    let several = subnets(variant.seats.iter().map(|seat| seat.subnet.as_str()));
    let mut table = Table::new().number("UID", "");
    if several {
        table = table.text("Subnet");
    }
    let mut table = table
        .text("Coldkey")
        .number("Hotkey", "")
        .number("Registered", "block")
        .number("Incentive", "share of miners’")
        .number("Consensus", "weight")
        .number("Dividends", "share of validators’")
        .number("Validator trust", "");
    let owners = owners(variant);
    for seat in &variant.seats {
        let is_miner = seat.role == RoleName::Miner;
        let only = |applies: bool, share: f64| if applies { percent(share).into() } else { Cell::Nothing };
        let mut cells: Vec<Cell> = vec![seat.uid.to_string().into()];
        if several {
            cells.push(seat.subnet.as_str().into());
        }
        cells.extend([
            Cell::Colored(
                on_its_subnet(&seat.coldkey, &seat.subnet).to_owned(),
                view.color(owners.get(seat.coldkey.as_str()).unwrap_or(&"")),
            ),
            seat.hotkey.to_string().into(),
            seat.registered_at.to_string().into(),
            only(is_miner, seat.incentive),
            only(is_miner, seat.consensus),
            only(!is_miner, seat.dividends),
            only(!is_miner, seat.validator_trust),
        ]);
        table.row("", cells);
    }
    table.write_folded(html, &format!("All {}", plural(table.len() as u64, "uid")));
}

/// The population of each seat's coldkey, by the coldkey's name.
fn owners(variant: &VariantRun) -> BTreeMap<&str, &str> {
    variant.coldkeys.iter().map(|coldkey| (coldkey.name.as_str(), coldkey.population.as_str())).collect()
}

fn concentration(paid: &[&Seat], subnet: &str) -> String {
    let total: f64 = paid.iter().map(|seat| seat.incentive).sum();
    let mut sorted: Vec<f64> = paid.iter().map(|seat| seat.incentive).collect();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let tenth = paid.len().div_ceil(10);
    let top: f64 = sorted.iter().take(tenth).sum();
    let nothing = sorted.iter().filter(|incentive| **incentive <= 0.0).count();
    if total <= 0.0 {
        return "No miner uid had any incentive.".to_owned();
    }
    let mut text = format!(
        "The best paid {} of {}{} {} {} of the incentive",
        letters(tenth),
        plural(paid.len() as u64, "miner uid"),
        on(subnet),
        if tenth == 1 { "holds" } else { "hold" },
        percent(top / total),
    );
    if nothing > 0 {
        text.push_str(&format!(
            "; {} {} nothing",
            letters(nothing),
            if nothing == 1 { "gets" } else { "get" }
        ));
    }
    sentence(&format!("{text}. One seed, mean over the counted time."))
}

/// Incentive by uid, best paid first: flat or steep, and whose bars stand where.
fn curve(view: &View<'_>, variant: &VariantRun, paid: &[&Seat], width: f64) -> String {
    let mut sorted = paid.to_vec();
    sorted.sort_by(|a, b| b.incentive.total_cmp(&a.incentive).then(a.uid.cmp(&b.uid)));
    let most = sorted.first().map_or(0.0, |seat| seat.incentive).max(1e-12);
    let y = Axis::around("incentive", 0.0, most * 100.0, 3);
    let (left, top, bottom) = (34.0, 24.0, 150.0);
    let numbered = (width - left) / sorted.len() as f64 >= 19.0;
    let mut svg = Svg::inside(
        width,
        bottom + if numbered { 38.0 } else { 22.0 },
        "Incentive by uid, largest first",
        "One bar per miner uid, in the colour of its population",
    );
    let scale: Scale = y.scale(bottom, top);
    svg.label("subtitle", 0.0, 12.0, "incentive, % of miners’");
    for tick in &y.ticks {
        let place = scale.at(tick.value);
        svg.line("grid", (left, place), (width, place));
        svg.label("tick end figures", left - 6.0, place + 4.0, &tick.label);
    }
    let step = (width - left) / sorted.len() as f64;
    let step = step.min(40.0);
    let owners = owners(variant);
    for (index, seat) in sorted.iter().enumerate() {
        let place = scale.at(seat.incentive * 100.0);
        let x = left + step * index as f64;
        let gap = if step > 6.0 { 2.0 } else { 0.3 };
        svg.group(view.ink(owners.get(seat.coldkey.as_str()).unwrap_or(&"")));
        svg.rectangle("fill", (x, place), (step - gap, bottom - place));
        svg.close();
        if numbered {
            svg.label("tick middle figures", x + (step - gap) / 2.0, bottom + 15.0, &seat.uid.to_string());
        }
    }
    svg.line("axis", (left, bottom), (width, bottom));
    let label = if numbered { "uid, best paid first" } else { "uids, best paid first" };
    svg.label("subtitle end", width, bottom + if numbered { 33.0 } else { 16.0 }, label);
    if sorted.len() > 1 && !numbered {
        let last = sorted.last().map_or(0.0, |seat| seat.incentive);
        let text = format!("{} % to {} %", short(most * 100.0), short(last * 100.0));
        svg.label("subtitle", left, bottom + 16.0, &text);
    }
    svg.finish()
}
