//! Seats: who takes them, what they cost, whose they were. And subnets that do not touch.

use super::*;
use crate::tally::SeatTally;
use crate::world::together;
use crate::world::window::Window;
use incentor_sdk::Luck;

/// Sixteen seats: the quickstart's honest miners and validators fill fifteen, and two join.
fn full(join: &str, settings: &str) -> Scenario {
    let text = include_str!("../../../../../scenarios/full-house.toml");
    let (head, rest) = text.split_once("event = [").unwrap();
    let (_, rest) = rest.split_once("]\n").unwrap();
    let (rest, _) = rest.split_once("[[gate]]").unwrap();
    let text = format!("{head}event = [{join}]\n{rest}")
        .replace("latency_sd = 0.4", "latency_sd = 0.4, availability = 1.0")
        .replace("160 tempos", "60 tempos")
        .replace("min_burn         = \"0.1 tao\"", &format!("min_burn = \"0.1 tao\"\n{settings}"));
    parse(&text)
}

fn join(at: u32, name: &str, count: u32, quality: f64) -> String {
    format!(
        "{{ at = \"{at} tempos\", join = {{ name = \"{name}\", role = \"miner\", behaviour = \"honest\", count = {count}, quality = {quality} }} }},"
    )
}

#[test]
fn a_newcomer_takes_the_seat_of_the_weakest_past_immunity() {
    let scenario = full(&join(30, "newcomer", 1, 1.7), "");
    let outcome = world(&scenario, 1);
    let subnet = &outcome.subnets[0];
    assert_eq!((subnet.registrations, subnet.prunes, subnet.false_prunes), (1, 1, 0));
    let pruned: Vec<usize> =
        (0..outcome.coldkeys.len()).filter(|at| outcome.coldkeys[*at].prunes > 0).collect();
    assert_eq!(pruned, [0], "honest#1 works worst");
    assert!((outcome.coldkeys[0].seated_days - 0.5).abs() < 0.06, "{}", outcome.coldkeys[0].seated_days);
    let newcomer = of(&scenario, &outcome, "newcomer");
    assert!((newcomer.seated_days - 1.5).abs() < 0.06);
    assert!((newcomer.registration_tao - 0.1).abs() < 1e-9, "the price had long fallen to its least");
    assert!(newcomer.overtook_after.is_some_and(|tempos| (4..30).contains(&tempos)), "{newcomer:?}");
    assert!(newcomer.income_tao > 0.0 && newcomer.fresh_value > 0.0);
    let seat = subnet.seats.iter().find(|seat| seat.registered_at > 0).unwrap();
    assert_eq!(Cast::of(&scenario).coldkeys[seat.coldkey].name, "newcomer");
}

#[test]
fn every_registration_raises_the_price_and_time_lowers_it() {
    let scenario = full(&join(30, "crowd", 3, 1.2), "");
    let outcome = world(&scenario, 1);
    let paid: Vec<f64> =
        (1..=3).map(|number| of(&scenario, &outcome, &format!("crowd#{number}")).registration_tao).collect();
    for (paid, expected) in paid.iter().zip([0.1, 0.126, 0.158_76]) {
        assert!((paid / expected - 1.0).abs() < 1e-6, "{paid} and {expected}");
    }
    let later = full(&format!("{}{}", join(30, "first", 1, 1.2), join(31, "second", 1, 1.2)), "");
    // A tempo is a half-life: 0.126 has fallen below the least price.
    assert!((of(&later, &world(&later, 1), "second").registration_tao - 0.1).abs() < 1e-9);
}

#[test]
fn where_registration_is_closed_newcomers_wait_outside() {
    let scenario = full(&join(30, "newcomer", 1, 1.7), "registration_allowed = false");
    let outcome = world(&scenario, 1);
    let newcomer = of(&scenario, &outcome, "newcomer");
    assert_eq!((newcomer.registration_tao, newcomer.seated_days, newcomer.asked), (0.0, 0.0, 0));
    assert_eq!(outcome.subnets[0].registrations, 0);
}

#[test]
fn a_new_hotkey_starts_clean_unless_it_inherits() {
    let scenario = full(&join(30, "newcomer", 1, 0.1), "");
    let mut inheriting = scenario.clone();
    inheriting.subnets[0].mechanisms[0].book.new_hotkey = incentor_scenario::NewHotkey::Inherit;
    let clean = of(&scenario, &world(&scenario, 1), "newcomer").paid_rao;
    let heir = of(&inheriting, &world(&inheriting, 1), "newcomer").paid_rao;
    assert!(heir > clean + clean / 4, "{heir} against {clean}");
}

