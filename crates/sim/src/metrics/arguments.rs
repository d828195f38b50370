//! What stands in the brackets of a metric.

use crate::cast::Cast;
use incentor_scenario::run::Rank;
use incentor_scenario::{MetricArgument, MetricCall, MetricKind, Part};

/// The arguments of a call, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Arguments {
    pub(crate) population: Option<usize>,
    pub(crate) rank: Option<Rank>,
    pub(crate) share: Option<f64>,
    pub(crate) count: Option<u32>,
    pub(crate) of_uids: bool,
    pub(crate) quality: Option<Quality>,
}

/// Whose quality over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quality {
    /// The best seated miner's.
    Best,
    /// That of the one in the middle.
    Median,
    /// Of honest work as it is handed in.
    Delivered,
}

impl Arguments {
    /// Reads the arguments of a call.
    ///
    /// # Errors
    /// A sentence, if one is missing, too many, or not what is meant.
    pub(crate) fn read(kind: &MetricKind, call: &MetricCall, cast: &Cast) -> Result<Self, String> {
        let mut arguments = Self::default();
        if !(kind.needed..=kind.arguments.len()).contains(&call.arguments.len()) {
            let given = call.arguments.len();
            return Err(format!("{} takes other arguments than these {given}", kind.name));
        }
        for (argument, text) in kind.arguments.iter().zip(&call.arguments) {
            arguments.take(*argument, text.trim(), cast)?;
        }
        Ok(arguments)
    }

    fn take(&mut self, argument: MetricArgument, text: &str, cast: &Cast) -> Result<(), String> {
        let wrong = || format!("{text:?} is not {}", expected(argument));
        match argument {
            MetricArgument::Rank => self.rank = Some(rank(text).ok_or_else(wrong)?),
            MetricArgument::Percentage => self.share = Some(percentage(text).ok_or_else(wrong)?),
            MetricArgument::Hotkeys | MetricArgument::Count => {
                let least = if argument == MetricArgument::Hotkeys { 2 } else { 1 };
                let count = text.parse().ok().filter(|count| (least..=4096).contains(count));
                self.count = Some(count.ok_or_else(wrong)?);
            }
            MetricArgument::What => {
                self.of_uids = match text {
                    "pay" => false,
                    "incentive" => true,
                    _ => return Err(wrong()),
                };
            }
            MetricArgument::Quality => {
                self.quality = Some(match text {
                    "best" => Quality::Best,
                    "median" => Quality::Median,
                    "delivered" => Quality::Delivered,
                    _ => return Err(wrong()),
                });
            }
            MetricArgument::Deviation
            | MetricArgument::Population
            | MetricArgument::Validators
            | MetricArgument::Newcomers => {
                let fits = |at: &usize| cast.populations[*at].plan.name == text && fits(argument, cast, *at);
                let found = (0..cast.populations.len()).find(fits);
                self.population = Some(found.ok_or_else(wrong)?);
            }
        }
        Ok(())
    }
}

const fn expected(argument: MetricArgument) -> &'static str {
    match argument {
        MetricArgument::Deviation => "a population with an `otherwise`",
        MetricArgument::Population => "a population",
        MetricArgument::Validators => "a population of validators",
        MetricArgument::Newcomers => "a population of miners that joins by an event",
        MetricArgument::Rank => "best, median or worst",
        MetricArgument::Percentage => "a percentage above 0 such as 10%",
        MetricArgument::Hotkeys => "a whole number from 2 to 4096",
        MetricArgument::Count => "a whole number from 1 to 4096",
        MetricArgument::What => "pay or incentive",
        MetricArgument::Quality => "best, median or delivered",
    }
}

fn fits(argument: MetricArgument, cast: &Cast, population: usize) -> bool {
    let troupe = &cast.populations[population];
    let is_miner = matches!(troupe.plan.part, Part::Miner(_));
    match argument {
        MetricArgument::Deviation => troupe.plan.otherwise.is_some(),
        MetricArgument::Validators => !is_miner,
        MetricArgument::Newcomers => troupe.joins_at.is_some() && is_miner,
        _ => true,
    }
}

fn rank(text: &str) -> Option<Rank> {
    match text {
        "best" => Some(Rank::Best),
        "median" => Some(Rank::Median),
        "worst" => Some(Rank::Worst),
        _ => None,
    }
}

fn percentage(text: &str) -> Option<f64> {
    let percent: f64 = text.strip_suffix('%')?.trim().parse().ok()?;
    (percent > 0.0 && percent <= 1000.0).then_some(percent / 100.0)
}
