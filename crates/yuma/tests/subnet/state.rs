//! A subnet's state that owns its lists, and how the vectors spell it.

use incentor_yuma::{Bonds, Entry, EpochInput, EpochParams, LiquidAlpha, StakeWeight};
use serde_json::Value;

/// As `EpochInput`, owned.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) n: usize,
    pub(crate) current_block: u64,
    pub(crate) last_mechanism_step_block: u64,
    pub(crate) params: EpochParams,
    pub(crate) owner_uid: Option<u16>,
    pub(crate) stake: Vec<StakeWeight>,
    pub(crate) last_update: Vec<u64>,
    pub(crate) block_at_registration: Vec<u64>,
    pub(crate) validator_permit: Vec<bool>,
    pub(crate) commit_blocks: Option<Vec<u64>>,
    pub(crate) weights: Vec<Vec<Entry>>,
    pub(crate) bonds: Vec<Vec<Entry>>,
    pub(crate) emission_rao: u64,
}

impl State {
    pub(crate) fn input(&self) -> EpochInput<'_> {
        EpochInput {
            n: self.n,
            current_block: self.current_block,
            last_mechanism_step_block: self.last_mechanism_step_block,
            params: self.params,
            owner_uid: self.owner_uid,
            stake: &self.stake,
            last_update: &self.last_update,
            block_at_registration: &self.block_at_registration,
            validator_permit: &self.validator_permit,
            commit_blocks: self.commit_blocks.as_deref(),
            weights: &self.weights,
            bonds: &self.bonds,
            emission_rao: self.emission_rao,
        }
    }

    /// Reads the form of `vectors/epoch/README.md`; the emission may stand outside of it.
    pub(crate) fn read(input: &Value, emission_rao: u64) -> Self {
        let alphas = list(&input["alpha_values_u16"], as_u16);
        let liquid = LiquidAlpha {
            low_u16: alphas[0],
            high_u16: alphas[1],
            steepness: i16::try_from(input["alpha_sigmoid_steepness"].as_i64().unwrap()).unwrap(),
        };
        let params = EpochParams {
            tempo: as_u64(&input["tempo"]),
            activity_cutoff_blocks: as_u64(&input["activity_cutoff_blocks"]),
            max_allowed_validators: usize::try_from(as_u64(&input["max_allowed_validators"])).unwrap(),
            kappa_u16: as_u16(&input["kappa_u16"]),
            bonds_moving_average: as_u64(&input["bonds_moving_average"]),
            bonds_penalty_u16: as_u16(&input["bonds_penalty_u16"]),
            bonds: Bonds::from_switches(
                as_bool(&input["yuma3_on"]),
                as_bool(&input["liquid_alpha_on"]),
                liquid,
            ),
            stake_threshold_rao: as_u64(&input["stake_threshold"]),
        };
        Self {
            n: usize::try_from(as_u64(&input["n"])).unwrap(),
            current_block: as_u64(&input["current_block"]),
            last_mechanism_step_block: as_u64(&input["last_mechanism_step_block"]),
            params,
            owner_uid: optional(&input["owner_uid"], as_u16),
            stake: list(&input["total_stake"], |rao| StakeWeight::from_rao(as_u64(rao))),
            last_update: list(&input["last_update"], as_u64),
            block_at_registration: list(&input["block_at_registration"], as_u64),
            validator_permit: list(&input["validator_permit"], as_bool),
            commit_blocks: optional(&input["commit_blocks"], |blocks| list(blocks, as_u64)),
            weights: list(&input["weights"], |row| list(row, entry)),
            bonds: list(&input["bonds"], |row| list(row, entry)),
            emission_rao,
        }
    }
}

pub(crate) fn list<T>(value: &Value, read: impl Fn(&Value) -> T) -> Vec<T> {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}")).iter().map(read).collect()
}

pub(crate) fn optional<T>(value: &Value, read: impl Fn(&Value) -> T) -> Option<T> {
    (!value.is_null()).then(|| read(value))
}

/// A number, or the same as a decimal string.
pub(crate) fn as_u64(value: &Value) -> u64 {
    let number = value.as_u64().or_else(|| value.as_str().and_then(|text| text.parse().ok()));
    number.unwrap_or_else(|| panic!("no u64: {value}"))
}

pub(crate) fn as_u16(value: &Value) -> u16 {
    u16::try_from(as_u64(value)).unwrap()
}

pub(crate) fn as_i64(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("no i64: {value}"))
}

pub(crate) fn as_bool(value: &Value) -> bool {
    value.as_bool().unwrap_or_else(|| panic!("no bool: {value}"))
}

pub(crate) fn entry(value: &Value) -> Entry {
    let pair = list(value, as_u16);
    (pair[0], pair[1])
}
