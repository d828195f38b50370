//! Seeds, time, and what is kept.

use super::{Fields, Item};
use crate::scenario::{Granularity, Record, RunPlan};
use crate::{Count, ScenarioError, Share, Tempos};

/// Every seed's outcome is kept until the end.
pub(crate) const MOST_SEEDS: u32 = 10_000;

const RUN: &str = "a table such as { seeds = 32, duration = \"280 tempos\" }";
const SEEDS: &str = "a whole number from 1 to 10000, such as 32";
const DURATION: &str = "1 to 100000 tempos, such as \"280 tempos\"";
const CONFIDENCE: &str = "a share from 0.5 to 0.9999, such as 0.95";

pub(super) fn read(item: &Item<'_>) -> Result<RunPlan, ScenarioError> {
    let mut fields = item.table(RUN)?;
    let seeds = fields.or_where("seeds", Count(32), SEEDS, |seeds| seeds.0 <= MOST_SEEDS)?.0;
    let first_seed = fields.or("first_seed", Count(1))?.0;
    let duration: Tempos = fields.get_where("duration", DURATION, |duration: &Tempos| duration.0 > 0)?;
    let warmup = fields.or("warmup", Tempos(0))?;
    let accepts = |share: &Share| (0.5..=0.9999).contains(&share.0);
    let Share(confidence) = fields.or_where("confidence", Share(0.95), CONFIDENCE, accepts)?;
    let words = [("block", Granularity::Block), ("tempo", Granularity::Tempo)];
    let granularity = fields.word_or_first("granularity", &words)?;
    // Without the key it is 0, and `duration` is not.
    if let Some(item) = fields.find("warmup").filter(|_| warmup >= duration) {
        let most = Tempos(duration.0 - 1);
        let remedy = format_args!("\"{most}\" or fewer, or a longer `duration`");
        return Err(item.conflict("leaves nothing of `duration` to count", remedy));
    }
    fields.finish()?;
    Ok(RunPlan { seeds, first_seed, duration, warmup, confidence, granularity })
}

const RECORD: &str = "a list of \"ledger\", \"incentive\", \"dividends\", \"weights:last\", \"bonds:last\", \
                      \"scores:1-in-50\"";
const MOST_RECORDS: usize = 16;

pub(super) fn read_record(file: &mut Fields<'_>) -> Result<Vec<Record>, ScenarioError> {
    let Some(item) = file.find("record") else {
        file.note_default("record", "[]");
        return Ok(Vec::new());
    };
    item.note();
    let mut records = Vec::new();
    for item in item.list(RECORD)? {
        let record = match item.text() {
            Some("ledger") => Record::Ledger,
            Some("incentive") => Record::Incentive,
            Some("dividends") => Record::Dividends,
            Some("weights:last") => Record::WeightsLast,
            Some("bonds:last") => Record::BondsLast,
            Some("scores") => Record::Scores { one_in: 1 },
            Some(text) => {
                let one_in = text.strip_prefix("scores:1-in-").and_then(|number| number.parse().ok());
                let one_in = one_in.filter(|one_in| (1..=1_000_000).contains(one_in));
                let names =
                    ["ledger", "incentive", "dividends", "weights:last", "bonds:last", "scores:1-in-50"];
                Record::Scores { one_in: one_in.ok_or_else(|| item.unknown_word(text, &names))? }
            }
            None => return Err(item.wrong(RECORD)),
        };
        if records.contains(&record) || records.len() == MOST_RECORDS {
            return Err(item.conflict("is asked for twice", "remove one of them"));
        }
        records.push(record);
    }
    Ok(records)
}
