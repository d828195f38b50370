//! What an epoch pays: incentive, dividends, parents and children, root.

use crate::document::{Entry, bits, cases, check_near, fixed, fraction, integer, list, short};
use incentor_emission::{
    ChildTerms, DividendParts, Fixed, HotkeyOwner, HotkeyStake, Loan, ParentClaim, PoolTotal, Pots,
    RootDividend, RootRate, childkey_take, inherited_rao, is_withheld, miner_burned, own_contribution,
    parent_contribution, part_of_pot, split_child, split_dividend, split_take, stake_weight_bits,
    validator_pot,
};
use incentor_primitives::{AccountId, Take};
use serde_json::Value;

/// Each hotkey's parts of both pots, with their fractions of a rao.
fn share_out(
    dividends: &[(u64, HotkeyStake)],
    pot_rao: u64,
    root_pot_rao: u64,
    tao_weight: Fixed,
) -> Vec<DividendParts> {
    let parts: Vec<DividendParts> =
        dividends.iter().map(|(dividend, stake)| split_dividend(*dividend, *stake, tao_weight)).collect();
    let sum = |part: fn(&DividendParts) -> Fixed| parts.iter().map(part).fold(Fixed::ZERO, Fixed::plus);
    let (alpha_sum, root_sum) = (sum(|parts| parts.alpha), sum(|parts| parts.root));
    let of_pots = |parts: &DividendParts| DividendParts {
        alpha: part_of_pot(pot_rao, parts.alpha, alpha_sum),
        root: part_of_pot(root_pot_rao, parts.root, root_sum),
    };
    parts.iter().map(of_pots).collect()
}

pub(crate) fn distribution(entry: &Entry) {
    let (input, expected) = (&entry["input"], &entry["expected"]);
    let dividends: Vec<(u64, HotkeyStake)> = list(&input["dividends"])
        .iter()
        .zip(list(&input["stakes_alpha_root"]))
        .map(|(dividend, stake)| {
            let stake = HotkeyStake { alpha_rao: integer(&stake[0]), root_rao: integer(&stake[1]) };
            (integer(dividend), stake)
        })
        .collect();
    let tao_weight = fixed(&input["tao_weight_bits"]);
    let paid =
        share_out(&dividends, integer(&input["validator_pot"]), integer(&input["root_pot"]), tao_weight);

    let model = &entry["model_u96f32_bits"];
    let of_model = |name: &str| list(&model[name]).iter().map(fixed).collect::<Vec<_>>();
    assert_eq!(paid.iter().map(|parts| parts.alpha).collect::<Vec<_>>(), of_model("alpha"));
    assert_eq!(paid.iter().map(|parts| parts.root).collect::<Vec<_>>(), of_model("root"));
    let sum = |part: fn(&DividendParts) -> Fixed| {
        paid.iter().map(part).fold(Fixed::ZERO, Fixed::plus).to_whole_floor()
    };
    check_near(sum(|parts| parts.alpha), &expected["total_alpha"], &expected["tolerance"]);
    check_near(sum(|parts| parts.root), &expected["total_root"], &expected["tolerance"]);
}

/// One hotkey is miner and only validator; its dividend is its alone.
pub(crate) fn single_hotkey(entry: &Entry) {
    let (input, expected) = (&entry["input"], &entry["expected"]);
    let (incentive_rao, dividend_rao) = (integer(&input["incentive"]), integer(&input["dividend"]));
    let own = own_contribution(HotkeyStake { alpha_rao: 1_000, root_rao: 0 }, [], Fixed::ZERO);
    let split = split_child(dividend_rao, own, &mut [], ChildTerms::default());
    assert_eq!((split.own_rao, split.recycled_rao, split.dust_rao), (dividend_rao, 0, 0));

    let stake = HotkeyStake { alpha_rao: 1_000, root_rao: 0 };
    let pot_rao = input["validator_pot"].as_u64().unwrap_or(dividend_rao);
    let paid = share_out(&[(split.own_rao, stake)], pot_rao, 0, Fixed::ZERO);
    let paid_rao = paid[0].alpha.to_whole_floor();
    let total = expected.get("total").or_else(|| expected.get("incentives_plus_dividends"));
    match total {
        Some(total) => check_near(incentive_rao + paid_rao, total, &expected["tolerance"]),
        None => {
            assert_eq!(paid_rao, integer(&expected["dividends"]));
            assert_eq!(incentive_rao, integer(&expected["incentives"]));
        }
    }
}

