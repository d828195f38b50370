//! Every intermediate of an epoch, as text.

use super::figures::{self, WIDTH};
use crate::terminal::{ACCENT, BOLD, DIM};
use incentor_state::mask_name;
use incentor_yuma::{Cell, EpochTrace};

/// All of them, in the order in which they come about.
pub(super) fn draw(trace: &EpochTrace) -> String {
    let mut page = Page(format!("\n{BOLD}trace{BOLD:#}, as fractions of 1, cut to ten decimals\n"));
    page.columns(
        "stake",
        &["share", "active", "in median"],
        &[&trace.stake, &trace.active_stake, &trace.median_stake],
    );
    page.fact("permits in force", &uids(&trace.permit));
    page.fact("majority needed", &figures::exact(trace.kappa));
    page.masked(trace);
    page.rows("weights after masks", &trace.weights);
    page.rows("weights cut to consensus", &trace.clipped);
    page.rows("weights for bonds", &trace.weights_for_bonds);
    page.rows("bonds on entry", &trace.bonds);
    page.rows("bonds bought", &trace.bonds_bought);
    page.rows("liquid alpha", &trace.alphas);
    page.rows("bonds after smoothing", &trace.ema);
    page.rows("bonds normalised", &trace.ema_normalised);
    page.rows("bonds as stored", &trace.bonds_stored);
    page.columns("rank and bonds", &["rank", "bonds"], &[&trace.ranks, &trace.total_bonds]);
    page.fact("incentive + dividends", &figures::exact(trace.emission_sum));
    page.columns(
        "shares of emission",
        &["mining", "validating", "combined"],
        &[&trace.server_share, &trace.validator_share, &trace.combined_share],
    );
    page.0
}

fn uids(flags: &[bool]) -> String {
    let uids: Vec<String> =
        flags.iter().enumerate().filter(|(_, flag)| **flag).map(|(uid, _)| uid.to_string()).collect();
    if uids.is_empty() { "none".to_owned() } else { uids.join(" ") }
}

struct Page(String);

impl Page {
    fn heading(&mut self, title: &str) {
        self.0.push_str(&format!("\n{ACCENT}{title}{ACCENT:#}\n"));
    }

    fn fact(&mut self, title: &str, fact: &str) {
        self.heading(title);
        self.wrapped("", fact.split(' '));
    }

    /// Lists by uid side by side; a uid with nothing in any is left out.
    fn columns(&mut self, title: &str, names: &[&str], lists: &[&[i64]]) {
        self.heading(title);
        let header: String = names.iter().map(|name| format!("{name:>16}")).collect();
        self.0.push_str(&format!("{DIM}{:>7}{header}{DIM:#}\n", "uid"));
        let n = lists.iter().map(|list| list.len()).max().unwrap_or(0);
        for uid in 0..n {
            let row: Vec<i64> = lists.iter().map(|list| list.get(uid).copied().unwrap_or(0)).collect();
            if row.iter().any(|&bits| bits != 0) {
                let cells: String = row.iter().map(|&bits| format!("{:>16}", figures::exact(bits))).collect();
                self.0.push_str(&format!("{uid:>7}{cells}\n"));
            }
        }
    }

    /// A matrix; an empty row is left out, and so is a matrix that this kind of bonds does not have.
    fn rows(&mut self, title: &str, rows: &[Vec<Cell>]) {
        if rows.iter().all(Vec::is_empty) {
            return;
        }
        self.heading(title);
        for (uid, row) in rows.iter().enumerate().filter(|(_, row)| !row.is_empty()) {
            let cells: Vec<String> =
                row.iter().map(|&(column, bits)| format!("{column}:{}", figures::exact(bits))).collect();
            self.wrapped(&format!("{uid:>7}  "), cells.iter().map(String::as_str));
        }
    }

    fn masked(&mut self, trace: &EpochTrace) {
        if trace.masked.iter().all(Vec::is_empty) {
            return;
        }
        self.heading("weights masked, as stored");
        for (uid, row) in trace.masked.iter().enumerate().filter(|(_, row)| !row.is_empty()) {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| format!("{}:{} ({})", cell.uid, cell.weight, mask_name(cell.mask)))
                .collect();
            self.wrapped(&format!("{uid:>7}  "), cells.iter().map(String::as_str));
        }
    }

    /// Words in lines no longer than the screen, each line under the first.
    fn wrapped<'a>(&mut self, label: &str, words: impl Iterator<Item = &'a str>) {
        let indent = " ".repeat(9);
        let mut line = format!("{label:<9}");
        let mut fresh = true;
        for word in words {
            if !fresh && line.chars().count() + 1 + word.chars().count() > WIDTH {
                self.0.push_str(&line);
                self.0.push('\n');
                line.clone_from(&indent);
                fresh = true;
            }
            if !fresh {
                line.push(' ');
            }
            line.push_str(word);
            fresh = false;
        }
        self.0.push_str(line.trim_end());
        self.0.push('\n');
    }
}
