//! What one world leaves: everything that analysis looks at.

use incentor_ledger::AuditHash;

/// One world's outcome.
///
/// Coldkeys come in the order of the cast, which is the same in all worlds of a variant: those that join later
/// have their places from the start.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Outcome {
    /// By coldkey.
    pub(crate) coldkeys: Vec<ColdkeyTally>,
    /// By subnet, copies one by one.
    pub(crate) subnets: Vec<SubnetTally>,
    /// Pay in rao of alpha per interval of the series, then by coldkey.
    pub(crate) series: Vec<IntervalTally>,
    /// Epochs run, all subnets.
    pub(crate) epochs: u64,
    /// Days that count.
    pub(crate) counted_days: f64,
    /// What happened on the way.
    pub(crate) marks: Vec<(u64, String)>,
    /// Every action and answer of the ledger.
    pub(crate) audit: AuditHash,
    /// What was kept on record; only of the world that is asked to.
    pub(crate) recorded: Option<Box<Recorded>>,
}

/// One coldkey over the counted window.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ColdkeyTally {
    /// Alpha it was paid, rao.
    pub(crate) paid_rao: u64,
    /// What that was worth when it was paid, or what it was sold for, τ.
    pub(crate) income_tao: f64,
    /// Running cost: workers, hosting, evaluation, answers, research, τ.
    pub(crate) running_tao: f64,
    /// Registrations that fall into the window, and a share of those at the start, τ.
    pub(crate) registration_tao: f64,
    /// Value of its own fresh work, capacity counted: Σ over answers.
    pub(crate) fresh_value: f64,
    /// Answers it produced itself.
    pub(crate) answers: u64,
    /// Questions it was asked.
    pub(crate) asked: u64,
    /// Times one of its hotkeys was pruned.
    pub(crate) prunes: u32,
    /// Dividends over its stake, sums over counted epochs: for validators.
    pub(crate) dividends_rao: u64,
    /// Stake at each counted epoch, summed: for validators.
    pub(crate) stake_rao_sum: u128,
    /// Validator trust by counted epoch, summed, 65535 = 1.0.
    pub(crate) validator_trust_sum: u64,
    /// ½ Σ |row − consensus| by counted epoch, summed.
    pub(crate) divergence_sum: f64,
    /// Miners that it gave weight, of those that nobody weighed before counting began; and the tempos by which it was
    /// behind whoever did so first, summed: for validators of the first subnet.
    pub(crate) discoveries: (u32, u64),
    /// Rounds it held, and rounds there were for it.
    pub(crate) rounds: (u64, u64),
    /// Weight settings and commits the chain took.
    pub(crate) weights_taken: u64,
    /// Tempos after its registration until its mean pay of five tempos first beat every older uid's; `None` =
    /// never, or it was there from the start.
    pub(crate) overtook_after: Option<u32>,
    /// Days of the counted window in which it held a seat.
    pub(crate) seated_days: f64,
    /// Its quality at the end, drift and research included; 0 without a worker.
    pub(crate) quality: f64,
}

/// One subnet over the counted window.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct SubnetTally {
    /// Sums of the settlements, rao.
    pub(crate) owner_rao: u64,
    /// To miners.
    pub(crate) miners_rao: u64,
    /// To validators and those who stake with them.
    pub(crate) validators_rao: u64,
    /// To root stake.
    pub(crate) root_rao: u64,
    /// Withheld from the owner's own hotkeys.
    pub(crate) withheld_rao: u64,
    /// Rounding, and what is nobody's.
    pub(crate) dust_rao: i64,
    /// Issued for the tempos that count.
    pub(crate) issued_rao: u64,
    /// TAO issued for it.
    pub(crate) tao_rao: u64,
    /// Epochs that count, and those of them without any consensus.
    pub(crate) epochs: u32,
    /// Epochs without consensus.
    pub(crate) no_consensus: u32,
    /// Blocks of its first 12 epochs.
    pub(crate) epoch_blocks: Vec<u64>,
    /// (validator, miner, round) triples there were, and those in which it asked.
    pub(crate) askable: u64,
    /// Those in which it asked.
    pub(crate) asked: u64,
    /// Refused weight settings and commits, by the chain's reason.
    pub(crate) refused: Vec<(String, u64)>,
    /// Void rounds, and why the first was.
    pub(crate) void_rounds: u64,
    /// Why the first was.
    pub(crate) first_fault: Option<String>,
    /// Registrations after the start, and what they cost, τ.
    pub(crate) registrations: u32,
    /// What they cost together, τ.
    pub(crate) registrations_tao: f64,
    /// Registrations that the chain refused to the end for want of a seat.
    pub(crate) turned_away: u32,
    /// Neurons pruned, warm-up included.
    pub(crate) prunes: u32,
    /// Neurons pruned in the counted window.
    pub(crate) counted_prunes: u32,
    /// Of them of coldkeys whose quality was above the median of those that stayed.
    pub(crate) false_prunes: u32,
    /// Seats taken at each counted epoch, summed.
    pub(crate) seat_epochs: u64,
    /// How far rows lie from their mean at the end of each counted interval, summed, and those ends; of the first subnet.
    pub(crate) weight_deviation: (f64, u32),
    /// Per uid of the last holders: sums of what was published while they held it.
    pub(crate) seats: Vec<SeatTally>,
}

/// A uid while its last holder held it, counted epochs only.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct SeatTally {
    /// Place of the coldkey in the cast.
    pub(crate) coldkey: usize,
    /// Which of its hotkeys, from 0.
    pub(crate) hotkey: u32,
    /// Block of its registration.
    pub(crate) registered_at: u64,
    /// Sums of published numbers, 65535 = 1.0, and the epochs they are sums of.
    pub(crate) incentive: u64,
    /// Dividends.
    pub(crate) dividends: u64,
    /// Consensus.
    pub(crate) consensus: u64,
    /// Validator trust.
    pub(crate) validator_trust: u64,
    /// Epochs.
    pub(crate) epochs: u32,
}

/// One interval of the series, the first subnet's and its coldkeys'.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct IntervalTally {
    /// Block at its end.
    pub(crate) end_block: u64,
    /// Income by coldkey, τ.
    pub(crate) income_tao: Vec<f64>,
    /// Σ incentive share · quality over miner uids, mean over its epochs: what is paid for, in quality.
    pub(crate) paid_quality: f64,
    /// Quality of the best of the miners that hold a seat at its end, and of the one in the middle.
    pub(crate) best_quality: f64,
    /// The one in the middle, of two their mean.
    pub(crate) median_quality: f64,
    /// Value of fresh work per question, mean.
    pub(crate) delivered: f64,
    /// Price of a seat at its end, τ.
    pub(crate) seat_tao: f64,
    /// Price of alpha at its end, τ.
    pub(crate) alpha_tao: f64,
}

/// Tables and the journeys of one world.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Recorded {
    /// (file name, header, rows) as the scenario's `record` asks.
    pub(crate) tables: Vec<(String, Vec<String>, Vec<Vec<String>>)>,
    /// One honest hotkey, and a cheating one if there is any.
    pub(crate) journeys: Vec<incentor_scenario::run::Journey>,
    /// Weights in force at the end, by row normalised.
    pub(crate) weights: incentor_scenario::run::Matrix,
    /// Bonds at the end, by column normalised.
    pub(crate) bonds: incentor_scenario::run::Matrix,
}
