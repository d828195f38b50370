//! What a block does: the curve, shares, injection, moving prices, pending amounts.

use crate::document::{Entry, bits, cases, check_near, fixed, fixed64, fraction, integer, list, short};
use incentor_emission::{
    BlockAlpha, Fixed, Fixed64, Injection, InjectionTerms, OwnerCut, PriceSmoothing, RootPart, RootStake,
    SubnetClaim, block_emission, injection, moving_price, root_proportion, split_block_alpha, subnet_shares,
    tao_of_share,
};
use incentor_primitives::{RuleSet, SubnetShares};
use serde_json::Value;

const RULES: RuleSet = RuleSet::SUBTENSOR_2026_06;
/// A full block emission of alpha.
const ALPHA_EMISSION_RAO: u64 = 1_000_000_000;

pub(crate) fn curve(entry: &Entry) {
    for case in cases(entry) {
        assert_eq!(block_emission(integer(&case[0]), &RULES.emission), integer(&case[1]), "{case}");
    }
}

fn claim(moving_price: Fixed64) -> SubnetClaim {
    SubnetClaim { moving_price, miner_burned: Fixed::ZERO, emission_enabled: true }
}

fn shares_of(rule: SubnetShares, claims: &[SubnetClaim]) -> Vec<Fixed64> {
    let mut shares = vec![Fixed64::ONE; claims.len()];
    subnet_shares(rule, claims, &mut shares);
    shares
}

/// Injections of a block into pools of these prices, root's part of the alpha being all of it.
fn injections_of(claims: &[SubnetClaim], pool_prices: &[Fixed], block_emission_rao: u64) -> Vec<Injection> {
    let shares = shares_of(RULES.emission.subnet_shares, claims);
    let terms = shares.iter().zip(pool_prices).map(|(share, price)| InjectionTerms {
        tao: tao_of_share(*share, block_emission_rao),
        price: *price,
        alpha_emission_rao: ALPHA_EMISSION_RAO,
        root_proportion: Fixed::ONE,
    });
    terms.map(|terms| injection(&terms)).collect()
}

pub(crate) fn one_subnet_gets_everything(entry: &Entry) {
    let emission_rao = integer(&entry["input"]["block_emission"]);
    let injected = injections_of(&[claim(Fixed64::ONE)], &[Fixed::ONE], emission_rao)[0];
    // The pool, the issuance and the stake all grow by what went in.
    let expected = entry["expected"].as_object().unwrap();
    assert_eq!(expected.len(), 3);
    for increase in expected.values() {
        assert_eq!(injected.tao_in.to_whole_floor(), integer(increase));
    }
    assert_eq!(injected.excess_tao, Fixed::ZERO);
}

pub(crate) fn equal_subnets_get_the_same(entry: &Entry) {
    let (input, expected) = (&entry["input"], &entry["expected"]);
    let count = usize::try_from(integer(&input["subnets"])).unwrap();
    let claims = vec![claim(Fixed64::ONE); count];
    for injected in injections_of(&claims, &[Fixed::ONE; 3], integer(&input["block_emission"])) {
        check_near(injected.tao_in.to_whole_floor(), &expected["each"], &expected["tolerance"]);
    }
}

pub(crate) fn disabled_subnets_leave_theirs(entry: &Entry) {
    let (input, expected) = (&entry["input"], &entry["expected"]);
    let enabled = list(&input["enabled"]).iter().map(|enabled| enabled.as_bool().unwrap());
    let claims: Vec<SubnetClaim> =
        enabled.map(|emission_enabled| SubnetClaim { emission_enabled, ..claim(Fixed64::ONE) }).collect();
    let injected = injections_of(&claims, &[Fixed::ONE; 3], integer(&input["block_emission"]));
    let model = list(&entry["model_u96f32_bits"]);
    for (((injected, claim), tao), model) in
        injected.iter().zip(&claims).zip(list(&expected["tao"])).zip(model)
    {
        check_near(injected.tao_in.to_whole_floor(), tao, &expected["tolerance"]);
        assert_eq!(injected.tao_in.plus(injected.excess_tao), fixed(model));
        if !claim.emission_enabled {
            assert_eq!(injected.alpha_in.to_whole_floor(), integer(&expected["disabled_alpha_in"]));
            assert_eq!(injected.excess_tao.to_whole_floor(), integer(&expected["disabled_excess"]));
        }
    }
    // The alpha emission asks for no flag.
    assert_eq!(expected["disabled_alpha_out"], "positive");
    assert!(
        split_block_alpha(block_emission(0, &RULES.emission), OwnerCut::Off, RootPart::None).minted_rao > 0
    );
}

