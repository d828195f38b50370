//! What can be done to a network, and what comes back.

use crate::{
    Child, GlobalParameter, Origin, OutsideCall, Parameter, PulseSignature, RootClaimType, RuleError,
    TakeChange,
};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use incentor_primitives::{AccountId, Alpha, BlockNumber, MechId, NetUid, Take, Tao, Uid, Weight};

/// One call, executed inside the current block, after its block step.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// The coldkey buys a seat for its hotkey at the current price (spec §2.12).
    Register {
        /// The subnet.
        netuid: NetUid,
        /// Who pays and owns the hotkey.
        coldkey: AccountId,
        /// Who gets the uid.
        hotkey: AccountId,
    },
    /// As [`Action::Register`], but at no higher price than the coldkey names.
    RegisterLimit {
        /// The subnet.
        netuid: NetUid,
        /// Who pays and owns the hotkey.
        coldkey: AccountId,
        /// Who gets the uid.
        hotkey: AccountId,
        /// The most it pays.
        limit_price: Tao,
    },
    /// The coldkey registers a subnet, whose first neuron is the hotkey (spec §2.15).
    RegisterNetwork {
        /// Who pays and owns the subnet.
        coldkey: AccountId,
        /// Its owner hotkey.
        hotkey: AccountId,
    },
    /// The owner starts its subnet: from the next block on it takes part in emission.
    Start {
        /// The subnet.
        netuid: NetUid,
        /// Its owner.
        coldkey: AccountId,
    },
    /// The coldkey's hotkey becomes a member of root, free of charge (spec §2.14).
    RootRegister {
        /// Who owns the hotkey, from now on if nobody does.
        coldkey: AccountId,
        /// The new member.
        hotkey: AccountId,
    },
    /// The coldkey claims what its root stake has earned (spec §3.11).
    ClaimRoot {
        /// Who signs.
        coldkey: AccountId,
        /// On which subnets: one to five.
        subnets: BTreeSet<NetUid>,
    },
    /// The coldkey chooses what it wants to have for its root dividends.
    SetRootClaimType {
        /// Who signs.
        coldkey: AccountId,
        /// TAO, alpha, or alpha on some subnets.
        kind: RootClaimType,
    },
    /// The coldkey has its miners' incentive staked on one hotkey (spec §3.9).
    SetAutoStake {
        /// Who signs.
        coldkey: AccountId,
        /// The subnet.
        netuid: NetUid,
        /// Where to, with a uid there.
        hotkey: AccountId,
    },
    /// The coldkey buys stake with its TAO (spec §3.14).
    AddStake {
        /// Where it is to lie.
        position: StakePosition,
        /// How much TAO.
        amount: Tao,
        /// Up to which price; `None` = any.
        limit: Option<Limit>,
    },
    /// The coldkey sells stake: without a limit all there is when it asks for more.
    RemoveStake {
        /// Where it lies.
        position: StakePosition,
        /// How much alpha.
        amount: Alpha,
        /// Down to which price; `None` = any.
        limit: Option<Limit>,
    },
    /// The coldkey sells its whole stake on a hotkey.
    RemoveStakeFull {
        /// Where it lies.
        position: StakePosition,
        /// The lowest price it takes; `None` = any.
        limit_price: Option<Tao>,
    },
    /// The coldkey sells its stakes on a hotkey on all networks, as far as the pools take them.
    UnstakeAll {
        /// Whose they are.
        coldkey: AccountId,
        /// The hotkey they lie on.
        hotkey: AccountId,
    },
    /// As [`Action::UnstakeAll`], but root stake stays, and the TAO joins it.
    UnstakeAllAlpha {
        /// Whose they are.
        coldkey: AccountId,
        /// The hotkey they lie on.
        hotkey: AccountId,
    },
    /// The coldkey moves stake: to another hotkey, another subnet, or another coldkey.
    ///
    /// The chain's calls to move, transfer and swap stake, each of which changes only some of these.
    MoveStake {
        /// Where it lies; its coldkey signs.
        from: StakePosition,
        /// Where it is to lie.
        to: StakePosition,
        /// How much alpha.
        amount: Alpha,
        /// Down to which price it may be sold; `None` = any.
        limit: Option<Limit>,
    },
    /// Sets a hyperparameter (spec §4).
    SetParameter {
        /// Who asks.
        origin: Origin,
        /// The subnet.
        netuid: NetUid,
        /// The parameter and its new value.
        parameter: Parameter,
    },
    /// Sets a parameter of the whole network (spec §4, "global"); the privileged origin's alone.
    SetGlobal {
        /// Who asks.
        origin: Origin,
        /// The parameter and its new value.
        parameter: GlobalParameter,
    },
    /// The subnet's owner asks for an epoch out of turn (spec §2.9).
    TriggerEpoch {
        /// Who asks.
        origin: Origin,
        /// The subnet.
        netuid: NetUid,
    },
    /// A neuron publishes a commitment with the reset flag: all bonds in it are dropped (spec §1.18).
    ///
    /// Nothing is dropped while [`Hyperparameters::bonds_reset_on`](crate::Hyperparameters::bonds_reset_on) is off.
    ResetBonds {
        /// The subnet.
        netuid: NetUid,
        /// The neuron.
        hotkey: AccountId,
    },
    /// Makes another hotkey the subnet owner's: its cut is staked there, and it keeps stake, seat and permit.
    SetOwnerHotkey {
        /// Who asks: the owner or the privileged origin, which have one setting a week between them.
        origin: Origin,
        /// The subnet.
        netuid: NetUid,
        /// The hotkey; nothing is asked of it.
        hotkey: AccountId,
    },
    /// A call of the chain that this ledger does not have: always refused.
    Outside(OutsideCall),
    /// Furnishes a network; no call of the chain.
    Furnish(Furnishing),
    /// New alpha appears as the coldkey's stake on the hotkey.
    ///
    /// No call of the chain: it furnishes a network before its first block, or stands in for a purchase. On the
    /// root network it is new TAO.
    Endow {
        /// The subnet.
        netuid: NetUid,
        /// The hotkey it lies on, which must have an owner.
        hotkey: AccountId,
        /// Whose it is; the owner's own or a nominator's.
        coldkey: AccountId,
        /// How much.
        alpha: Alpha,
    },
    /// The coldkey changes a hotkey's share of its nominators' dividends (spec §4.4).
    ChangeTake {
        /// Who asks, and must own the hotkey.
        coldkey: AccountId,
        /// The hotkey.
        hotkey: AccountId,
        /// In which direction; a rise needs a rest after the change before it.
        change: TakeChange,
        /// Its new share.
        take: Take,
    },
    /// The coldkey sets whom its hotkey lends stake to on a subnet (spec §2.8).
    SetChildren {
        /// The subnet.
        netuid: NetUid,
        /// Who signs.
        coldkey: AccountId,
        /// The parent.
        hotkey: AccountId,
        /// Its children from now on; empty for none.
        children: Vec<Child>,
    },
    /// The coldkey sets what its hotkey keeps of its parents' dividends on a subnet.
    SetChildkeyTake {
        /// The subnet.
        netuid: NetUid,
        /// Who signs.
        coldkey: AccountId,
        /// The child.
        hotkey: AccountId,
        /// Its share.
        take: Take,
    },
    /// The coldkey decides whether its hotkey, a member of root, lends its stake to the owners of new subnets.
    SetAutoParentDelegation {
        /// Who signs.
        coldkey: AccountId,
        /// The member of root.
        hotkey: AccountId,
        /// Whether it does; it does unless told otherwise.
        enabled: bool,
    },
    /// The hotkey replaces its weights (spec §2.1).
    SetWeights {
        /// The subnet.
        netuid: NetUid,
        /// The mechanism.
        mechid: MechId,
        /// Who signs.
        hotkey: AccountId,
        /// Whom it weighs.
        uids: Vec<Uid>,
        /// The weights, in the order of `uids`; stored scaled so that the largest is 65535.
        values: Vec<Weight>,
        /// Version of the validator's code, against the subnet's `weights_version_key`.
        version_key: u64,
    },
    /// The hotkey replaces its weights on several subnets; one that is refused does not stop the others.
    ///
    /// Three lists of one length, an entry each per subnet; main mechanisms only (spec §2.1).
    BatchSetWeights {
        /// Who signs.
        hotkey: AccountId,
        /// The subnets.
        netuids: Vec<NetUid>,
        /// Whom it weighs there, and how much.
        weights: Vec<Vec<(Uid, Weight)>>,
        /// The version of the validator's code for each.
        version_keys: Vec<u64>,
    },
    /// The hotkey commits to weights by their hash (spec §2.4).
    CommitWeights {
        /// The subnet.
        netuid: NetUid,
        /// The mechanism.
        mechid: MechId,
        /// Who signs.
        hotkey: AccountId,
        /// See [`commit_hash`](crate::rules::commit_reveal::commit_hash).
        hash: [u8; 32],
    },
    /// The hotkey commits on several subnets; one that is refused does not stop the others.
    ///
    /// Two lists of one length; main mechanisms only (spec §2.4).
    BatchCommitWeights {
        /// Who signs.
        hotkey: AccountId,
        /// The subnets.
        netuids: Vec<NetUid>,
        /// A commit for each.
        hashes: Vec<[u8; 32]>,
    },
    /// The hotkey reveals what it committed to, in the one epoch in which it may (spec §2.4).
    RevealWeights {
        /// The subnet.
        netuid: NetUid,
        /// The mechanism.
        mechid: MechId,
        /// Who signs.
        hotkey: AccountId,
        /// Whom it weighs.
        uids: Vec<Uid>,
        /// The weights, in the order of `uids`.
        values: Vec<Weight>,
        /// What made the hash hard to guess.
        salt: Vec<u16>,
        /// Version of the validator's code.
        version_key: u64,
    },
    /// The hotkey reveals several commits; all, or none if one is refused.
    ///
    /// Four lists of one length, an entry each per commit; main mechanism only (spec §2.4).
    BatchRevealWeights {
        /// The subnet.
        netuid: NetUid,
        /// Who signs.
        hotkey: AccountId,
        /// Whom each weighs.
        uids: Vec<Vec<Uid>>,
        /// The weights of each.
        values: Vec<Vec<Weight>>,
        /// The salt of each.
        salts: Vec<Vec<u16>>,
        /// The version of each.
        version_keys: Vec<u64>,
    },
    /// The hotkey commits to weights that the chain opens by itself (spec §2.5).
    CommitTimelockedWeights {
        /// The subnet.
        netuid: NetUid,
        /// The mechanism.
        mechid: MechId,
        /// Who signs.
        hotkey: AccountId,
        /// What the ledger's [`Opener`](crate::Opener) opens into the SCALE bytes of a
        /// [`TimelockPayload`](crate::rules::commit_reveal::TimelockPayload).
        ciphertext: Vec<u8>,
        /// The round of the beacon from which on it can be opened.
        reveal_round: u64,
        /// Version of the format, against [`Globals::commit_reveal_version`](crate::Globals); the call without
        /// a version means 4.
        version: u16,
    },
    /// A round of the beacon becomes known (spec §2.5).
    ///
    /// Nothing is verified here: that is for whoever feeds the pulses, and before.
    Pulse {
        /// Its number, greater than the last.
        round: u64,
        /// The beacon's signature.
        signature: PulseSignature,
    },
}