/// A hotkey with one staker, its owner.
struct Validator {
    stake: HotkeyStake,
    /// What the epoch gave it.
    dividend_rao: u64,
    take: Take,
}

impl Validator {
    /// As the epoch without weights has it: dividends by stake weight.
    fn by_stake(alpha_rao: u64, root_rao: u64, tao_weight: Fixed) -> Self {
        let weight = stake_weight_bits(alpha_rao, root_rao, tao_weight) >> 64;
        let dividend_rao = u64::try_from(weight).unwrap();
        Self { stake: HotkeyStake { alpha_rao, root_rao }, dividend_rao, take: Take(0) }
    }
}

/// Pays the pots of an epoch in which no miner earned anything; alpha and root stake afterwards.
fn drain(pots: Pots, validators: &[Validator], tao_weight: Fixed) -> Vec<HotkeyStake> {
    let dividends: Vec<(u64, HotkeyStake)> =
        validators.iter().map(|validator| (validator.dividend_rao, validator.stake)).collect();
    let paid = share_out(&dividends, validator_pot(pots, 0), pots.root_rao, tao_weight);
    let after = |(validator, parts): (&Validator, &DividendParts)| {
        let mut pool = PoolTotal::default();
        let mut share = pool.deposit(validator.stake.alpha_rao);
        let mut pay = |dividend| {
            let split = split_take(dividend, validator.take);
            if split.take_rao > 0 {
                share = share.plus(pool.deposit(split.take_rao));
            }
            split.nominators_rao
        };
        let (nominators_rao, root_rao) = (pay(parts.alpha), pay(parts.root));
        pool.raise(nominators_rao);
        let credited = RootRate::default().credit(root_rao, validator.stake.root_rao);
        assert!(matches!(credited, RootDividend::Accrues(_)), "{credited:?}");
        HotkeyStake { alpha_rao: pool.worth_rao(share), root_rao: validator.stake.root_rao }
    };
    validators.iter().zip(&paid).map(after).collect()
}

fn pots(list: &Value) -> Pots {
    let [server_rao, validator_rao, root_rao] = [0, 1, 2].map(|at| integer(&list[at]));
    Pots { server_rao, validator_rao, root_rao }
}

fn named_pots(input: &Value) -> Pots {
    let [server_rao, validator_rao, root_rao] =
        ["server_pot", "validator_pot", "root_pot"].map(|pot| input[pot].as_u64().unwrap_or(0));
    Pots { server_rao, validator_rao, root_rao }
}

/// The weight of TAO in an entry; none without it.
fn weight(input: &Value) -> Fixed {
    input.get("tao_weight").map_or(Fixed::ZERO, fraction)
}

pub(crate) fn one_staker(entry: &Entry) {
    let (input, expected) = (&entry["input"], &entry["expected"]);
    let tao_weight = weight(input);
    let alpha_rao = integer(input.get("stake").unwrap_or(&input["alpha_stake"]));
    let root_rao = input["root_stake"].as_u64().unwrap_or(0);
    let mut validator = Validator::by_stake(alpha_rao, root_rao, tao_weight);
    if input["registered"] == false {
        // The epoch knows no such neuron.
        validator.dividend_rao = 0;
    }
    let after = drain(named_pots(input), &[validator], tao_weight)[0];
    let stake_after = expected.get("stake_after").unwrap_or(&expected["alpha_stake_after"]);
    check_near(after.alpha_rao, stake_after, &expected["tolerance"]);
    if let Some(root_after) = expected.get("root_stake_after") {
        check_near(after.root_rao, root_after, &expected["tolerance"]);
    }
}

