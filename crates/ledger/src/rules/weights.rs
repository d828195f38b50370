//! Who may set which weights (spec §2.1 with the corrections of §9).

use crate::RuleError;
use alloc::vec::Vec;
use incentor_primitives::{BlockNumber, NetUid, Uid, Weight};

/// A call that sets weights.
#[derive(Clone, Copy, Debug)]
pub struct WeightCall<'a> {
    /// The subnet named.
    pub netuid: NetUid,
    /// Whom it weighs.
    pub uids: &'a [Uid],
    /// The weights.
    pub values: &'a [Weight],
    /// The validator's version.
    pub version_key: u64,
}

/// What the chain knows about the subnet named; of an unknown subnet its defaults.
#[derive(Clone, Copy, Debug)]
pub struct WeightSubnet {
    /// The subnet exists and has the mechanism named.
    pub mechanism_exists: bool,
    /// Plain weights are refused.
    pub commit_reveal_enabled: bool,
    /// Uids in the subnet.
    pub n: usize,
    /// Oldest version taken; 0 takes all.
    pub weights_version_key: u64,
    /// Blocks between two settings.
    pub rate_limit_blocks: u64,
    /// Fewest entries.
    pub min_allowed_weights: u16,
    /// The network's threshold, in rao.
    pub stake_threshold_rao: u64,
    /// Current block.
    pub block: BlockNumber,
}

/// What the chain knows about the hotkey that signed.
#[derive(Clone, Copy, Debug)]
pub struct WeightCaller {
    /// Its stake weight on the subnet, in whole rao.
    pub stake_weight_rao: u64,
    /// Its seat; `None` = not registered.
    pub seat: Option<CallerSeat>,
}

/// The seat of a registered caller.
#[derive(Clone, Copy, Debug)]
pub struct CallerSeat {
    /// Its uid.
    pub uid: Uid,
    /// It is the subnet owner's hotkey.
    pub is_owner: bool,
    /// It has a permit.
    pub has_permit: bool,
    /// When it last set weights for the mechanism; `None` = there is no such mechanism.
    pub last_update: Option<BlockNumber>,
}

/// Whether a validator may set weights again: never set, or long enough ago.
#[must_use]
pub fn passes_rate_limit(last_update: Option<BlockNumber>, block: BlockNumber, limit_blocks: u64) -> bool {
    last_update.is_some_and(|last| last.0 == 0 || block.0.saturating_sub(last.0) >= limit_blocks)
}

/// Checks a plain weight call in the order in which the chain answers; gives the caller's seat.
///
/// Stake and rate limit are checked by the guard before the call, so for a registered hotkey they come before
/// everything in the call itself, an unknown mechanism included.
///
/// # Errors
/// The first check that fails.
pub fn check_weights(
    call: &WeightCall<'_>,
    subnet: &WeightSubnet,
    caller: &WeightCaller,
) -> Result<CallerSeat, RuleError> {
    check_stake(subnet, caller)?;
    if !subnet.commit_reveal_enabled {
        check_rate(subnet, caller, RuleError::SettingWeightsTooFast)?;
    }
    check_batched_weights(call, subnet, caller)
}

/// Checks one of several plain weight calls in one, whose stakes the guard has checked.
///
/// # Errors
/// The first check that fails.
pub fn check_batched_weights(
    call: &WeightCall<'_>,
    subnet: &WeightSubnet,
    caller: &WeightCaller,
) -> Result<CallerSeat, RuleError> {
    require(!subnet.commit_reveal_enabled, RuleError::CommitRevealEnabled)?;
    check_row(call, subnet, caller)
}

/// Checks weights wherever they come from, revealed ones included.
///
/// With commit-reveal on there is no rate limit: it was met at the commit.
///
/// # Errors
/// The first check that fails.
pub fn check_row(
    call: &WeightCall<'_>,
    subnet: &WeightSubnet,
    caller: &WeightCaller,
) -> Result<CallerSeat, RuleError> {
    require(call.netuid != NetUid::ROOT, RuleError::CanNotSetRootNetworkWeights)?;
    require(call.uids.len() == call.values.len(), RuleError::WeightVecNotEqualSize)?;
    require(subnet.mechanism_exists, RuleError::MechanismDoesNotExist)?;
    require(call.uids.len() <= subnet.n, RuleError::UidsLengthExceedUidsInSubNet)?;
    let seat = caller.seat.ok_or(RuleError::HotKeyNotRegisteredInSubNet)?;
    check_stake(subnet, caller)?;
    let version_fits = subnet.weights_version_key == 0 || call.version_key >= subnet.weights_version_key;
    require(version_fits, RuleError::IncorrectWeightVersionKey)?;
    if !subnet.commit_reveal_enabled {
        check_rate(subnet, caller, RuleError::SettingWeightsTooFast)?;
    }

    let is_self_weight = matches!(call.uids, [only] if *only == seat.uid);
    require(is_self_weight || seat.is_owner || seat.has_permit, RuleError::NeuronNoValidatorPermit)?;
    require(are_distinct(call.uids), RuleError::DuplicateUids)?;
    require(call.uids.iter().all(|uid| uid.index() < subnet.n), RuleError::UidVecContainInvalidOne)?;
    let fewest = subnet.n.min(usize::from(subnet.min_allowed_weights));
    require(is_self_weight || call.values.len() >= fewest, RuleError::WeightVecLengthIsLow)?;
    Ok(seat)
}

/// The first check before every signed weight call, commits and reveals included.
///
/// # Errors
/// [`RuleError::NotEnoughStakeToSetWeights`].
pub fn check_stake(subnet: &WeightSubnet, caller: &WeightCaller) -> Result<(), RuleError> {
    let is_owner = caller.seat.is_some_and(|seat| seat.is_owner);
    let enough = is_owner || caller.stake_weight_rao >= subnet.stake_threshold_rao;
    require(enough, RuleError::NotEnoughStakeToSetWeights)
}

/// Whether a registered hotkey may set or commit weights again; who is not registered passes.
pub(super) fn check_rate(
    subnet: &WeightSubnet,
    caller: &WeightCaller,
    error: RuleError,
) -> Result<(), RuleError> {
    let passes =
        |seat: CallerSeat| passes_rate_limit(seat.last_update, subnet.block, subnet.rate_limit_blocks);
    require(caller.seat.is_none_or(passes), error)
}

pub(super) const fn require(holds: bool, error: RuleError) -> Result<(), RuleError> {
    if holds { Ok(()) } else { Err(error) }
}

fn are_distinct(uids: &[Uid]) -> bool {
    if uids.is_sorted_by(|a, b| a < b) {
        return true;
    }
    let mut sorted: Vec<Uid> = uids.to_vec();
    sorted.sort_unstable();
    sorted.is_sorted_by(|a, b| a < b)
}
