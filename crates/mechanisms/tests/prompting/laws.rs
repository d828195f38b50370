//! The SDK's laws on the mechanism, and on forms of it that break them.

use incentor_mechanisms::prompting::{GivenTo, Marking, Panel, Prompting, Reader, Sight, WEIGHTS, mechanism};
use incentor_sdk::check::{self, Finding, Trial};
use incentor_sdk::{By, Judged, Scoring};

/// Qualities from far below the median to far above it; enough prompts for every kind.
fn findings(task: Prompting, rule: &dyn Scoring<Prompting>) -> Vec<Finding> {
    let mechanism = mechanism(task, Marking::default(), Reader::default());
    let trial = Trial::of(&mechanism).expect("a miner that is a function");
    check::all(&trial.cases(8).draws(12).rounds(2).efforts(0.25..=2.0).policy(WEIGHTS), rule)
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    let mut codes: Vec<&str> = findings.iter().map(Finding::code).collect();
    codes.sort_unstable();
    codes
}

#[test]
fn no_law_is_broken() {
    for task in [Prompting::default(), Prompting::procedural()] {
        let findings = findings(task, &Marking::default());
        assert!(findings.is_empty(), "{}", findings.iter().map(ToString::to_string).collect::<String>());
    }
}

#[test]
fn prompts_for_all_can_be_copied() {
    let shared = Prompting { given_to: GivenTo::OneValidator, ..Prompting::default() };
    let findings = findings(shared, &Marking::default());
    assert_eq!(codes(&findings), ["clone-unsafe"], "{findings:#?}");
}

#[test]
fn duels_between_rivals_pay_for_decoys() {
    let shared = Prompting { given_to: GivenTo::OneValidator, paraphrased: 1.0, ..Prompting::default() };
    let panel = Panel { sight: Sight::Guarded, ..Panel::default() };
    let findings = findings(shared, &By(Judged(panel)));
    assert!(codes(&findings).contains(&"decoy-unsafe"), "{findings:#?}");
}
