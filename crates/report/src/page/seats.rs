//! What the chain published, by uid.

use super::words::percent;
use crate::html::Html;
use crate::table::{Cell, Table};
use incentor_scenario::{RoleName, Run};

pub(super) fn seats(html: &mut Html, run: &Run) {
    html.section(
        "Consensus",
        &format!(
            "What the epochs published, mean over time and seeds. Each validator asked {} of the miners per \
             round{}.",
            percent(run.coverage),
            refused(run)
        ),
    );
    let mut table = Table::new()
        .number("UID", "")
        .text("Coldkey")
        .number("Incentive", "share of miners' half")
        .number("Consensus", "weight")
        .number("Dividends", "share of validators'")
        .number("Validator trust", "");
    for seat in &run.seats {
        let is_miner = seat.role == RoleName::Miner;
        let only = |applies: bool, cell: Cell| if applies { cell } else { Cell::Nothing };
        table.row(
            "",
            vec![
                seat.uid.to_string().into(),
                seat.coldkey.as_str().into(),
                only(is_miner, Cell::Share(seat.incentive)),
                only(is_miner, percent(seat.consensus).into()),
                only(!is_miner, Cell::Share(seat.dividends)),
                only(!is_miner, percent(seat.validator_trust).into()),
            ],
        );
    }
    table.write(html, "");
    html.close("section");
}

/// That the chain refused weights, where it did.
fn refused(run: &Run) -> String {
    if run.weights_refused == 0 {
        return String::new();
    }
    let share = run.weights_refused as f64 / (run.weights_taken + run.weights_refused) as f64;
    format!("; the chain refused {} of the weight settings, for coming too soon", percent(share))
}
