//! What the model leaves out, in sentences.

use incentor_scenario::{AlphaPrice, Kind, Scenario, ScenarioFile};

pub(super) fn sentences(file: &ScenarioFile) -> Vec<String> {
    let scenario = &file.base;
    let any =
        |holds: &dyn Fn(&Scenario) -> bool| file.variants.iter().any(|variant| holds(&variant.scenario));
    let mut sentences = vec![
        "What is claimed is that no listed deviation gains more than its band at this profile, one population at a \
         time; deviations that are not listed, and coalitions of several, are not tried.",
        "Nobody enters or leaves because of what it earns; who comes and goes is written in the scenario.",
    ];
    if any(&|scenario| scenario.populations.iter().any(|population| population.otherwise.is_some())) {
        sentences.push(
            "Gains at half and at twice the price of alpha reckon with the same moves: a behaviour that would play \
             otherwise at another price is not played again.",
        );
    }
    let prices = |wanted: fn(&AlphaPrice) -> bool| {
        any(&move |scenario| scenario.subnets.iter().any(|subnet| wanted(&subnet.alpha_price)))
    };
    if prices(|price| matches!(price, AlphaPrice::Constant(_) | AlphaPrice::Given(_))) {
        sentences.push("The price of alpha does not move with what is earned and sold.");
    }
    if prices(|price| matches!(price, AlphaPrice::Pool { .. })) {
        sentences.push("Nobody trades in the pool but those who earn.");
    }
    let kinds = |wanted: fn(&Kind) -> bool| {
        any(&move |scenario| {
            let mechanisms = scenario.subnets.iter().flat_map(|subnet| &subnet.mechanisms);
            mechanisms.into_iter().any(|mechanism| wanted(&mechanism.kind))
        })
    };
    if kinds(|kind| matches!(kind, Kind::Abstract(_))) {
        sentences.push(
            "The abstract mechanism has no real task: an answer is a value read with error, so what can be done to a \
             real scorer shows only with that scorer.",
        );
    }
    if kinds(|kind| matches!(kind, Kind::Command(_))) {
        sentences.push(
            "The program scores in the time it takes; how much its machine costs is what the scenario says.",
        );
    }
    sentences.push(
        "Attacks on machines and networks are not played: nobody floods a rival, and no validator crashes.",
    );
    if scenario.run.warmup.0 == 0 {
        sentences.push("Nothing is left out at the start: bonds and averages that are still growing count.");
    }
    sentences.into_iter().map(str::to_owned).collect()
}
