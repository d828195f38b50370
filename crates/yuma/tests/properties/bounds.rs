//! Nothing is paid twice, and every number keeps to its range.

use crate::states::any_state;
use crate::{config, fresh, trace};
use proptest::prelude::*;

const ONE: i64 = 1 << 32;

proptest! {
    #![proptest_config(config(500))]

    /// Each of at most 2n shares is rounded down twice: by less than 2^-32 when it is divided, which is less
    /// than `emission / 2^32` rao, and by less than one rao when it is paid.
    #[test]
    fn emission_is_paid_once_but_for_dust(state in any_state()) {
        prop_assume!(fresh().run(&state.input()).is_ok());
        let (epoch, trace) = trace(&state);
        let paid = epoch.server_emission.iter().chain(&epoch.validator_emission);
        let paid: u128 = paid.copied().map(u128::from).sum();
        let emission = u128::from(state.emission_rao);
        prop_assert!(paid <= emission, "{paid} of {emission}: {}", state.to_json());
        let combined: u128 = epoch.emission.iter().copied().map(u128::from).sum();
        prop_assert!(combined <= emission, "{combined} of {emission} published: {}", state.to_json());

        let someone = trace.server_share.iter().chain(&trace.validator_share).any(|share| *share > 0);
        // One more, because the first normalisation of stake rounds down by itself.
        let shares = 2 * state.n as u128 + 1;
        let dust = if someone { shares + ((emission * shares) >> 32) } else { emission };
        prop_assert!(emission - paid <= dust, "{} rao are lost: {}", emission - paid, state.to_json());
    }

    #[test]
    fn scores_are_fractions(state in any_state()) {
        prop_assume!(fresh().run(&state.input()).is_ok());
        let (epoch, trace) = trace(&state);
        let bits = &epoch.bits;
        let lists = [
            ("consensus", &bits.consensus),
            ("incentive", &bits.incentive),
            ("dividends", &bits.dividends),
            ("validator_trust", &bits.validator_trust),
            ("stake", &trace.stake),
            ("active_stake", &trace.active_stake),
        ];
        for (name, list) in lists {
            prop_assert_eq!(list.len(), state.n);
            prop_assert!(list.iter().all(|bits| (0..=ONE).contains(bits)), "{}: {:?}", name, list);
        }
        for (name, list) in [("stake", &trace.stake), ("incentive", &bits.incentive), ("dividends", &bits.dividends)] {
            prop_assert!(list.iter().sum::<i64>() <= ONE, "{} sums to more than one: {:?}", name, list);
        }
        for rows in [&trace.weights, &trace.clipped] {
            prop_assert!(rows.iter().flatten().all(|(_, bits)| (0..=ONE).contains(bits)));
        }
    }

    /// A row belongs to a permit, names uids of the subnet, each once, and ascends except where liquid alpha
    /// keeps the order of the weights.
    #[test]
    fn stored_bonds_are_rows_of_permit_holders(state in any_state()) {
        prop_assume!(fresh().run(&state.input()).is_ok());
        let (epoch, _) = trace(&state);
        for (uid, row) in epoch.bonds.to_vecs().into_iter().enumerate() {
            prop_assert!(row.is_empty() || epoch.validator_permit[uid]);
            let mut columns: Vec<u16> = row.iter().map(|(column, _)| *column).collect();
            prop_assert!(columns.iter().all(|column| usize::from(*column) < state.n));
            if !(state.yuma3_on && state.liquid_alpha_on) {
                prop_assert!(columns.is_sorted());
            }
            columns.sort_unstable();
            columns.dedup();
            prop_assert_eq!(columns.len(), row.len());
        }
    }

    /// Clipping never raises a weight, and never past consensus.
    #[test]
    fn clipped_weights_are_the_lesser_of_weight_and_consensus(state in any_state()) {
        prop_assume!(fresh().run(&state.input()).is_ok());
        let (epoch, trace) = trace(&state);
        for (row, clipped) in trace.weights.iter().zip(&trace.clipped) {
            for &(column, weight) in row {
                let lesser = weight.min(epoch.bits.consensus[usize::from(column)]);
                let kept = clipped.iter().find(|cell| cell.0 == column).map_or(0, |cell| cell.1);
                prop_assert_eq!(kept, lesser);
            }
        }
    }
}
