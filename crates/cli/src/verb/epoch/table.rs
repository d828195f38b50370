//! Who earns what, as a table.

use super::{
    figures::{self, WIDTH},
    totals::Totals,
};
use crate::terminal::{ACCENT, BAD, BOLD, DIM, GOOD, WARN};
use anstyle::Style;
use incentor_state::Document;
use incentor_yuma::Epoch;
use std::cmp::Reverse;

/// Columns of an amount.
const AMOUNT: usize = 13;

/// The table of one state, largest emission first, with its totals.
pub(super) fn draw(heading: &str, document: &Document, epoch: &Epoch, totals: Totals, top: usize) -> String {
    let mut uids: Vec<usize> = (0..document.state.n).collect();
    uids.sort_by_key(|&uid| (Reverse(earned(epoch, uid)), uid));
    let (shown, hidden) = uids.split_at(top.min(uids.len()));
    let widest = shown.first().map_or(0, |&uid| earned(epoch, uid));
    let decimals = decimals(widest);
    let stakes = CountedStake::of(document);
    let mut text = format!("{BOLD}{heading}{BOLD:#}\n{DIM}{}{DIM:#}\n\n", rules(document));
    text.push_str(&header());
    for &uid in shown {
        text.push_str(&row(&stakes, epoch, uid, decimals));
    }
    text.push_str(&hidden_line(epoch, hidden));
    text.push_str(&totals_lines(totals));
    text
}

/// What a uid earns on both sides.
fn earned(epoch: &Epoch, uid: usize) -> u64 {
    let side = |list: &[u64]| list.get(uid).copied().unwrap_or(0);
    side(&epoch.server_emission).saturating_add(side(&epoch.validator_emission))
}

/// As many decimals as fit the column.
fn decimals(widest_rao: u64) -> u32 {
    (0..=9).rev().find(|&decimals| figures::alpha_cut(widest_rao, decimals).len() <= AMOUNT).unwrap_or(0)
}

/// The rules of this epoch that a reader must know.
fn rules(document: &Document) -> String {
    let state = &document.state;
    let bonds = match (state.yuma3_on, state.liquid_alpha_on) {
        (false, _) => "Yuma 2",
        (true, false) => "Yuma 3",
        (true, true) => "Yuma 3 with liquid alpha",
    };
    let kappa = u64::from(state.kappa_u16) * 10_000 / 65_535;
    let majority = format!("{}.{:02} %", kappa / 100, kappa % 100);
    format!(
        "{}, up to {}, {bonds}, majority from {majority}",
        figures::count(state.n, "uid"),
        figures::count(usize::from(state.max_allowed_validators), "permit"),
    )
}

fn header() -> String {
    let style = ACCENT;
    let first = cells(["", "", "stake", "", "", "val.", "con-", "incen-", "divi-", "emission"]);
    let second =
        cells(["uid", "hotkey", "share", "permit", "active", "trust", "sensus", "tive", "dends", "in alpha"]);
    format!("{style}{}{style:#}\n{style}{}{style:#}\n", first.join(" "), second.join(" "))
}

/// Pads the cells of a row; together with nine spaces they are as wide as a line.
fn cells<S: AsRef<str>>(row: [S; 10]) -> [String; 10] {
    const RIGHT: [usize; 10] = [5, 0, 6, 0, 0, 6, 6, 6, 6, AMOUNT];
    const LEFT: [usize; 10] = [0, 9, 0, 6, 6, 0, 0, 0, 0, 0];
    let mut column = 0;
    row.map(|cell| {
        let (right, left, cell) = (RIGHT[column], LEFT[column], cell.as_ref());
        column += 1;
        if left > 0 { format!("{cell:<left$}") } else { format!("{cell:>right$}") }
    })
}

