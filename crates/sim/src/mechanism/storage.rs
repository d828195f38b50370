//! Bytes kept.

use incentor_mechanisms::storage::{self, Keeper, Placements};
use incentor_scenario::StoragePlan;
use incentor_sdk::AnyMechanism;

pub(super) fn build(plan: &StoragePlan, tempo: u16) -> Box<dyn AnyMechanism> {
    let placements = Placements {
        leaves_log2: plan.leaves.max(1).ilog2(),
        leaf_bytes: plan.leaf_bytes,
        tempo_blocks: tempo.into(),
        ..Placements::default()
    };
    Box::new(storage::mechanism(placements, Keeper { bytes: plan.room_bytes }))
}
