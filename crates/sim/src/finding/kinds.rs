//! The codes of findings, and what they mean.

use incentor_scenario::run::Severity;

/// A kind of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FindingKind {
    /// Its code; stable.
    pub code: &'static str,
    /// How bad it is; a single finding may say otherwise.
    pub severity: Severity,
    /// When it is found.
    pub when: &'static str,
    /// What helps.
    pub remedy: &'static str,
}

const fn kind(
    code: &'static str,
    severity: Severity,
    when: &'static str,
    remedy: &'static str,
) -> FindingKind {
    FindingKind { code, severity, when, remedy }
}

/// All kinds of findings.
pub const FINDINGS: &[FindingKind] = &[
    kind(
        "cheat-pays",
        Severity::Bad,
        "The whole interval of a deviation's gain over playing straight lies above its band.",
        "Look at the weight's way from answer to payout: the first stage at which the cheat is level with honest work is \
         the one to change.",
    ),
    kind(
        "sybil-pays",
        Severity::Bad,
        "One coldkey with more hotkeys than workers gains by them.",
        "Ask all hotkeys in the same block more than one worker can serve, and pay for volume; or make scores grow faster \
         than in proportion to work.",
    ),
    kind(
        "copycat-fed",
        Severity::Bad,
        "A miner that hands in others' answers gains by it.",
        "Give each miner a task of its own; steeper weights make it worse, as the copy is of the best.",
    ),
    kind(
        "weight-copying-pays",
        Severity::Warning,
        "A validator that copies weights gains by it. G is its dividends per stake over the honest median's.",
        "Ask more miners per round, let rankings move, lengthen the reveal period; evaluating that costs less saves less.",
    ),
    kind(
        "harm",
        Severity::Bad,
        "Honest miners lose a tenth or more of their profit to the listed deviations.",
        "Close what pays first; what harms without paying is a matter of price.",
    ),
    kind(
        "capped",
        Severity::Bad,
        "The best honest miner's pay rises by less than a tenth of what its answers improve by.",
        "Score without a ceiling, or raise the difficulty when most answers reach it.",
    ),
    kind(
        "improvement-loses",
        Severity::Warning,
        "The best honest miner's pay rises with better answers by less than they cost.",
        "Let weights follow scores more steeply, or ask what a better answer is worth to users.",
    ),
    kind(
        "improving-pays",
        Severity::Good,
        "Better answers pay for the best, the median and the weakest honest miner.",
        "Nothing to do.",
    ),
    kind(
        "cheating-loses",
        Severity::Good,
        "Every listed deviation loses or breaks even. Others were not tried.",
        "Think of a deviation that is not listed, and list it.",
    ),
    kind(
        "inconclusive",
        Severity::Warning,
        "A deviation's interval lies on both sides of the border of its band.",
        "Run as many seeds as it says, from another first seed than the one it was searched with.",
    ),
    kind(
        "price-sensitive",
        Severity::Warning,
        "A deviation that does not pay would at half or at twice the price of alpha.",
        "Look at what it saves: costs do not move with the price, pay does.",
    ),
    kind(
        "single-validator-majority",
        Severity::Warning,
        "One validator has more stake than κ: the consensus is what it sends.",
        "Nothing a mechanism can do; spread stake before you rely on consensus.",
    ),
    kind(
        "top-heavy",
        Severity::Warning,
        "One coldkey takes more than half of what miners are paid.",
        "Flatten weights or pay a second place, if the rest is to stay.",
    ),
    kind(
        "unpaid",
        Severity::Bad,
        "No miner was paid anything in any seed.",
        "See whether weights were set and agreed on: validators without a permit, scores that are all 0, no consensus. What \
         improving and cheating bring is not judged where nobody is paid.",
    ),
    kind(
        "no-weights",
        Severity::Bad,
        "No validator set weights in any seed: all of them copy weights, or no score was above 0, or the chain refused.",
        "Have somebody ask and score: an honest validator, or a scripted one. A copier needs weights to copy.",
    ),
    kind(
        "no-consensus",
        Severity::Warning,
        "In more than one epoch of a hundred no weight had the majority of stake, so stake alone was paid.",
        "Share seeds among validators, ask more miners, or average scores for longer.",
    ),
    kind(
        "false-prunes",
        Severity::Warning,
        "Miners better than the median of those that stay are pruned.",
        "Lengthen immunity beyond the time scores need to settle and weights need to be revealed.",
    ),
    kind(
        "never-prunes",
        Severity::Warning,
        "Whoever registers is refused to the end: all seats are taken, and nobody may be pruned. The chain lets a neuron past \
         its immunity go only while more than `min_non_immune_uids` such are left, 10 unless set, so a full subnet of \
         as few seats keeps everybody it has once all are past immunity.",
        "Give the subnet more seats (`max_allowed_uids`), or set `min_non_immune_uids` below their number.",
    ),
    kind(
        "incumbents-stay",
        Severity::Warning,
        "A newcomer better than every honest miner is not paid more than the incumbents in one seed of five or more.",
        "Shorten the scores' memory, let edges of incumbents decay, let weights follow scores more steeply.",
    ),
    kind(
        "weights-refused",
        Severity::Warning,
        "The chain refuses more than one weight setting of a hundred.",
        "The reason is the chain's; a rate limit or a late commit is a matter of `weights.every`.",
    ),
    kind(
        "faults",
        Severity::Warning,
        "Rounds were void because the validator's own side failed: a program that died, answered too late or not in form.",
        "Read the first fault; a void round scores nobody.",
    ),
    kind("single-seed", Severity::Warning, "One seed has no interval, so no verdict.", "Run 32."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique() {
        for (at, kind) in FINDINGS.iter().enumerate() {
            assert!(FINDINGS[..at].iter().all(|other| other.code != kind.code), "{} twice", kind.code);
            assert!(kind.when.ends_with('.') && kind.remedy.ends_with('.'), "{}", kind.code);
        }
    }
}
