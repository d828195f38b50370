//! An explanation in words, for somebody who never read the rules.

use super::{
    Explanation, Share,
    page::{Page, uids},
    standing::{Activity, Permit, PermitReason, Stake},
    validator::{AsValidator, Majority, MaskedWeight},
};
use crate::verb::epoch::figures::{alpha, amount as stake_weight, count, percent, share, share_in_words};

/// The whole explanation as text.
pub(in crate::verb::epoch) fn words(heading: &str, explanation: &Explanation) -> String {
    let Explanation { uid, hotkey, .. } = explanation;
    let mut page = Page::titled(&format!("uid {uid} of {heading}"));
    if let Some(hotkey) = hotkey {
        page.say(hotkey);
    }
    result(&mut page, explanation);
    page.section("Stake");
    stake(&mut page, &explanation.stake);
    page.section("Permit");
    permit(&mut page, &explanation.permit, &explanation.stake);
    page.section("Activity");
    activity(&mut page, &explanation.activity, &explanation.permit);
    page.section("As a validator: the weights it gives");
    given(&mut page, explanation);
    page.section("As a validator: the bonds it holds");
    bonds(&mut page, explanation);
    page.section("As a miner: the weights it receives");
    received(&mut page, explanation);
    page.section("Emission");
    emission(&mut page, explanation);
    page.finish()
}

fn result(page: &mut Page, explanation: &Explanation) {
    let e = &explanation.emission;
    let text = match (e.mining_rao, e.validating_rao) {
        (0, 0) => format!("Earns nothing of the subnet's {}.", alpha(e.subnet_rao)),
        (mining, 0) => {
            format!("Earns {} of the subnet's {}, all by mining.", alpha(mining), alpha(e.subnet_rao))
        }
        (0, validating) => {
            format!("Earns {} of the subnet's {}, all by validating.", alpha(validating), alpha(e.subnet_rao))
        }
        (mining, validating) => format!(
            "Earns {} of the subnet's {}: {} by mining and {} by validating.",
            alpha(mining.saturating_add(validating)),
            alpha(e.subnet_rao),
            alpha(mining),
            alpha(validating)
        ),
    };
    page.say(&text);
}

fn stake(page: &mut Page, stake: &Stake) {
    let amount = stake_weight(stake.rao);
    if stake.rao == 0 {
        page.say("It has none. Stake is what makes a validator's opinion count; miners need none.");
    } else if stake.below_threshold {
        page.say(&format!(
            "It has a stake weight of {amount}, which is below the threshold of {}; so it counts as none.",
            stake_weight(stake.threshold_rao)
        ));
    } else if stake.share.0 == 0 {
        page.say(&format!("It has a stake weight of {amount}, too little beside the others' to be a share."));
    } else {
        page.say(&format!(
            "It has a stake weight of {amount}: {} of all stake, number {} of {} with stake.",
            percent(stake.share.0),
            stake.rank,
            count(stake.staked_uids, "uid")
        ));
    }
}

fn permit(page: &mut Page, permit: &Permit, stake: &Stake) {
    page.say(if permit.in_force {
        "It held a validator permit during this epoch, so its weights could count."
    } else {
        "It held no validator permit during this epoch, so weights of its own could not count. A permit won in \
         one epoch works from the next."
    });
    let limit = count(usize::from(permit.limit), "permit");
    let next = match &permit.why {
        PermitReason::Owner => "From now on it holds one, as the subnet owner's uid always does.".to_owned(),
        PermitReason::LargeStake => format!(
            "From now on it holds one: it is number {} by stake and the subnet gives out {limit}.",
            stake.rank
        ),
        PermitReason::NoStake => "From now on it holds none: it has no stake that counts.".to_owned(),
        PermitReason::Outranked { by: Some(by), their_rao } => format!(
            "From now on it holds none: it is number {} by stake and the subnet gives out {limit}. The smallest \
             holder, uid {by}, has a stake weight of {}.",
            stake.rank,
            stake_weight(*their_rao)
        ),
        PermitReason::Outranked { by: None, .. } => {
            format!("From now on it holds none: the subnet gives out {limit}.")
        }
    };
    page.say(&next);
}

