//! Every intermediate of one epoch, for explaining and for comparing.

use alloc::vec::Vec;

/// One cell of a traced row: the column's uid and the fixed-point bits.
pub type Cell = (u16, i64);

/// Every intermediate of one epoch; bits are `I32F32`, rows are ascending by column.
///
/// The matrices that only one kind of bonds has are empty under the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EpochTrace {
    /// Normalised stake (spec §1.2).
    pub stake: Vec<i64>,
    /// Permits that held during this epoch, the owner's included (§1.3).
    pub permit: Vec<bool>,
    /// Stake that counts: active and permitted, normalised (§1.4).
    pub active_stake: Vec<i64>,
    /// The same, normalised once more among the rows of the median (§1.6).
    pub median_stake: Vec<i64>,
    /// Majority that a consensus weight needs (§1.6).
    pub kappa: i64,
    /// Stored weights that were taken out, and why (§1.5).
    pub masked: Vec<Vec<Masked>>,
    /// Weights after masks, each row normalised (§1.5).
    pub weights: Vec<Vec<Cell>>,
    /// Weights cut to consensus (§1.7).
    pub clipped: Vec<Vec<Cell>>,
    /// Per miner the stake-weighted sum of clipped weights, before it is normalised to incentive (§1.7).
    pub ranks: Vec<i64>,
    /// Weights that buy or move bonds (§1.8).
    pub weights_for_bonds: Vec<Vec<Cell>>,
    /// Bonds on entry: per column normalised under Yuma 2, as stored under Yuma 3 (§1.9, §1.10).
    pub bonds: Vec<Vec<Cell>>,
    /// Yuma 2: bonds bought in this epoch, per column normalised (§1.10).
    pub bonds_bought: Vec<Vec<Cell>>,
    /// Liquid alpha: smoothing rate per pair (§1.12).
    pub alphas: Vec<Vec<Cell>>,
    /// Bonds after smoothing: per column normalised under Yuma 2, plain under Yuma 3 (§1.10, §1.11).
    pub ema: Vec<Vec<Cell>>,
    /// Yuma 3: the same, per column normalised (§1.11).
    pub ema_normalised: Vec<Vec<Cell>>,
    /// Per validator the bonds' share of incentive, before stake (Yuma 3) and normalising (§1.10, §1.11).
    pub total_bonds: Vec<i64>,
    /// Incentive and dividends of everybody together (§1.13).
    pub emission_sum: i64,
    /// Each uid's share of emission for mining (§1.13).
    pub server_share: Vec<i64>,
    /// Each uid's share of emission for validating (§1.13).
    pub validator_share: Vec<i64>,
    /// The combined share (§1.13).
    pub combined_share: Vec<i64>,
    /// Bonds as they were before they became u16; a row without permit is not stored (§1.14).
    pub bonds_stored: Vec<Vec<Cell>>,
}

/// A stored weight that did not take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Masked {
    /// Column.
    pub uid: u16,
    /// The stored weight.
    pub weight: u16,
    /// Why.
    pub mask: Mask,
}

/// Why a stored weight did not take part (spec §1.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mask {
    /// The column is no uid of the subnet.
    NoSuchUid,
    /// The row's uid has no permit.
    NoPermit,
    /// A weight on oneself, and not the owner's.
    SelfWeight,
    /// The column registered at or after the row was set.
    Outdated,
    /// The column registered after the row's earliest pending commit.
    PendingCommit,
}
