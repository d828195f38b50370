//! The state of one mechanism of one subnet, owned.

use crate::Matrix;
use incentor_yuma::{Bonds, EpochInput, EpochParams, LiquidAlpha, StakeWeight};

/// Everything one epoch reads; fields and units are those of the format's `input` object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Uids in the subnet.
    pub n: usize,
    /// Block at which the epoch runs.
    pub current_block: u64,
    /// Blocks in a tempo.
    pub tempo: u64,
    /// A uid is inactive after this many blocks without setting weights.
    pub activity_cutoff_blocks: u64,
    /// Block of the previous successful epoch; 0 = none.
    pub last_mechanism_step_block: u64,
    /// Stake weight per uid; the format has whole rao.
    pub total_stake: Vec<StakeWeight>,
    /// Block at which each uid last set weights; any length, missing = 0.
    pub last_update: Vec<u64>,
    /// Block at which the present holder of each uid registered.
    pub block_at_registration: Vec<u64>,
    /// Permits on entry; any length, missing = none.
    pub validator_permit: Vec<bool>,
    /// Permits given out.
    pub max_allowed_validators: u16,
    /// Majority share, 65535 = 1.0.
    pub kappa_u16: u16,
    /// Share of the old bond kept per epoch, in millionths.
    pub bonds_moving_average: u64,
    /// Share of the clipped weights in the weights for bonds, 65535 = 1.0.
    pub bonds_penalty_u16: u16,
    /// Yuma 3 bonds.
    pub yuma3_on: bool,
    /// A smoothing rate per pair; counts only with Yuma 3.
    pub liquid_alpha_on: bool,
    /// Lowest and highest liquid alpha, 65535 = 1.0.
    pub alpha_values_u16: (u16, u16),
    /// Steepness of the liquid-alpha sigmoid, in hundredths.
    pub alpha_sigmoid_steepness: i16,
    /// Uid of the subnet owner's hotkey; it need not be in the subnet.
    pub owner_uid: Option<u16>,
    /// Rao; stake weight below it counts as none.
    pub stake_threshold: u64,
    /// Earliest live weight commit per uid, `u64::MAX` = none; `None` = commit-reveal is off.
    pub commit_blocks: Option<Vec<u64>>,
    /// Weights as stored; columns may lie outside the subnet.
    pub weights: Matrix,
    /// Bonds stored by the epoch before; columns may lie outside the subnet.
    pub bonds: Matrix,
    /// Rao of alpha to share out.
    pub emission_rao: u64,
}

impl State {
    /// The state as the epoch reads it, borrowed.
    #[must_use]
    pub fn input(&self) -> EpochInput<'_> {
        EpochInput {
            n: self.n,
            current_block: self.current_block,
            last_mechanism_step_block: self.last_mechanism_step_block,
            params: EpochParams {
                tempo: self.tempo,
                activity_cutoff_blocks: self.activity_cutoff_blocks,
                max_allowed_validators: usize::from(self.max_allowed_validators),
                kappa_u16: self.kappa_u16,
                bonds_moving_average: self.bonds_moving_average,
                bonds_penalty_u16: self.bonds_penalty_u16,
                bonds: Bonds::from_switches(self.yuma3_on, self.liquid_alpha_on, self.liquid_alpha()),
                stake_threshold_rao: self.stake_threshold,
            },
            owner_uid: self.owner_uid,
            stake: &self.total_stake,
            last_update: &self.last_update,
            block_at_registration: &self.block_at_registration,
            validator_permit: &self.validator_permit,
            commit_blocks: self.commit_blocks.as_deref(),
            weights: &self.weights,
            bonds: &self.bonds,
            emission_rao: self.emission_rao,
        }
    }

    const fn liquid_alpha(&self) -> LiquidAlpha {
        let (low_u16, high_u16) = self.alpha_values_u16;
        LiquidAlpha { low_u16, high_u16, steepness: self.alpha_sigmoid_steepness }
    }
}