fn activity(page: &mut Page, activity: &Activity, permit: &Permit) {
    let cutoff = activity.cutoff_blocks;
    let last = match activity.blocks_ago {
        _ if activity.last_update == 0 => "It never set weights".to_owned(),
        Some(ago) => format!("It last set weights at block {}, {ago} blocks ago", activity.last_update),
        None => format!("It last set weights at block {}, which is yet to come", activity.last_update),
    };
    let verdict = match (activity.active, permit.in_force) {
        (true, _) => "active",
        (false, true) => "inactive, and its stake counts for nothing in this epoch",
        (false, false) => "inactive; without a permit that changes nothing",
    };
    page.say(&format!("{last}; the limit is {cutoff} blocks. It is {verdict}."));
}

fn given(page: &mut Page, explanation: &Explanation) {
    let v = &explanation.as_validator;
    if v.stored == 0 {
        page.say("It gives no weights.");
        return;
    }
    page.say(&format!(
        "It stored {}; {} counted. Its stake behind them is {} of the active validators' stake.",
        count(v.stored, "weight"),
        v.weights.len(),
        percent(explanation.stake.active_share.0)
    ));
    masked(page, &v.masked);
    if v.weights.is_empty() {
        return;
    }
    cut(page, explanation, v);
    let rows: Vec<[String; 4]> = v
        .weights
        .iter()
        .map(|w| [w.uid.to_string(), share(w.share.0), share(w.consensus.0), share(w.counted.0)])
        .collect();
    page.table(["miner", "gives", "consensus", "counts"], &rows);
    page.say(&format!("Validator trust, the sum of what counts: {}.", share_in_words(v.trust.0)));
}

/// One sentence for each reason, so that a masked row is no wall of text.
fn masked(page: &mut Page, masked: &[MaskedWeight]) {
    for (mask, reason) in [
        ("no-permit", "because it held no permit"),
        ("self-weight", "because a weight on oneself counts for the subnet owner only"),
        ("no-such-uid", "because the subnet has no such uid"),
        ("outdated", "because that miner registered after these weights were set"),
        ("pending-commit", "because that miner registered after the commit that is still to be revealed"),
    ] {
        let hit: Vec<&MaskedWeight> = masked.iter().filter(|weight| weight.why == mask).collect();
        let Some(first) = hit.first() else {
            continue;
        };
        let columns: Vec<usize> = hit.iter().map(|weight| usize::from(weight.uid)).collect();
        let blocks = match (first.registered, first.set) {
            (Some(registered), Some(set)) => {
                format!(" (uid {}: registered at block {registered}, set at {set})", first.uid)
            }
            _ => String::new(),
        };
        page.say(&format!(
            "Ignored: {} on {}, {reason}{blocks}.",
            count(hit.len(), "weight"),
            uids(&columns)
        ));
    }
}

/// Where the majority disagreed, and who that is.
fn cut(page: &mut Page, explanation: &Explanation, v: &AsValidator) {
    const SHOWN: usize = 3;
    let clipped: Vec<_> = v.weights.iter().filter_map(|w| w.majority.as_ref().map(|m| (w, m))).collect();
    if clipped.is_empty() {
        page.say("None was cut: it gives no miner more than the majority does.");
        return;
    }
    let lost = |w: &super::validator::OwnWeight| w.share.0.saturating_sub(w.counted.0);
    let mut worst = clipped.clone();
    worst.sort_by_key(|(w, _)| std::cmp::Reverse(lost(w)));
    page.say(&format!(
        "{} cut to what the majority gives; the most:",
        match clipped.len() {
            1 => "One weight was".to_owned(),
            n => format!("{n} weights were"),
        }
    ));
    for (weight, majority) in worst.iter().take(SHOWN) {
        page.say(&format!(
            "- miner {}: {} cut to {}. {}",
            weight.uid,
            share_in_words(weight.share.0),
            share_in_words(weight.counted.0),
            decided(majority, weight.consensus, explanation.majority)
        ));
    }
}