pub(crate) fn two_stakers(entry: &Entry) {
    let (input, expected) = (&entry["input"], &entry["expected"]);
    let tao_weight = weight(input);
    let alphas = list(input.get("alpha").unwrap_or(&input["stakes"]));
    let validators: Vec<Validator> = (0..alphas.len())
        .map(|at| {
            Validator::by_stake(integer(&alphas[at]), input["root"][at].as_u64().unwrap_or(0), tao_weight)
        })
        .collect();
    let pots = if input["pots"].is_array() { pots(&input["pots"]) } else { named_pots(input) };
    let after = drain(pots, &validators, tao_weight);
    let expected_after = list(expected.get("alpha_after").unwrap_or(&expected["stakes_after"]));
    for (after, stake) in after.iter().zip(expected_after) {
        check_near(after.alpha_rao, stake, &expected["tolerance"]);
    }
}

/// The dividend of a child and its one parent, who belong to two coldkeys.
fn family(
    dividends: [u64; 2],
    stakes: [HotkeyStake; 2],
    proportion_u64: u64,
    take: Take,
    tao_weight: Fixed,
) -> [u64; 2] {
    let [parent, child] = stakes;
    let mut claims = [ParentClaim {
        contribution: parent_contribution(parent, proportion_u64, tao_weight),
        same_coldkey: false,
        dividend_rao: 0,
    }];
    let terms = ChildTerms { take: childkey_take(take, Take(0), Take(0)), burn_u64: 0 };
    let split = split_child(dividends[1], own_contribution(child, [], tao_weight), &mut claims, terms);
    let own = own_contribution(parent, [proportion_u64], tao_weight);
    let parents_own = split_child(dividends[0], own, &mut [], terms);
    [parents_own.own_rao + claims[0].dividend_rao, split.own_rao]
}

pub(crate) fn a_child_takes(entry: &Entry) {
    let (input, expected) = (&entry["input"], &entry["expected"]);
    assert_eq!(input["child_proportion"], 1);
    let parent = HotkeyStake { alpha_rao: integer(&input["parent_stake"]), root_rao: 0 };
    let stakes = [parent, HotkeyStake::default()];
    let take = Take(short(&input["childkey_take_u16"]));
    let pots = pots(&input["pots"]);
    let dividends = family([0, pots.emission_rao()], stakes, u64::MAX, take, Fixed::ZERO);
    let validators = [0, 1].map(|at| {
        // With a take the child's owner gets the first share of its pool.
        Validator { stake: stakes[at], dividend_rao: dividends[at], take: Take(11_796) }
    });
    let after = drain(pots, &validators, Fixed::ZERO);
    check_near(after[0].alpha_rao, &expected["parent_stake_after"], &expected["tolerance"]);
    check_near(after[1].alpha_rao, &expected["child_stake_after"], &expected["tolerance"]);
}

pub(crate) fn inherited_stake(entry: &Entry) {
    let (input, expected) = (&entry["input"], &entry["expected"]);
    assert_eq!((&input["alice_gives_bob"], &input["tao_weight"]), (&Value::from(1), &Value::from(1)));
    let inherited = |kind: &str| {
        let [alice, bob] = ["alice", "bob"].map(|name| integer(&input[format!("{name}_{kind}")]));
        let loan = Loan { parent_rao: alice, proportion_u64: u64::MAX };
        [inherited_rao(alice, [u64::MAX], []), inherited_rao(bob, [], [loan])]
    };
    let (alpha, tao) = (inherited("alpha"), inherited("root"));
    for (at, name) in ["alice", "bob"].into_iter().enumerate() {
        assert_eq!(alpha[at], integer(&expected[format!("{name}_inherited_alpha")]));
        assert_eq!(tao[at], integer(&expected[format!("{name}_inherited_tao")]));
        let weight = stake_weight_bits(alpha[at], tao[at], Fixed::ONE);
        assert_eq!(weight, bits(&expected[format!("{name}_stake_weight")]) << 64);
    }
}

