//! What the chain refuses, and what can only be a defect of this program.

use incentor_emission::SwapError;
use incentor_primitives::{AccountId, Alpha, BlockNumber, NetUid, Tao};
use incentor_yuma::EpochError;

/// The part of the chain that refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Pallet {
    /// The main module.
    SubtensorModule,
    /// The module of the setters.
    AdminUtils,
    /// The module of commitments.
    Commitments,
    /// The beacon.
    Drand,
    /// The pools.
    Swap,
    /// The dispatcher itself.
    System,
    /// Not of the chain: what lies outside this ledger.
    Ledger,
}

impl Pallet {
    /// The chain's name for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SubtensorModule => "SubtensorModule",
            Self::AdminUtils => "AdminUtils",
            Self::Commitments => "Commitments",
            Self::Drand => "Drand",
            Self::Swap => "Swap",
            Self::System => "System",
            Self::Ledger => "Ledger",
        }
    }
}

macro_rules! rule_errors {
    ($($pallet:ident { $($(#[$doc:meta])* $variant:ident $(as $name:ident)? = $text:literal,)+ })+) => {
        /// Why an action was refused; the variants are named as on the chain.
        ///
        /// A refused action changes nothing.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
        #[non_exhaustive]
        pub enum RuleError {
            $($($(#[$doc])* #[error($text)] $variant,)+)+
        }

        impl RuleError {
            /// Every error there is, in the order of this list.
            pub const ALL: &'static [Self] = &[$($(Self::$variant,)+)+];

            /// The chain's name for it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $($(Self::$variant => rule_errors!(@name $variant $($name)?),)+)+
                }
            }

            /// The module it is an error of.
            #[must_use]
            pub const fn pallet(self) -> Pallet {
                match self {
                    $($(Self::$variant)|+ => Pallet::$pallet,)+
                }
            }
        }
    };
    (@name $variant:ident) => { stringify!($variant) };
    (@name $variant:ident $name:ident) => { stringify!($name) };
}

rule_errors! {
    System {
        /// The caller is not allowed to call this at all.
        BadOrigin = "the caller may not do this",
    }
    SubtensorModule {
        /// There is no subnet of that number.
        SubnetNotExists = "the subnet does not exist",
        /// The root network takes members in another way.
        RegistrationNotPermittedOnRootSubnet = "nobody registers on the root network this way",
        /// The subnet's registration is switched off.
        SubNetRegistrationDisabled = "registration is switched off on this subnet",
        /// The hotkey has a uid here already.
        HotKeyAlreadyRegisteredInSubNet = "the hotkey is registered already",
        /// The coldkey cannot pay.
        NotEnoughBalanceToStake = "the balance does not cover the price",
        /// All that the coldkey has keeps its account in existence.
        InsufficientBalance = "the balance only just keeps the account",
        /// The hotkey belongs to another coldkey.
        NonAssociatedColdKey = "the hotkey belongs to another coldkey",
        /// Every seat is taken, and nobody may be pruned.
        NoNeuronIdAvailable = "no uid is free, and nobody may be pruned",
        /// The price of a seat is above what the caller would pay.
        RegistrationPriceLimitExceeded = "the price is above the caller's limit",
        /// Too many registered on the root network in this block.
        TooManyRegistrationsThisBlock = "too many registered in this block",
        /// Too many registered on the root network in this interval.
        TooManyRegistrationsThisInterval = "too many registered in this interval",
        /// The root network is full, and nobody has less stake.
        StakeTooLowForRoot = "the stake is too low for the root network",
        /// No coldkey owns the hotkey.
        HotKeyAccountNotExists = "the hotkey has no owner yet",
        /// The amount is zero, or worth less than the least stake.
        AmountTooLow = "the amount is too low",
        /// The pool cannot take or give so much.
        InsufficientLiquidity = "the pool cannot take or give so much",
        /// The coldkey has less staked there.
        NotEnoughStakeToWithdraw = "less is staked there",
        /// The order would move the price beyond the limit.
        SlippageTooHigh = "the price would move beyond the limit",
        /// The subnet has not started.
        SubtokenDisabled = "the subnet has not started",
        /// Stakes on the subnet may not change hands.
        TransferDisallowed = "stakes may not be transferred on this subnet",
        /// Origin and destination are one subnet.
        SameNetuid = "origin and destination are one subnet",
        /// The coldkey's incentive is staked there already.
        SameAutoStakeHotkeyAlreadySet = "that hotkey is the destination already",
        /// Stake weight below the network's threshold.
        NotEnoughStakeToSetWeights = "not enough stake to set weights",
        /// The subnet takes commits instead of plain weights.
        CommitRevealEnabled = "commit-reveal is on: plain weights are refused",
        /// The subnet takes plain weights instead of commits.
        CommitRevealDisabled = "commit-reveal is off: commits are refused",
        /// Weights were committed less than the rate limit ago.
        CommittingWeightsTooFast = "weights were committed too recently",
        /// Too many of the hotkey's commits wait.
        TooManyUnrevealedCommits = "too many commits are not revealed yet",
        /// There is no such commit.
        NoWeightsCommitFound = "there is no such commit",
        /// The commit is not among those that wait; for an entry of a batch.
        InvalidRevealCommitHashNotMatch = "these weights were not committed",
        /// The commit's window is not now.
        RevealTooEarly = "the commit cannot be revealed now",
        /// The version of a time-locked commit is another one.
        IncorrectCommitRevealVersion = "the commit's version is not the network's",
        /// The round named is in the past.
        InvalidRevealRound = "the round of the beacon is in the past",
        /// The root network has no weights.
        CanNotSetRootNetworkWeights = "the root network has no weights",
        /// Uids and values differ in number.
        WeightVecNotEqualSize = "uids and values differ in number",
        /// Lists of one call differ in number.
        InputLengthsUnequal = "the lists differ in number",
        /// The subnet has no mechanism of that number, or does not exist.
        MechanismDoesNotExist = "the mechanism does not exist",
        /// More uids than the subnet has.
        UidsLengthExceedUidsInSubNet = "more uids than the subnet has",
        /// The hotkey has no uid on the subnet.
        HotKeyNotRegisteredInSubNet = "the hotkey is not registered on this subnet",
        /// The version key is older than the subnet asks for.
        IncorrectWeightVersionKey = "the version key is too old",
        /// Weights were set less than the rate limit ago.
        SettingWeightsTooFast = "weights were set too recently",
        /// Without a permit only the weight on oneself may be set.
        NeuronNoValidatorPermit = "the neuron has no validator permit",
        /// A uid is named twice.
        DuplicateUids = "a uid is named twice",
        /// A uid does not exist.
        UidVecContainInvalidOne = "a uid does not exist",
        /// Fewer weights than the subnet's minimum.
        WeightVecLengthIsLow = "fewer weights than the subnet's minimum",
        /// Too little time since the last transaction of this kind.
        TxRateLimitExceeded = "too soon after the last transaction of this kind",
        /// Too little time since the take was last raised.
        DelegateTxRateLimitExceeded = "too soon after the last change of the take",
        /// The take is above the limit.
        DelegateTakeTooHigh = "the take is too high",
        /// The take is below the limit, or does not go in the direction named.
        DelegateTakeTooLow = "the take is too low",
        /// The hotkey is a child of itself.
        InvalidChild = "a hotkey cannot be its own child",
        /// A child is named twice.
        DuplicateChild = "a child is named twice",
        /// The children's parts exceed the whole.
        ProportionOverflow = "the children's parts exceed the whole",
        /// More children than a hotkey may have.
        TooManyChildren = "more children than a hotkey may have",
        /// The hotkey is a parent of its child's.
        ChildParentInconsistency = "a hotkey cannot be parent and child of another",
        /// Too little stake to have children.
        NotEnoughStakeToSetChildkeys = "not enough stake to have children",
        /// A child's take outside its limits.
        InvalidChildkeyTake = "the child's take is outside its limits",
        /// Too little time since the child's take was last raised.
        TxChildkeyTakeRateLimitExceeded = "too soon after the child's take was raised",
        /// The tempo is outside its limits.
        TempoOutOfBounds = "the tempo is outside its limits",
        /// The activity cutoff is outside its limits.
        ActivityCutoffFactorMilliOutOfBounds = "the activity cutoff is outside its limits",
        /// The activity cutoff is below its limit.
        ActivityCutoffTooLow = "the activity cutoff is too low",
        /// Parameters stand still so close to an epoch.
        AdminActionProhibitedDuringWeightsWindow = "parameters stand still so close to an epoch",
        /// Alpha values belong to liquid alpha, which is off.
        LiquidAlphaDisabled = "liquid alpha is off",
        /// The higher alpha is too low.
        AlphaHighTooLow = "the higher alpha is too low",
        /// The lower alpha is outside its limits.
        AlphaLowOutOfRange = "the lower alpha is outside its limits",
        /// The reveal period is too long.
        RevealPeriodTooLarge = "the reveal period is too long",
        /// The reveal period is too short.
        RevealPeriodTooSmall = "the reveal period is too short",
        /// The value is outside its limits.
        InvalidValue = "the value is outside its limits",
        /// Seats times mechanisms exceed what the chain keeps.
        TooManyUIDsPerMechanism = "too many seats for so many mechanisms",
        /// The next epoch in turn is too close to trigger one.
        AutoEpochAlreadyImminent = "the next epoch is too close to trigger one",
        /// No epochs out of turn under commit-reveal.
        DynamicTempoBlockedByCommitReveal = "no epochs out of turn under commit-reveal",
        /// An epoch out of turn is pending already.
        EpochTriggerAlreadyPending = "an epoch out of turn is pending already",
        /// The number of root claims per block is too high.
        InvalidNumRootClaim = "too many root claims per block",
        /// The threshold of root claims is too high.
        InvalidRootClaimThreshold = "the threshold of root claims is too high",
        /// No subnet named, or too many.
        InvalidSubnetNumber = "no subnet is named, or too many",
        /// The subnet has started already.
        FirstEmissionBlockNumberAlreadySet = "the subnet has started already",
        /// The subnet may not start yet.
        NeedWaitingMoreBlocksToStarCall = "the subnet may not start yet",
        /// Subnets are registered too fast.
        NetworkTxRateLimitExceeded = "too soon after the last new subnet",
        /// There are as many subnets as there may be.
        SubnetLimitReached = "there are as many subnets as there may be",
        /// The balance does not cover the price of a subnet.
        CannotAffordLockCost = "the balance does not cover the price of a subnet",
    }
    AdminUtils {
        /// A parameter is set on a subnet that is not there.
        SubnetDoesNotExist = "there is no subnet to set a parameter of",
        /// Fewer seats than the subnet's lower limit.
        MaxAllowedUidsLessThanMinAllowedUids = "fewer seats than the lower limit",
        /// Fewer seats than are taken.
        MaxAllowedUIdsLessThanCurrentUIds = "fewer seats than are taken",
        /// More seats than any subnet may have.
        MaxAllowedUidsGreaterThanDefaultMaxAllowedUids = "more seats than any subnet may have",
        /// A lower limit that is not below the number of seats.
        MinAllowedUidsGreaterThanMaxAllowedUids = "the lower limit is not below the number of seats",
        /// A lower limit that is not below the number of neurons.
        MinAllowedUidsGreaterThanCurrentUids = "the lower limit is not below the number of neurons",
        /// More permits than seats.
        MaxValidatorsLargerThanMaxUIds = "more permits than seats",
        /// The value is outside its limits.
        ValueNotInBounds = "the value is outside its limits",
        /// The value is impossible.
        AdminInvalidValue as InvalidValue = "the value is impossible",
        /// The steepness is negative.
        NegativeSigmoidSteepness = "the steepness is negative",
        /// The bonds' moving average is more than an owner may set.
        BondsMovingAverageMaxReached = "the moving average is more than an owner may set",
        /// The root network has no such parameter.
        NotPermittedOnRootSubnet = "the root network has no such parameter",
    }
    Commitments {
        /// The hotkey has no seat on the subnet.
        AccountNotAllowedCommit = "the hotkey is not registered on the subnet",
    }
    Drand {
        /// A pulse that is not newer than the last.
        InvalidRoundNumber = "the round is not newer than the last",
    }
    Swap {
        /// The price is beyond the order's limit already.
        PriceLimitExceeded = "the price is beyond the limit",
        /// The pool holds too little.
        ReservesTooLow = "the pool holds too little",
        /// The order is too large for the pool.
        SwapInputTooLarge = "the order is too large for the pool",
        /// The pool's fee is too high.
        FeeRateTooHigh = "the fee is too high",
    }
    Ledger {
        /// More than there may ever be: only an endowment can ask for it.
        SupplyExceeded = "more than the supply leaves",
        /// A time-locked commit longer than the chain reads.
        CiphertextTooLong = "the commit is longer than a commit may be",
        /// Something this ledger does not keep.
        OutsideThisLedger = "this ledger does not keep that",
    }
}

impl From<SwapError> for RuleError {
    fn from(error: SwapError) -> Self {
        match error {
            SwapError::SwapInputTooLarge { .. } => Self::SwapInputTooLarge,
            SwapError::PriceLimitExceeded { .. } => Self::PriceLimitExceeded,
            _ => Self::ReservesTooLow,
        }
    }
}

/// Why a genesis is no possible start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GenesisError {
    /// A subnet is the root network, which this ledger does not hold.
    #[error("subnet 0 is the root network, which is not part of this ledger")]
    RootSubnet,
    /// Two subnets have one number.
    #[error("subnet {netuid} is listed twice")]
    DuplicateSubnet {
        /// The number.
        netuid: NetUid,
    },
    /// A hyperparameter is outside its range.
    #[error("subnet {netuid}: `{parameter}` is out of range")]
    Parameter {
        /// The subnet.
        netuid: NetUid,
        /// Field of [`crate::GenesisSubnet`] or its [`crate::Hyperparameters`].
        parameter: &'static str,
    },
    /// A neuron cannot be seated.
    #[error("subnet {netuid}: {hotkey} cannot be seated")]
    Neuron {
        /// The subnet.
        netuid: NetUid,
        /// Its hotkey.
        hotkey: AccountId,
        /// Why.
        source: RuleError,
    },
    /// A stake cannot be endowed.
    #[error("subnet {netuid}: the stake of {coldkey} on {hotkey} cannot be endowed")]
    Stake {
        /// The subnet.
        netuid: NetUid,
        /// The hotkey it lies on.
        hotkey: AccountId,
        /// Whose it is.
        coldkey: AccountId,
        /// Why.
        source: RuleError,
    },
    /// The balances together exceed the supply.
    #[error("the balances sum to more than the supply")]
    Balances,
}

/// A broken invariant: a defect of this program, never of its input.
///
/// The ledger is not usable afterwards; what it holds is the evidence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Defect {
    /// A subnet's alpha does not add up.
    #[error("block {block}, subnet {netuid}: {issued} issued, {held} accounted for")]
    AlphaNotConserved {
        /// Block after which it showed.
        block: BlockNumber,
        /// The subnet.
        netuid: NetUid,
        /// What was issued.
        issued: Alpha,
        /// Stakes, pool, pending amounts and recorded dust together.
        held: Alpha,
    },
    /// The TAO balances do not add up.
    #[error("block {block}: {issued} issued, {held} accounted for")]
    TaoNotConserved {
        /// Block after which it showed.
        block: BlockNumber,
        /// What was issued.
        issued: Tao,
        /// All balances together.
        held: Tao,
    },
    /// An epoch paid somebody more than there was to pay from.
    #[error("block {block}, subnet {netuid}: an epoch paid {paid} of {pot}")]
    Overpaid {
        /// Block of the epoch.
        block: BlockNumber,
        /// The subnet.
        netuid: NetUid,
        /// What there was to pay.
        pot: Alpha,
        /// What was paid.
        paid: Alpha,
    },
    /// An epoch was scheduled for a subnet that is not there.
    #[error("block {block}: no subnet {netuid}")]
    NoSuchSubnet {
        /// Block of the epoch.
        block: BlockNumber,
        /// The subnet.
        netuid: NetUid,
    },
    /// The epoch refused a state that the rules let come about.
    #[error("block {block}, subnet {netuid}: the epoch refused the state")]
    Epoch {
        /// Block of the epoch.
        block: BlockNumber,
        /// The subnet.
        netuid: NetUid,
        /// What it refused.
        source: EpochError,
    },
}