pub(crate) fn shares_know_no_root(entry: &Entry) {
    let prices = list(&entry["input"]["moving_prices"]);
    let claims: Vec<SubnetClaim> =
        prices.iter().map(|price| claim(Fixed64::from_whole(integer(price)))).collect();
    let expected = list(&entry["expected"]["shares"]);
    for (share, expected) in shares_of(RULES.emission.subnet_shares, &claims).iter().zip(expected) {
        assert_eq!(share.to_fixed_floor(), fraction(expected));
    }
}

pub(crate) fn shares(entry: &Entry) {
    for case in cases(entry) {
        let claims: Vec<SubnetClaim> = list(&case["prices"])
            .iter()
            .zip(list(&case["burned"]))
            .map(|(price, burned)| SubnetClaim {
                miner_burned: fixed64(burned).to_fixed_floor(),
                ..claim(fixed64(price))
            })
            .collect();
        let expected: Vec<Fixed64> = list(&case["shares"]).iter().map(fixed64).collect();
        assert_eq!(shares_of(SubnetShares::PriceLessBurned, &claims), expected, "{case}");
    }
}

pub(crate) fn enable_flags(entry: &Entry) {
    for case in cases(entry) {
        // Shares that sum to 1 are prices with the same shares.
        let claims: Vec<SubnetClaim> = list(&case["shares"])
            .iter()
            .zip(list(&case["enabled"]))
            .map(|(share, enabled)| SubnetClaim {
                emission_enabled: enabled.as_bool().unwrap(),
                ..claim(fixed64(share))
            })
            .collect();
        let tao: Vec<Fixed> = shares_of(SubnetShares::Price, &claims)
            .iter()
            .map(|share| tao_of_share(*share, integer(&case["block_emission"])))
            .collect();
        let expected: Vec<Fixed> = list(&case["result"]).iter().map(fixed).collect();
        assert_eq!(tao, expected, "{case}");
    }
}

pub(crate) fn moving_prices(entry: &Entry) {
    let (input, expected) = (&entry["input"], &entry["expected"]);
    let smoothing = PriceSmoothing {
        moving_alpha: fraction(&input["moving_alpha"]),
        halving_blocks: input["halving_blocks"].as_u64().unwrap_or(RULES.subnet.price_halving_blocks),
    };
    let blocks = integer(&input["block"]) - (integer(&input["first_emission_block"]) - 1);
    let weight = smoothing.weight_after(blocks);
    let pool_price = Fixed64::from_whole(integer(&input["price"]));
    let price = (0..input["updates"].as_u64().unwrap_or(1))
        .fold(Fixed::from_whole(integer(&input["start"])), |price, _| {
            moving_price(price, pool_price, weight)
        });
    assert_eq!(price, fixed(&entry["model_i96f32_bits"]));
    let thousandth = fraction(&Value::from(0.001));
    match expected.as_str() {
        Some("below 0.001") => assert!(price < thousandth),
        Some(near) => {
            assert_eq!(near, "0.5 within 0.001");
            assert!(price.plus(thousandth) >= Fixed::HALF && price <= Fixed::HALF.plus(thousandth));
        }
        None => {
            let (near, within) = (fraction(&expected["moving_price"]), fraction(&expected["tolerance"]));
            assert!(price.plus(within) >= near && price <= near.plus(within));
        }
    }
}

pub(crate) fn alpha_in_by_price(entry: &Entry) {
    let input = &entry["input"];
    let numbers =
        |name: &str| input[name].as_array().map(|list| list.iter().map(integer).collect::<Vec<_>>());
    let pool_prices = numbers("pool_prices").or_else(|| numbers("prices")).unwrap();
    let moving = numbers("moving_prices").unwrap_or_else(|| pool_prices.clone());
    let reserves = numbers("reserves").unwrap_or_else(|| vec![integer(&input["alpha_reserve"]); 2]);
    let claims: Vec<SubnetClaim> = moving.iter().map(|price| claim(Fixed64::from_whole(*price))).collect();
    let pool_prices: Vec<Fixed> = pool_prices.iter().map(|price| Fixed::from_whole(*price)).collect();
    let injected = injections_of(&claims, &pool_prices, integer(&input["block_emission"]));
    for ((injected, reserve_rao), expected) in
        injected.iter().zip(reserves).zip(list(&entry["expected"]["alpha_in"]))
    {
        assert_eq!(reserve_rao + injected.alpha_in.to_whole_floor(), integer(expected));
        assert_eq!(injected.excess_tao, Fixed::ZERO);
    }
}

