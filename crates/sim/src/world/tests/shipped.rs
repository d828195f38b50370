//! Every shipped scenario, for a few tempos.

use super::*;
use incentor_scenario::Tempos;
use std::path::Path;

/// Plays every variant; of a subnet's copies the first two.
fn check(file: &str, tempos: u32) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    let read = |path: &str| std::fs::read_to_string(folder.join(path)).map_err(|error| error.to_string());
    let scenarios =
        ScenarioFile::parse_with(&text, &read).unwrap_or_else(|error| panic!("{file}: {error:?}"));
    for variant in &scenarios.variants {
        let mut scenario = variant.scenario.clone();
        scenario.run.duration = Tempos(tempos);
        scenario.run.warmup = Tempos(1);
        scenario.subnets.iter_mut().for_each(|subnet| subnet.copies = subnet.copies.min(2));
        let outcome = world(&scenario, 1);
        let subnets = Cast::of(&scenario).subnets.len() as u64;
        assert!(outcome.epochs >= u64::from(tempos) * subnets / 4, "{file}: {}", outcome.epochs);
        let paid: u64 = outcome.coldkeys.iter().map(|coldkey| coldkey.paid_rao).sum();
        assert!(paid > 0, "{file}: nobody was paid");
        assert!(outcome.subnets.iter().all(|subnet| subnet.void_rounds == 0), "{file}");
        let money = |tally: &ColdkeyTally| tally.income_tao + tally.running_tao + tally.registration_tao;
        assert!(outcome.coldkeys.iter().all(|coldkey| money(coldkey).is_finite()), "{file}");
    }
}

#[test]
fn abstract_ones_play() {
    for file in [
        "quickstart.toml",
        "departure.toml",
        "full-house.toml",
        "late-reveal.toml",
        "cabal.toml",
        "winner-takes-all.toml",
        "capped-score.toml",
        "three-subnets.toml",
    ] {
        check(file, 6);
    }
}

#[test]
fn a_whole_network_plays() {
    check("network-year.toml", 3);
}