/// Something that appears, or is as it is, without any call of the chain: what a network is furnished with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Furnishing {
    /// New TAO in an account's free balance.
    Mint {
        /// Whose it is.
        account: AccountId,
        /// How much.
        tao: Tao,
    },
    /// The moving price of a subnet.
    MovingPrice {
        /// The subnet.
        netuid: NetUid,
        /// The price: bits / 2^32.
        bits: i128,
    },
    /// TAO that is issued and lies outside this network, so that the emission is that of a later time.
    IssuedElsewhere {
        /// How much more.
        tao: Tao,
    },
    /// [`NetworkParameters::tao_weight_u64`](incentor_primitives::NetworkParameters::tao_weight_u64), which no call can set.
    TaoWeight {
        /// Worth of a TAO on the root network as stake weight elsewhere, 2^64 - 1 = 1.0.
        weight_u64: u64,
    },
}

/// Where a stake lies, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StakePosition {
    /// The subnet, or root.
    pub netuid: NetUid,
    /// Whose it is.
    pub coldkey: AccountId,
    /// The hotkey it lies on.
    pub hotkey: AccountId,
}

/// The worst price an order takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limit {
    /// TAO for one alpha.
    pub price: Tao,
    /// What goes through at that price will do; else all or nothing.
    pub allow_partial: bool,
}

