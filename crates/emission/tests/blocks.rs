//! Single blocks of the chain's own traces, replayed rule by rule.
//!
//! `vectors/blocks.jsonl` holds every block of the ledger traces before and after which the trace shows the
//! state, with no call in between: what the subnets' shares depended on, and under `then` what came of it.

use incentor_emission::{
    Fixed, Fixed64, InjectionTerms, OwnerCut, PriceSmoothing, RootPart, RootStake, SubnetClaim, injection,
    moving_price, root_proportion, root_sells, split_block_alpha, subnet_shares, tao_of_share,
};
use incentor_primitives::RuleSet;
use serde_json::Value;

const BLOCKS: &str = include_str!("vectors/blocks.jsonl");

fn integer(value: &Value) -> u64 {
    value.as_u64().or_else(|| value.as_str()?.parse().ok()).unwrap_or_else(|| panic!("an integer: {value}"))
}

fn bits(value: &Value) -> u128 {
    value.as_str().and_then(|digits| digits.parse().ok()).unwrap_or_else(|| panic!("bits: {value}"))
}

fn fixed(value: &Value) -> Fixed {
    Fixed::from_bits(bits(value))
}

fn claim(subnet: &Value) -> SubnetClaim {
    SubnetClaim {
        moving_price: Fixed64::from_fixed(fixed(&subnet["moving_price_bits"])),
        miner_burned: fixed(&subnet["miner_burned_bits"]),
        emission_enabled: subnet["emission_enabled"].as_bool().unwrap(),
    }
}

#[test]
fn every_block_gives_what_the_chain_gave() {
    let (mut subnets_seen, mut pending_seen, mut capped, mut recycled) = (0, 0, 0, 0);
    for line in BLOCKS.lines() {
        let block: Value = serde_json::from_str(line).unwrap();
        let subnets = block["subnets"].as_array().unwrap();
        let claims: Vec<SubnetClaim> = subnets.iter().map(claim).collect();
        let mut shares = vec![Fixed64::ZERO; claims.len()];
        subnet_shares(RuleSet::SUBTENSOR_2026_06.emission.subnet_shares, &claims, &mut shares);
        let sells = root_sells(claims.iter().map(|claim| claim.moving_price));

        for ((subnet, claim), share) in subnets.iter().zip(&claims).zip(shares) {
            let place = format!("{} block {} subnet {}", block["trace"], block["block"], subnet["netuid"]);
            let then = &subnet["then"];
            let root = |alpha_issuance_rao| {
                root_proportion(&RootStake {
                    root_tao_rao: integer(&block["root_tao"]),
                    tao_weight: Fixed::from_u64_ratio_floor(integer(&block["tao_weight"])),
                    alpha_issuance_rao,
                })
            };
            let alpha_emission_rao = integer(&then["alpha_out"]);
            let before_rao = integer(&subnet["alpha_issuance"]);
            let injected = injection(&InjectionTerms {
                tao: tao_of_share(share, integer(&block["block_emission"])),
                price: Fixed64::from_bits(bits(&subnet["price_bits"])).to_fixed_floor(),
                alpha_emission_rao,
                root_proportion: root(before_rao),
            });
            let [tao_in, alpha_in, excess_tao] =
                [injected.tao_in, injected.alpha_in, injected.excess_tao].map(Fixed::to_whole_floor);
            assert_eq!(tao_in, integer(&then["tao_in"]), "{place}: tao_in");
            assert_eq!(alpha_in, integer(&then["alpha_in"]), "{place}: alpha_in");
            assert_eq!(excess_tao, integer(&then["excess_tao"]), "{place}: excess_tao");

            let after_rao = integer(&then["alpha_issuance"]);
            assert_eq!(root(after_rao), fixed(&then["root_prop_bits"]), "{place}: root proportion");

            let smoothing = PriceSmoothing {
                moving_alpha: Fixed::from_bits(u128::from(integer(&block["moving_alpha_bits"]))),
                halving_blocks: integer(&subnet["halving_blocks"]),
            };
            let blocks = integer(&block["block"]) - (integer(&subnet["first_emission_block"]) - 1);
            let price = moving_price(
                claim.moving_price.to_fixed_floor(),
                Fixed64::from_bits(bits(&then["price_bits"])),
                smoothing.weight_after(blocks),
            );
            assert_eq!(price, fixed(&then["moving_price_bits"]), "{place}: moving price");

            subnets_seen += 1;
            capped += u32::from(excess_tao > 0);
            let Some(pending) = then.get("pending") else { continue };
            let proportion = root(before_rao + alpha_in + alpha_emission_rao);
            let part = if sells { RootPart::Kept(proportion) } else { RootPart::Recycled(proportion) };
            let cut = if subnet["owner_cut_enabled"] == true {
                OwnerCut::On(u16::try_from(integer(&block["owner_cut"])).unwrap())
            } else {
                OwnerCut::Off
            };
            let split = split_block_alpha(alpha_emission_rao, cut, part);
            let parts = [split.owner_cut_rao, split.server_rao, split.validator_rao, split.root_rao];
            let expected = ["owner_cut", "server", "validator", "root"].map(|part| integer(&pending[part]));
            assert_eq!(parts, expected, "{place}: pending");
            assert_eq!(
                before_rao + alpha_in + split.minted_rao - split.recycled_rao,
                after_rao,
                "{place}: issuance"
            );
            pending_seen += 1;
            recycled += u32::from(split.recycled_rao > 0);
        }
    }
    // Otherwise the file was cut short, or lost the blocks that matter.
    assert_eq!((subnets_seen, pending_seen, capped, recycled), (150, 135, 38, 28));
}