fn row(stakes: &CountedStake<'_>, epoch: &Epoch, uid: usize, decimals: u32) -> String {
    let document = stakes.document;
    let hotkey = document.hotkeys.as_ref().and_then(|hotkeys| hotkeys.get(uid)).map(figures::short);
    let (permit, permit_style) = permit(document, epoch, uid);
    let active = epoch.active.get(uid).copied().unwrap_or(false);
    let bits = |list: &[i64]| figures::share(list.get(uid).copied().unwrap_or(0));
    let emission = earned(epoch, uid);
    let stake = stakes.share(uid);
    let idle = if stake == "-" { Style::new() } else { WARN };
    let texts = cells([
        uid.to_string(),
        hotkey.unwrap_or_default(),
        stake,
        permit.to_owned(),
        if active { "yes" } else { "no" }.to_owned(),
        bits(&epoch.bits.validator_trust),
        bits(&epoch.bits.consensus),
        bits(&epoch.bits.incentive),
        bits(&epoch.bits.dividends),
        if emission == 0 { "-".to_owned() } else { figures::alpha_cut(emission, decimals) },
    ]);
    let plain = Style::new();
    let active_style = if active { plain } else { idle };
    let emission_style = if emission == 0 { DIM } else { GOOD };
    let styles = [BOLD, DIM, plain, permit_style, active_style, plain, plain, plain, plain, emission_style];
    let painted: Vec<String> =
        texts.iter().zip(styles).map(|(text, style)| format!("{style}{text}{style:#}")).collect();
    painted.join(" ") + "\n"
}

/// Stake that counts, in rao: all of it, and each uid's.
struct CountedStake<'a> {
    document: &'a Document,
    all_rao: u128,
}

impl<'a> CountedStake<'a> {
    fn of(document: &'a Document) -> Self {
        let counted = Self { document, all_rao: 0 };
        let all_rao = (0..document.state.n).map(|uid| u128::from(counted.rao(uid))).sum();
        Self { all_rao, ..counted }
    }

    fn rao(&self, uid: usize) -> u64 {
        let state = &self.document.state;
        let rao = state.total_stake.get(uid).map_or(0, |stake| stake.to_rao_floor());
        let owner = state.owner_uid.map(usize::from) == Some(uid);
        if owner || rao >= state.stake_threshold { rao } else { 0 }
    }

    /// A uid's share in percent, cut to two decimals.
    fn share(&self, uid: usize) -> String {
        let rao = self.rao(uid);
        match u128::from(rao) * 10_000 / self.all_rao.max(1) {
            _ if rao == 0 => "-".to_owned(),
            0 => "<.01%".to_owned(),
            10_000 => "100%".to_owned(),
            share => format!("{}.{:02}%", share / 100, share % 100),
        }
    }
}

fn permit(document: &Document, epoch: &Epoch, uid: usize) -> (&'static str, Style) {
    let before = document.state.validator_permit.get(uid).copied().unwrap_or(false);
    let after = epoch.validator_permit.get(uid).copied().unwrap_or(false);
    match (before, after) {
        (_, true) if document.state.owner_uid.map(usize::from) == Some(uid) => ("owner", Style::new()),
        (true, true) => ("yes", Style::new()),
        (false, true) => ("gained", GOOD),
        (true, false) => ("lost", BAD),
        (false, false) => ("-", DIM),
    }
}

fn hidden_line(epoch: &Epoch, hidden: &[usize]) -> String {
    let Some(&first) = hidden.first() else {
        return String::new();
    };
    let count = figures::count(hidden.len(), "more uid");
    let text = if earned(epoch, first) == 0 {
        format!("{count} without emission")
    } else {
        let rao = hidden.iter().fold(0_u64, |sum, &uid| sum.saturating_add(earned(epoch, uid)));
        format!("{count} with {} together", figures::alpha(rao))
    };
    format!("{DIM}{:>5} {text}; --top all shows them{DIM:#}\n", "…")
}

fn totals_lines(totals: Totals) -> String {
    let Totals { emission_rao, miners_rao, validators_rao, dust_rao } = totals;
    let line = |label: &str, rao: u64, note: &str| {
        let amount = figures::alpha(rao);
        format!("{label:<22}{amount:>24}  {note}").trim_end().to_owned() + "\n"
    };
    let rule = format!("{DIM}{}{DIM:#}\n", "─".repeat(WIDTH));
    let text = [
        line("emission in", emission_rao, ""),
        line("  to miners", miners_rao, "for incentive"),
        line("  to validators", validators_rao, "for dividends"),
        line("  dust", dust_rao, "lost to rounding down"),
    ];
    rule + &text.concat()
}
