//! What the chain refuses, and what can only be a defect of this program.

use incentor_primitives::{AccountId, Alpha, BlockNumber, NetUid, Tao};
use incentor_yuma::EpochError;

macro_rules! rule_errors {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        /// Why an action was refused; the variants are named as on the chain.
        ///
        /// A refused action changes nothing.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum RuleError {
            $($(#[$doc])* #[error($text)] $name,)+
        }

        impl RuleError {
            /// Every error there is, in the order of this list.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The chain's name for it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)+
                }
            }
        }
    };
}

rule_errors! {
    /// There is no subnet of that number.
    SubnetNotExists = "the subnet does not exist",
    /// The root network takes members in another way.
    RegistrationNotPermittedOnRootSubnet = "nobody registers on the root network this way",
    /// The subnet's registration is switched off.
    SubNetRegistrationDisabled = "registration is switched off on this subnet",
    /// The hotkey has a uid here already.
    HotKeyAlreadyRegisteredInSubNet = "the hotkey is registered already",
    /// The coldkey cannot pay the registration price.
    NotEnoughBalanceToStake = "the balance does not cover the price",
    /// The hotkey belongs to another coldkey.
    NonAssociatedColdKey = "the hotkey belongs to another coldkey",
    /// Every seat is taken, and nobody may be pruned.
    NoNeuronIdAvailable = "no uid is free, and nobody may be pruned",
    /// The price of a seat is above what the caller would pay.
    RegistrationPriceLimitExceeded = "the price is above the caller's limit",
    /// No coldkey owns the hotkey.
    HotKeyAccountNotExists = "the hotkey has no owner yet",
    /// The amount is zero.
    AmountTooLow = "the amount is too low",
    /// More alpha than the subnet may ever have. Not of the chain: only an endowment can ask for it.
    SupplyExceeded = "more alpha than the supply leaves",
    /// Stake weight below the network's threshold.
    NotEnoughStakeToSetWeights = "not enough stake to set weights",
    /// The subnet takes commits instead of plain weights.
    CommitRevealEnabled = "commit-reveal is on: plain weights are refused",
    /// The root network has no weights.
    CanNotSetRootNetworkWeights = "the root network has no weights",
    /// Uids and values differ in number.
    WeightVecNotEqualSize = "uids and values differ in number",
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
    /// A parameter is set on a subnet that is not there.
    SubnetDoesNotExist = "there is no subnet to set a parameter of",
    /// Of the root network this ledger keeps next to nothing. Not of the chain.
    OutsideThisLedger = "the root network has no such parameter in this ledger",
    /// Fewer seats than the subnet's lower limit.
    MaxAllowedUidsLessThanMinAllowedUids = "fewer seats than the lower limit",
    /// Fewer seats than are taken.
    MaxAllowedUIdsLessThanCurrentUIds = "fewer seats than are taken",
    /// More seats than any subnet may have.
    MaxAllowedUidsGreaterThanDefaultMaxAllowedUids = "more seats than any subnet may have",
    /// Seats times mechanisms exceed what the chain keeps.
    TooManyUIDsPerMechanism = "too many seats for so many mechanisms",
    /// A lower limit that is not below the number of seats.
    MinAllowedUidsGreaterThanMaxAllowedUids = "the lower limit is not below the number of seats",
    /// A lower limit that is not below the number of neurons.
    MinAllowedUidsGreaterThanCurrentUids = "the lower limit is not below the number of neurons",
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
