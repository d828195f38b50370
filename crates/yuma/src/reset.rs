//! Forgetting the bonds on one miner (spec §1.18).

use crate::Entry;
use alloc::vec::Vec;

/// Deletes a uid's column from every stored bonds row; the order of the rest stays.
///
/// The chain does so for every mechanism of a subnet that allows it, when the uid's hotkey publishes a
/// commitment with the reset flag.
pub fn reset_bonds(rows: &mut [Vec<Entry>], uid: u16) {
    for row in rows {
        row.retain(|&(column, _)| column != uid);
    }
}