pub(crate) fn children_on_root(entry: &Entry) {
    let (input, expected) = (&entry["input"], &entry["expected"]);
    let rao = integer(&input["all_stakes"]);
    let tao_weight = weight(input);
    let stake = HotkeyStake { alpha_rao: rao, root_rao: rao };
    let proportion = match input["alice_gives_bob"].as_str() {
        Some("half") => u64::MAX / 2,
        Some("all") => u64::MAX,
        other => panic!("{other:?}"),
    };
    let take = Take(input.get("childkey_take_u16").map_or(0, short));
    // Without weights the epoch goes by inherited stake.
    let lent = inherited_rao(rao, [proportion], []);
    let held = inherited_rao(rao, [], [Loan { parent_rao: rao, proportion_u64: proportion }]);
    let dividends = [lent, held].map(|rao| Validator::by_stake(rao, rao, tao_weight).dividend_rao);
    let settled = family(dividends, [stake; 2], proportion, take, tao_weight);
    let pots = pots(&input["pots"]);
    let paid = share_out(
        &settled.map(|dividend| (dividend, stake)),
        validator_pot(pots, 0),
        pots.root_rao,
        tao_weight,
    );
    for (parts, name) in paid.iter().zip(["alice_dividends", "bob_dividends"]) {
        let nominators_rao = split_take(parts.alpha, Take(short(&input["take"]))).nominators_rao;
        check_near(nominators_rao, &expected[name], &expected["tolerance"]);
    }
}

pub(crate) fn owners_incentive(entry: &Entry) {
    let account = |byte| AccountId([byte; 32]);
    let owner = HotkeyOwner { hotkey: account(1), coldkey: account(9) };
    let second = HotkeyOwner { hotkey: account(2), ..owner };
    let miners = match entry["input"]["incentives"].as_object() {
        Some(incentives) => incentives
            .iter()
            .map(|(name, rao)| match name.as_str() {
                "owner_hotkey" => (owner, integer(rao)),
                "second_hotkey_of_owner" => (second, integer(rao)),
                "other" => (HotkeyOwner { hotkey: account(3), coldkey: account(8) }, integer(rao)),
                name => panic!("{name}"),
            })
            .collect(),
        None => {
            let text = entry["input"]["incentives"].as_str().unwrap();
            assert_eq!(text, "owner hotkey and three further hotkeys of the owner coldkey");
            [1, 7, 2, 5].map(|byte| (HotkeyOwner { hotkey: account(byte), ..owner }, 10_000_000)).to_vec()
        }
    };
    let mut withheld_rao = 0;
    for (miner, incentive_rao) in &miners {
        if is_withheld(miner, &owner) {
            withheld_rao += incentive_rao;
        }
    }
    let sum: u64 = miners.iter().map(|(_, rao)| rao).sum();
    let others_are_paid = entry["expected"].get("other_stake") == Some(&Value::from("positive"));
    let expected = if others_are_paid { Fixed::HALF } else { Fixed::ONE };
    assert_eq!(miner_burned(withheld_rao, sum), expected);
}

pub(crate) fn parents_and_child(entry: &Entry) {
    for case in cases(entry) {
        let mut parents: Vec<ParentClaim> = case["parents"]
            .as_array()
            .unwrap()
            .iter()
            .map(|parent| ParentClaim {
                contribution: fixed(&parent[0]),
                same_coldkey: parent[1].as_bool().unwrap(),
                dividend_rao: 0,
            })
            .collect();
        let terms = ChildTerms { take: Take(short(&case["childkey_take_u16"])), burn_u64: 0 };
        // Whole, since the chain rounds it down; the parents' have fraction bits.
        let own = Fixed::from_whole(integer(&case["self_contribution"]));
        let split = split_child(integer(&case["dividend"]), own, &mut parents, terms);
        let paid: Vec<Value> = parents.iter().map(|parent| Value::from(parent.dividend_rao)).collect();
        assert_eq!(Value::from(paid), case["parents_get"], "{case}");
        assert_eq!(split.own_rao, integer(&case["self_gets"]), "{case}");
    }
}
