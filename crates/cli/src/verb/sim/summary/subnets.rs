//! Where each subnet's emission went, where there are several.

use super::figures::{clipped, grouped};
use super::of_variant;
use crate::terminal::BOLD;
use incentor_scenario::run::VariantRun;
use std::fmt::Write as _;

/// Epochs of each that are listed.
const EPOCHS: usize = 3;

pub(super) fn subnets(variant: &VariantRun) -> String {
    let subnets = &variant.flow.subnets;
    if subnets.len() < 2 {
        return String::new();
    }
    let title = format!("SUBNETS{}", of_variant(variant));
    let mut text = format!(
        "{BOLD}{:<20}{BOLD:#}{:>7}{:>7}{:>10}{:>12}   first epochs at block\n",
        clipped(&title, 20),
        "netuid",
        "tempo",
        "of TAO",
        "α issued"
    );
    // Few: of many, the run puts the last ones together in one row.
    for subnet in subnets {
        let blocks: Vec<String> = subnet.epoch_blocks.iter().take(EPOCHS).map(u64::to_string).collect();
        let _ = writeln!(
            text,
            "  {:<18}{:>7}{:>7}{:>8.2} %{:>12}   {}",
            clipped(&subnet.name, 18),
            subnet.netuid,
            subnet.tempo_blocks,
            subnet.share * 100.0,
            grouped(subnet.issued.max(0.0).round() as u64),
            blocks.join(", ")
        );
    }
    text.push('\n');
    text
}