/// Who decided a consensus.
fn decided(majority: &Majority, consensus: Share, needed_share: Share) -> String {
    if consensus.0 == 0 {
        return format!(
            "Validators with {} of the stake give it anything at all, and {} is needed.",
            percent(majority.stake_above.0),
            percent(needed_share.0)
        );
    }
    let (stake, needed) = (percent(majority.stake.0), percent(needed_share.0));
    if majority.stake < needed_share {
        return format!(
            "Its consensus is {}, the least that anybody gives it: all stake together is {stake}, and {needed} is \
             needed to decide on more.",
            share_in_words(consensus.0)
        );
    }
    format!(
        "Its consensus is {}: {stake} of the stake gives that much or more ({}), only {} gives more, and {needed} is \
         needed.",
        share_in_words(consensus.0),
        uids(&majority.uids),
        percent(majority.stake_above.0),
    )
}

fn bonds(page: &mut Page, explanation: &Explanation) {
    let v = &explanation.as_validator;
    if v.bonds.is_empty() {
        page.say(
            "It holds none. Bonds grow by giving weight to a miner, best before others do, and pay a share of \
             that miner's incentive.",
        );
        return;
    }
    page.say(if explanation.yuma3 {
        "A bond is what it holds of a miner, as a share of all validators' bonds to that miner. Bond times the \
         miner's incentive, summed and weighted with its own stake, makes its dividends."
    } else {
        "A bond is what it holds of a miner, as a share of all validators' bonds to that miner; stake buys it. \
         Bond times the miner's incentive, summed, makes its dividends."
    });
    if explanation.liquid_alpha {
        page.say(
            "Liquid alpha is on: how fast a bond moves depends on how far its weight is from consensus.",
        );
    }
    let rows: Vec<[String; 5]> = v
        .bonds
        .iter()
        .map(|b| {
            [b.uid.to_string(), share(b.before.0), share(b.now.0), share(b.incentive.0), share(b.pays.0)]
        })
        .collect();
    page.table(["miner", "before", "now", "incentive", "product"], &rows);
    page.say(&format!("Dividends, its share of all validators': {}.", percent(v.dividends.0)));
}

fn received(page: &mut Page, explanation: &Explanation) {
    let m = &explanation.as_miner;
    if m.from.is_empty() {
        page.say("No validator gives it weight that counts, so it has no incentive.");
        return;
    }
    let rows: Vec<[String; 5]> = m
        .from
        .iter()
        .map(|g| {
            [
                g.uid.to_string(),
                share(g.share.0),
                share(g.counted.0),
                share(g.active_stake.0),
                share(g.adds.0),
            ]
        })
        .collect();
    page.say(&format!(
        "{} it weight.",
        match m.from.len() {
            1 => "One validator gives".to_owned(),
            n => format!("{n} validators give"),
        }
    ));
    page.table(["validator", "gives", "counts", "stake", "product"], &rows);
    page.say(&decided(&m.majority, m.consensus, explanation.majority));
    page.say(&format!(
        "The products sum to its rank, {} of {} for all miners: an incentive of {}.",
        share_in_words(m.rank.0),
        share_in_words(m.ranks.0),
        percent(m.incentive.0)
    ));
}

fn emission(page: &mut Page, explanation: &Explanation) {
    let e = &explanation.emission;
    if e.by_stake {
        page.say(
            "Nobody has incentive or dividends in this epoch, so miners get nothing and validators share the \
             emission by stake.",
        );
    } else {
        page.say(
            "Incentive and dividends are added up over everybody and each uid gets its part of the sum; so miners \
             and validators get half each as long as there are both.",
        );
    }
    page.say(&format!(
        "Of {} that came in, {} go to miners and {} to validators; {} are lost to rounding down.",
        alpha(e.subnet_rao),
        alpha(e.all_miners_rao),
        alpha(e.all_validators_rao),
        alpha(e.dust_rao)
    ));
    page.say(&format!("By mining: {} of the whole, {}.", percent(e.mining_share.0), alpha(e.mining_rao)));
    page.say(&format!(
        "By validating: {} of the whole, {}.",
        percent(e.validating_share.0),
        alpha(e.validating_rao)
    ));
}
