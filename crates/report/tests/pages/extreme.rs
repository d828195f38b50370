//! Nothing at all, and too much of everything.

use super::quickstart;
use incentor_scenario::run::*;

/// A run without a single result.
pub(crate) fn empty() -> Run {
    let base = quickstart();
    let variant = VariantRun {
        name: String::new(),
        changes: Vec::new(),
        consensus: String::new(),
        participation: Participation::default(),
        populations: Vec::new(),
        coldkeys: Vec::new(),
        seats: Vec::new(),
        deviations: Vec::new(),
        improvements: Vec::new(),
        harm: None,
        metrics: Vec::new(),
        sensitivity: Vec::new(),
        series: Series::default(),
        journeys: Vec::new(),
        flow: EmissionFlow::default(),
        consensus_picture: ConsensusPicture::default(),
        published: None,
    };
    Run {
        teaches: None,
        variants: vec![variant],
        gates: Vec::new(),
        findings: Vec::new(),
        sweep: None,
        parameters: Vec::new(),
        leaves_out: Vec::new(),
        ..base
    }
}

/// One variant without a name, and nobody but honest miners to follow.
pub(crate) fn single() -> Run {
    let mut run = quickstart();
    run.variants.truncate(1);
    let variant = &mut run.variants[0];
    variant.name = String::new();
    variant.journeys.truncate(1);
    run.sweep = None;
    for finding in &mut run.findings {
        finding.variant = String::new();
    }
    for gate in &mut run.gates {
        gate.variant = String::new();
    }
    run
}

/// One variant, 256 uids, 64 validators, nine subnets, long and hostile names, huge and vanishing numbers.
pub(crate) fn crowded() -> Run {
    let evil = "<script>alert('x')</script>\"&".to_owned();
    let long = "a-population-whose-name-somebody-made-as-long-as-it-could-possibly-be-allowed-to".to_owned();
    let mut run = quickstart();
    run.scenario = format!("{evil} {long}");
    run.variants.truncate(1);
    let variant = &mut run.variants[0];
    variant.name = String::new();
    let honest = variant.coldkeys[0].clone();
    variant.coldkeys.extend((0..200_u16).map(|index| {
        let mut coldkey = honest.clone();
        coldkey.name = format!("{long}#{index}");
        coldkey.population = long.clone();
        coldkey.quality = Some(0.001 * f64::from(index));
        coldkey.pay.mean = 1e-9 * f64::from(index);
        coldkey
    }));
    for (index, coldkey) in variant.coldkeys.iter_mut().enumerate() {
        coldkey.subnet = format!("subnet {}", index % 9);
        coldkey.prunes = 0.25;
    }
    let population = variant.populations[0].clone();
    for name in [&long, &evil] {
        variant.populations.push(Population {
            name: name.clone(),
            behaviour: evil.clone(),
            ..population.clone()
        });
    }
    variant.populations[0].pay.mean = 3.2e19;
    variant.populations[0].cost = 1e-12;
    variant.seats = (0..256_u16)
        .map(|uid| Seat {
            subnet: "subnet 0".to_owned(),
            uid,
            coldkey: format!("{long}#{uid}"),
            hotkey: 1,
            role: if uid < 64 { RoleName::Validator } else { RoleName::Miner },
            registered_at: 1_234_567 * u64::from(uid),
            incentive: if uid < 64 { 0.0 } else { 1.0 / f64::from(uid) / 40.0 },
            dividends: 1.0 / 64.0,
            consensus: 0.01,
            validator_trust: 0.5,
        })
        .collect();
    variant.deviations[0].population = evil.clone();
    variant.deviations[0].gain = Estimate { mean: 1e12, half_width: None };
    variant.deviations[1].gain = Estimate { mean: 0.0, half_width: Some(0.0) };
    variant.deviations[1].gain_per_seed = Vec::new();
    variant.journeys.iter_mut().for_each(|journey| {
        let row = journey.rows[1].clone();
        journey
            .rows
            .extend((0..60).map(|index| JourneyRow { validator: format!("{long}#{index}"), ..row.clone() }));
        journey.subnet = long.clone();
        if let Some(answer) = &mut journey.answer {
            answer.question = "x".repeat(400);
            answer.reply = evil.repeat(10);
        }
    });
    variant.journeys[1].answer = None;
    let flow = variant.flow.subnets[0].clone();
    variant.flow.subnets = (0..9_u16)
        .map(|netuid| SubnetFlow {
            name: format!("subnet {netuid}"),
            netuid,
            share: 1.0 / 9.0,
            issued: if netuid == 8 { 0.0 } else { flow.issued },
            epoch_blocks: (0..12).map(|index| 40 * u64::from(netuid) + 361 * index).collect(),
            ..flow.clone()
        })
        .collect();
    let names =
        |count: usize, word: &str| (0..count).map(|index| format!("{index} {word}")).collect::<Vec<_>>();
    let wide = Matrix {
        rows: names(64, "validator"),
        columns: names(192, "miner"),
        values: (0..64_u16)
            .map(|row| (0..192_u16).map(|column| f64::from((row * column) % 17) / 1000.0).collect())
            .collect(),
    };
    variant.consensus_picture.weights = wide.clone();
    variant.consensus_picture.bonds = wide;
    let row = variant.consensus_picture.validators[0].clone();
    variant.consensus_picture.validators.extend((0..60).map(|_| row.clone()));
    variant.series.marks =
        (0..30).map(|index| Mark { day: f64::from(index) * 0.4, what: format!("{evil} {index}") }).collect();
    let finding = run.findings[0].clone();
    run.findings.extend((0..20).map(|_| Finding { sentence: format!("{evil} {long}"), ..finding.clone() }));
    run.gates.iter_mut().for_each(|gate| gate.variant = String::new());
    run.gates[0].why = Some(evil.clone());
    run.parameters.extend((0..300).map(|index| Parameter {
        key: format!("population.{long}.{index}"),
        value: evil.clone(),
        origin: Origin::Default,
    }));
    // Two keys: fields instead of lines.
    if let Some(sweep) = &mut run.sweep {
        sweep.keys = vec!["population.sybil.hotkeys".to_owned(), "mechanism.weights.power".to_owned()];
        let point = sweep.points[0].clone();
        sweep.points = (0..12)
            .map(|index| SweepPoint {
                variant: String::new(),
                values: vec![(index / 4).to_string(), (index % 4).to_string()],
                deviations: point
                    .deviations
                    .iter()
                    .map(|deviation| Deviation {
                        gain: Estimate { mean: f64::from(index) - 4.0, half_width: None },
                        ..deviation.clone()
                    })
                    .collect(),
                ..point.clone()
            })
            .collect();
    }
    run
}