pub(crate) fn owner_cut(entry: &Entry) {
    let cut = |cut| split_block_alpha(ALPHA_EMISSION_RAO, cut, RootPart::None).owner_cut_rao;
    for case in cases(entry) {
        assert_eq!(cut(OwnerCut::On(short(&case["owner_cut_u16"]))), integer(&case["pending_owner_cut"]));
    }
    assert_eq!(cut(OwnerCut::Off), 0);
}

fn check_split(split: &BlockAlpha, expected: &Value) {
    let found =
        [split.owner_cut_rao, split.server_rao, split.validator_rao, split.root_rao, split.recycled_rao];
    let expected =
        ["owner_cut", "server", "validator", "root", "recycled"].map(|part| integer(&expected[part]));
    assert_eq!(found, expected);
}

fn root_part(proportion: Fixed, sells: &Value) -> RootPart {
    if sells.as_bool().unwrap() { RootPart::Kept(proportion) } else { RootPart::Recycled(proportion) }
}

pub(crate) fn pending_emission(entry: &Entry) {
    let input = &entry["input"];
    assert_eq!((&input["tao_weight"], &input["alpha_issuance"]), (&Value::from(1), &Value::from("3e9 (+1)")));
    let proportion = root_proportion(&RootStake {
        root_tao_rao: integer(&input["root_tao"]),
        tao_weight: Fixed::ONE,
        alpha_issuance_rao: 3_000_000_000,
    });
    let cut = OwnerCut::On(short(&input["owner_cut_u16"]));
    let part = root_part(proportion, &input["root_sell"]);
    let split = split_block_alpha(integer(&input["alpha_out"]), cut, part);
    check_split(&split, &entry["model_output"]);
    let expected = &entry["expected"];
    for (found, name) in
        [(split.server_rao, "server"), (split.validator_rao, "validator"), (split.root_rao, "root")]
    {
        check_near(found, &expected[name], &expected["tolerance"]);
    }
}

pub(crate) fn root_of_the_entry(entry: &Entry) {
    let (input, model) = (&entry["input"], &entry["model"]);
    let proportion = root_proportion(&RootStake {
        root_tao_rao: integer(&input["root_tao"]),
        tao_weight: Fixed::from_u64_ratio_floor(integer(&input["tao_weight_u64"])),
        alpha_issuance_rao: integer(&model["alpha_issuance"]),
    });
    assert_eq!(proportion, fixed(&model["root_prop_bits"]));
}

pub(crate) fn tao_weight(entry: &Entry) {
    for case in cases(entry) {
        assert_eq!(Fixed::from_u64_ratio_floor(integer(&case[0])), fixed(&case[1]), "{case}");
    }
    assert_eq!(integer(&cases(entry)[0][0]), RULES.network.tao_weight_u64);
}

pub(crate) fn pending(entry: &Entry) {
    for case in cases(entry) {
        let proportion = root_proportion(&RootStake {
            root_tao_rao: integer(&case["root_tao"]),
            tao_weight: fixed(&case["tao_weight_bits"]),
            alpha_issuance_rao: integer(&case["alpha_issuance"]),
        });
        let (emission_rao, cut) = (integer(&case["alpha_out"]), OwnerCut::On(short(&case["owner_cut_u16"])));
        check_split(
            &split_block_alpha(emission_rao, cut, root_part(proportion, &case["root_sell"])),
            &case["result"],
        );
        if proportion == Fixed::ZERO {
            check_split(&split_block_alpha(emission_rao, cut, RootPart::None), &case["result"]);
        }
    }
}

pub(crate) fn injections(entry: &Entry) {
    for case in cases(entry) {
        let alpha_emission_rao = integer(&case["alpha_emission"]);
        let injected = injection(&InjectionTerms {
            tao: fixed(&case["tao_emission_bits"]),
            price: fixed(&case["price_bits"]),
            alpha_emission_rao,
            root_proportion: fixed(&case["root_prop_bits"]),
        });
        let minted = split_block_alpha(alpha_emission_rao, OwnerCut::Off, RootPart::None).minted_rao;
        let found = [injected.tao_in, injected.alpha_in, Fixed::from_whole(minted), injected.excess_tao];
        let expected = ["tao_in", "alpha_in", "alpha_out", "excess"].map(|part| bits(&case["result"][part]));
        assert_eq!(found.map(Fixed::to_bits), expected, "{case}");
    }
}
