//! Maps small enough for every test run.

use incentor_retention::{
    Map, Params, Requirement, RetentionError, closed_form, honest_emission, published, run,
};
use std::sync::atomic::{AtomicU64, Ordering};

fn map(params: &Params) -> Map {
    run(params, &|_| {}).expect("the parameters are valid")
}

#[test]
fn without_noise_it_is_the_closed_form() {
    let params = Params {
        honest_stakes: vec![0.51, 0.6, 0.75, 0.9],
        weight_deviation: 0.0,
        uids: 40,
        validators: 8,
        grid_points: 51,
        seeds: 1,
        ..Params::default()
    };
    let step = params.weight(1);
    for row in map(&params).rows {
        for (point, requirement) in row.contour.iter().enumerate() {
            let weight = params.weight(point);
            let expected = closed_form::required_utility(row.honest_stake, weight);
            let found = requirement.utility().expect("an honest majority retains its stake");
            assert!(
                (found - expected).abs() < step,
                "stake {}, cabal {weight}: {found} for {expected}",
                row.honest_stake
            );
        }
        let required = row.required_utility.utility().expect("an honest majority retains its stake");
        assert!((required - row.honest_stake).abs() < step / 2.0, "{}: {required}", row.honest_stake);
    }
}

#[test]
fn the_published_requirements_are_met() {
    // One seed, one stake and every fifth cabal weight; the whole table is `examples/published.rs`.
    let figures = published::FIGURES.iter().filter(|figure| figure.kappa <= 0.5);
    for (figure, honest_stake) in figures.zip([0.6, 0.8].into_iter().cycle()) {
        let params =
            Params { honest_stakes: vec![honest_stake], grid_points: 11, seeds: 1, ..figure.params() };
        for row in map(&params).rows {
            let point = figure.point(row.honest_stake).expect("the stake is published");
            let found = row.required_utility.utility().expect("an honest majority retains its stake");
            let away = (found - point.required_utility).abs();
            assert!(away <= 0.01, "{} at {}: {found}", figure.name, row.honest_stake);
        }
    }
}

#[test]
fn the_chains_own_assertions_hold() {
    for (honest_stake, utility, cabal_weight, weight_deviation) in published::RETAINED {
        let params = Params { weight_deviation, ..Params::default() };
        for seed in 0..2 {
            let emission = honest_emission(&params, seed, honest_stake, utility, cabal_weight)
                .expect("the parameters are valid");
            // One of them lies on the border itself, where the draws decide the last digits.
            assert!(
                emission >= honest_stake - 1e-4,
                "stake {honest_stake}, utility {utility}, cabal {cabal_weight}, seed {seed}: {emission}"
            );
        }
    }
}

#[test]
fn the_default_contour_runs_through_its_published_points() {
    for (cabal_weight, utility) in published::DEFAULT_CONTOUR_060 {
        let emission = |utility| honest_emission(&Params::default(), 1, 0.6, utility, cabal_weight);
        let below = emission(utility - 0.01).expect("the parameters are valid");
        let above = emission(utility + 0.01).expect("the parameters are valid");
        assert!(below < 0.6 && 0.6 < above, "cabal {cabal_weight}, around {utility}: {below}, {above}");
    }
}

#[test]
fn a_weight_is_a_share() {
    let error = honest_emission(&Params::default(), 0, 0.6, 1.5, 0.5);
    assert!(matches!(error, Err(RetentionError::Range { name: "utility", .. })), "{error:?}");
    let error = honest_emission(&Params::default(), 0, 0.6, 0.5, f64::NAN);
    assert!(matches!(error, Err(RetentionError::Range { name: "cabal_weight", .. })), "{error:?}");
}

#[test]
fn threads_and_runs_do_not_change_a_bit() {
    let params = Params {
        honest_stakes: vec![0.55, 0.7],
        uids: 48,
        validators: 8,
        grid_points: 6,
        seeds: 2,
        ..Params::default()
    };
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be had");
        pool.install(|| map(&params))
    };
    let one = on(1);
    assert_eq!(one, on(2));
    assert_eq!(format!("{one:?}"), format!("{:?}", on(3)));
    assert_ne!(one.rows, map(&Params { first_seed: 2, ..params }).rows, "another seed is another map");
}

#[test]
fn no_network_is_skipped() {
    let params = Params {
        honest_stakes: vec![0.55, 0.7, 0.9],
        uids: 24,
        validators: 4,
        grid_points: 5,
        seeds: 2,
        ..Params::default()
    };
    let evaluated = AtomicU64::new(0);
    let count = |networks| {
        evaluated.fetch_add(networks, Ordering::Relaxed);
    };
    let map = run(&params, &count).expect("the parameters are valid");
    assert_eq!(evaluated.into_inner(), 3 * 5 * 5 * 2);
    assert_eq!(params.networks(), 150);
    for row in map.rows {
        assert_eq!((row.by_seed.len(), row.contour.len()), (2, 5));
        let (least, greatest) = row.spread();
        assert!(least <= greatest);
    }
}

#[test]
fn more_noise_needs_more_honesty() {
    let required = |weight_deviation| {
        let params = Params {
            honest_stakes: vec![0.6],
            weight_deviation,
            uids: 200,
            validators: 40,
            grid_points: 11,
            seeds: 1,
            ..Params::default()
        };
        map(&params).rows[0].required_utility
    };
    assert!(required(0.0) < required(0.2) && required(0.2) < required(0.4));
}

#[test]
fn a_minority_cannot_retain_its_stake() {
    let params = Params {
        honest_stakes: vec![0.3],
        uids: 48,
        validators: 8,
        grid_points: 6,
        seeds: 1,
        ..Params::default()
    };
    assert_eq!(map(&params).rows[0].required_utility, Requirement::Unattainable);
}
