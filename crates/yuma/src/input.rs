//! What one epoch of one mechanism reads.

use crate::{EpochError, Rows, StakeWeight};
use core::fmt;

/// The chain's sums of u16 weights wrap from 2^15 rows on (spec §1.16), so no epoch has more uids.
pub const MAX_UIDS: usize = 32_767;

/// How bonds grow and pay (spec §1.10 to §1.12).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bonds {
    /// Yuma 2: validators buy bonds with their stake.
    Original,
    /// Yuma 3: a bond is a proportion of its own, smoothed at one rate.
    FixedProportion,
    /// Yuma 3 with a smoothing rate of its own for each pair.
    FixedProportionLiquid(LiquidAlpha),
}

impl Bonds {
    /// The variant the subnet's two switches select; liquid alpha counts only with Yuma 3.
    #[must_use]
    pub const fn from_switches(yuma3_on: bool, liquid_alpha_on: bool, liquid: LiquidAlpha) -> Self {
        match (yuma3_on, liquid_alpha_on) {
            (false, _) => Self::Original,
            (true, false) => Self::FixedProportion,
            (true, true) => Self::FixedProportionLiquid(liquid),
        }
    }

    /// Whether the subnet runs Yuma 3.
    #[must_use]
    pub const fn is_yuma3(self) -> bool {
        !matches!(self, Self::Original)
    }
}

/// Range and steepness of the per-pair smoothing rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LiquidAlpha {
    /// Lowest rate, 65535 = 1.0.
    pub low_u16: u16,
    /// Highest rate, 65535 = 1.0.
    pub high_u16: u16,
    /// Steepness of the sigmoid in hundredths: 1000 is 10.
    pub steepness: i16,
}

/// The subnet's hyperparameters that an epoch reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpochParams {
    /// Blocks in a tempo.
    pub tempo: u64,
    /// A uid is inactive after this many blocks without setting weights.
    pub activity_cutoff_blocks: u64,
    /// Permits handed out.
    pub max_allowed_validators: usize,
    /// Majority share, 65535 = 1.0.
    pub kappa_u16: u16,
    /// Share of the old bond kept per epoch, in millionths; above a million the rate turns negative.
    pub bonds_moving_average: u64,
    /// Share of the clipped weights in the weights for bonds, 65535 = 1.0.
    pub bonds_penalty_u16: u16,
    /// How bonds grow and pay.
    pub bonds: Bonds,
    /// Stake weight below this many rao counts as none.
    pub stake_threshold_rao: u64,
}

/// The state of one mechanism at the block of its epoch, borrowed.
///
/// `stake`, `last_update`, `block_at_registration` and `commit_blocks` have one entry per uid;
/// `last_update` may be longer, and `validator_permit` of any length (missing = no permit), as on the chain.
#[derive(Clone, Copy)]
pub struct EpochInput<'a> {
    /// Uids in the subnet.
    pub n: usize,
    /// Block at which the epoch runs.
    pub current_block: u64,
    /// Block of the subnet's previous successful epoch; 0 = none.
    pub last_mechanism_step_block: u64,
    /// Hyperparameters.
    pub params: EpochParams,
    /// Uid of the subnet owner's hotkey; a uid outside the subnet is the same as none.
    pub owner_uid: Option<u16>,
    /// Stake weight per uid.
    pub stake: &'a [StakeWeight],
    /// Block at which each uid last set (or committed) weights; missing entries count as 0.
    pub last_update: &'a [u64],
    /// Block at which the present holder of each uid registered.
    pub block_at_registration: &'a [u64],
    /// Permits on entry, from the epoch before.
    pub validator_permit: &'a [bool],
    /// Earliest live weight commit per uid, `u64::MAX` = none; `None` = commit-reveal is off.
    pub commit_blocks: Option<&'a [u64]>,
    /// Weights as stored: u16 per (row = validator, column = miner).
    pub weights: &'a dyn Rows,
    /// Bonds stored by the epoch before, same layout.
    pub bonds: &'a dyn Rows,
    /// Alpha to share out, in rao.
    pub emission_rao: u64,
}

impl EpochInput<'_> {
    /// Whether the lists fit together.
    ///
    /// # Errors
    /// [`EpochError::TooManyUids`] and [`EpochError::Length`].
    pub fn check(&self) -> Result<(), EpochError> {
        if self.n > MAX_UIDS {
            return Err(EpochError::TooManyUids { n: self.n, max: MAX_UIDS });
        }
        let lists = [
            ("stake", self.stake.len()),
            ("block_at_registration", self.block_at_registration.len()),
            ("commit_blocks", self.commit_blocks.map_or(self.n, <[u64]>::len)),
        ];
        for (list, len) in lists {
            if len != self.n {
                return Err(EpochError::Length { list, len, n: self.n });
            }
        }
        Ok(())
    }
}

impl fmt::Debug for EpochInput<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EpochInput")
            .field("n", &self.n)
            .field("current_block", &self.current_block)
            .field("params", &self.params)
            .finish_non_exhaustive()
    }
}