/// What an accepted action did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Receipt {
    /// The hotkey has a uid.
    Registered {
        /// The seat.
        uid: Uid,
        /// What it cost.
        price: Tao,
        /// The hotkey that lost the seat to it; what is staked there stays.
        replaced: Option<AccountId>,
    },
    /// There is a new subnet.
    NetworkRegistered {
        /// Its number.
        netuid: NetUid,
        /// What it cost.
        price: Tao,
    },
    /// The subnet has started.
    Started {
        /// The first block whose emission it takes part in.
        first_emission_block: BlockNumber,
    },
    /// Stake was bought.
    StakeAdded {
        /// What it cost, fee included.
        tao: Tao,
        /// What it is.
        alpha: Alpha,
    },
    /// Stake was sold.
    StakeRemoved {
        /// What was sold, fee included.
        alpha: Alpha,
        /// What it brought.
        tao: Tao,
    },
    /// Stake lies elsewhere.
    StakeMoved {
        /// What was taken up.
        alpha_out: Alpha,
        /// What was put down: another amount on another subnet.
        alpha_in: Alpha,
    },
    /// The stake lies on the hotkey.
    Endowed {
        /// What the coldkey's whole stake on the hotkey is worth now, rounded down.
        stake: Alpha,
    },
    /// The parameter is in force.
    ParameterSet,
    /// The hotkey is the subnet owner's.
    OwnerHotkeySet,
    /// An epoch will run out of turn.
    EpochTriggered {
        /// The block from which it is due.
        due: BlockNumber,
    },
    /// The commitment is published.
    BondsReset {
        /// The uid whose bonds were dropped; `None` while the subnet has no resets.
        uid: Option<Uid>,
    },
    /// What was furnished is there.
    Furnished,
    /// The take is in force.
    TakeSet,
    /// The children are accepted.
    ChildrenSet {
        /// The first epoch of the subnet after this block puts them in force; `None` = they are.
        cooldown_block: Option<BlockNumber>,
    },
    /// The choice is in force.
    AutoParentDelegationSet,
    /// What the claims came to; what could not be sold stays claimable.
    RootClaimed {
        /// Dividends paid, each of one hotkey on one subnet.
        claims: u32,
        /// TAO that joined the root stake; alpha that was kept is in no sum, being of several kinds.
        tao: Tao,
    },
    /// The choice is in force.
    RootClaimTypeSet,
    /// The destination is in force.
    AutoStakeSet,
    /// The weights are stored.
    WeightsSet {
        /// Who set them.
        uid: Uid,
    },
    /// The commit waits.
    WeightsCommitted {
        /// Whose it is.
        uid: Uid,
    },
    /// The revealed weights are stored, the last commit's in the end.
    BatchRevealed {
        /// How many commits were revealed.
        count: usize,
    },
    /// The entries of a batch went through one by one.
    BatchDone {
        /// Entries that were accepted.
        accepted: usize,
        /// Entries that were refused; each of them changed nothing.
        refused: usize,
        /// Position of the first that was refused, and why.
        first_refusal: Option<(usize, RuleError)>,
    },
    /// The round is known.
    PulseStored,
}
