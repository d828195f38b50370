//! A state as the `input` object.

use crate::State;
use incentor_yuma::StakeWeight;
use serde::{
    Serialize, Serializer,
    ser::{SerializeSeq as _, SerializeStruct as _},
};

impl State {
    /// The `input` object on one line, in the format's order.
    ///
    /// Stake weights are cut to whole rao, since the format has no more.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "lists of numbers always have a JSON form")]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("lists of numbers always have a JSON form")
    }
}

impl Serialize for State {
    fn serialize<S: Serializer>(&self, json: S) -> Result<S::Ok, S::Error> {
        let mut object = json.serialize_struct("State", 23)?;
        object.serialize_field("n", &self.n)?;
        object.serialize_field("current_block", &self.current_block)?;
        object.serialize_field("tempo", &self.tempo)?;
        object.serialize_field("activity_cutoff_blocks", &self.activity_cutoff_blocks)?;
        object.serialize_field("last_mechanism_step_block", &self.last_mechanism_step_block)?;
        object.serialize_field("total_stake", &WholeRao(&self.total_stake))?;
        object.serialize_field("last_update", &self.last_update)?;
        object.serialize_field("block_at_registration", &self.block_at_registration)?;
        object.serialize_field("validator_permit", &self.validator_permit)?;
        object.serialize_field("max_allowed_validators", &self.max_allowed_validators)?;
        object.serialize_field("kappa_u16", &self.kappa_u16)?;
        object.serialize_field("bonds_moving_average", &self.bonds_moving_average)?;
        object.serialize_field("bonds_penalty_u16", &self.bonds_penalty_u16)?;
        object.serialize_field("yuma3_on", &self.yuma3_on)?;
        object.serialize_field("liquid_alpha_on", &self.liquid_alpha_on)?;
        object.serialize_field("alpha_values_u16", &self.alpha_values_u16)?;
        object.serialize_field("alpha_sigmoid_steepness", &self.alpha_sigmoid_steepness)?;
        object.serialize_field("owner_uid", &self.owner_uid)?;
        object.serialize_field("stake_threshold", &self.stake_threshold)?;
        object.serialize_field("commit_blocks", &self.commit_blocks)?;
        object.serialize_field("weights", &self.weights)?;
        object.serialize_field("bonds", &self.bonds)?;
        object.serialize_field("emission_rao", &self.emission_rao)?;
        object.end()
    }
}

/// The least rao that saturate a stake weight.
const SATURATES: u64 = 1 << 63;

struct WholeRao<'a>(&'a [StakeWeight]);

impl Serialize for WholeRao<'_> {
    fn serialize<S: Serializer>(&self, json: S) -> Result<S::Ok, S::Error> {
        json.collect_seq(self.0.iter().map(|&stake| {
            // A weight that saturated lies above every whole rao below 2^63, so it is written as one beyond.
            if stake == StakeWeight::from_rao(SATURATES) { SATURATES } else { stake.to_rao_floor() }
        }))
    }
}

impl Serialize for crate::Matrix {
    fn serialize<S: Serializer>(&self, json: S) -> Result<S::Ok, S::Error> {
        let mut rows = json.serialize_seq(Some(self.len()))?;
        for row in self.rows() {
            rows.serialize_element(row)?;
        }
        rows.end()
    }
}