#[test]
fn subnets_that_do_not_touch_are_the_same_apart_and_together() {
    let text = include_str!("../../../../../scenarios/three-subnets.toml");
    let mut scenario = parse(text);
    scenario.run.duration = incentor_scenario::Tempos(12);
    scenario.run.warmup = incentor_scenario::Tempos(2);
    for subnet in &mut scenario.subnets {
        subnet.tempo = 360;
        subnet.settings.retain(|setting| setting.name != "tempo");
        subnet.alpha_price = incentor_scenario::AlphaPrice::Given(vec![(0.0, 0.01), (0.3, 0.02)]);
    }
    let cast = Cast::of(&scenario);
    assert_eq!(together::groups(&scenario, &cast).len(), 3);
    let apart = world(&scenario, 1);
    let stage = Stage::of(&scenario, None).unwrap();
    let window = Window::of(&scenario, cast.coldkeys.len());
    let whole = crate::world::World::new(
        &stage,
        &cast,
        Luck::of_seed(1),
        window,
        &[0, 1, 2],
        crate::world::Keep::Pictures,
    );
    let whole = whole.unwrap().run().unwrap();
    assert_eq!(apart.coldkeys, whole.coldkeys);
    assert_eq!(apart.subnets, whole.subnets);
    assert_eq!((apart.epochs, &apart.marks), (whole.epochs, &whole.marks));
    let income = |outcome: &Outcome| -> Vec<Vec<f64>> {
        outcome.series.iter().map(|interval| interval.income_tao.clone()).collect()
    };
    assert_eq!(income(&apart), income(&whole));
}

/// Its old seat fills the house, and is the weakest when the next hotkey comes.
#[test]
fn each_new_hotkey_pays_for_a_seat_and_begins_without_a_record() {
    let rotating = "{ name = \"one\", role = \"miner\", behaviour = { rotating = { every = \"3 tempos\" } }, quality = 1.0 },";
    let settings =
        "max_allowed_uids = 8\nimmunity_period = 360\nmin_non_immune_uids = 0\nmin_burn = \"0.1 tao\"";
    let scenario = still(40, rotating, "", settings);
    let outcome = world(&scenario, 1);
    let subnet = &outcome.subnets[0];
    // Every third tempo but the last; the first to the eighth seat, all later ones to the seat before the last.
    assert_eq!((subnet.registrations, subnet.prunes), (13, 12));
    assert!((subnet.registrations_tao - 13.0 * 0.1).abs() < 1e-9, "{}", subnet.registrations_tao);
    let [one, honest] = ["one", "honest#1"].map(|name| of(&scenario, &outcome, name));
    // Two of the thirteen are in the warm-up.
    let more = one.registration_tao - honest.registration_tao;
    assert!((more - 11.0 * 0.1).abs() < 1e-9, "{more}");
    assert_eq!(one.prunes, 0, "it had left the seats it lost");

    let seats: Vec<&SeatTally> = subnet.seats.iter().skip(6).collect();
    assert_eq!(
        seats.iter().map(|seat| (seat.registered_at, seat.epochs)).collect::<Vec<_>>(),
        [(12_959, 4), (14_039, 1)]
    );
    // Nine rounds with a book of a tenth: what the new seat lacks of a fifth, the one that was left still has.
    let share = |seat: &SeatTally| seat.incentive as f64 / 65_535.0 / f64::from(seat.epochs);
    let young = share(seats[1]);
    assert!((young - (1.0 - libm::pow(0.9, 9.0)) / 5.0).abs() < 1e-3, "{young}");
    let old = share(&subnet.seats[0]);
    assert!((old - 0.2).abs() < 2e-3, "{old}");
    assert!(one.income_tao < honest.income_tao);
}

#[test]
fn only_what_happens_in_the_window_is_churn() {
    let counted = |at: u32| {
        let scenario = full(&join(at, "newcomer", 1, 1.7), "");
        let subnet = world(&scenario, 1).subnets.swap_remove(0);
        assert_eq!((subnet.prunes, subnet.seat_epochs), (1, 40 * 16));
        subnet.counted_prunes
    };
    assert_eq!([10, 30].map(counted), [0, 1]);
}

/// Six seats, all taken by neurons past their immunity.
#[test]
fn a_full_subnet_of_few_seats_turns_everybody_away() {
    let crowd = join(20, "crowd", 2, 1.2);
    let outcome = |settings: &str| {
        let scenario = still(30, "", &crowd, &format!("max_allowed_uids = 6\n{settings}"));
        let subnet = world(&scenario, 1).subnets.swap_remove(0);
        (subnet.turned_away, subnet.registrations, subnet.prunes)
    };
    assert_eq!(outcome(""), (2, 0, 0));
    assert_eq!(outcome("min_non_immune_uids = 6"), (2, 0, 0));
    // The second takes the seat of the first: where five are left, an immune one goes.
    assert_eq!(outcome("min_non_immune_uids = 5"), (0, 2, 2));
    assert_eq!(outcome("registration_allowed = false"), (0, 0, 0), "closed is not full");
}
