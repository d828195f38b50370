//! The fields of a state: as the ledger has them and as the trace has them.

use crate::document::{Trace, netuid_of, stakes_on, subnets, unsigned};
use incentor_ledger::{Ledger, Network, SubnetView};
use incentor_primitives::MechId;
use serde_json::{Value, json};
use std::collections::BTreeMap;

impl Trace {
    /// The fields of a subnet's state as the trace writes them.
    fn written(&self, ledger: &Ledger, netuid: &str, start: &Value) -> Value {
        let subnet = ledger.view().subnet(netuid_of(netuid)).unwrap();
        let published = subnet.published();
        let stakes: BTreeMap<String, String> = subnet
            .stakes()
            .map(|(hotkey, coldkey, alpha)| {
                (format!("{} {}", self.name(hotkey), self.name(coldkey)), alpha.rao.to_string())
            })
            .collect();
        let pending = subnet.pending();
        let at_start: u64 = stakes_on(start, netuid).map(|stake| unsigned(&stake[3])).sum();
        // What the start already had, the ledger does not know.
        let chains_start = &start["subnets"][netuid];
        let recycled = unsigned(&chains_start["rao_recycled"]);
        let in_first_block = start["block"] == ledger.view().block().0;
        let already = if in_first_block { unsigned(&chains_start["registrations_this_block"]) } else { 0 };
        json!({
            "n": subnet.n(),
            "hotkeys": subnet.neurons().map(|neuron| self.name(neuron.hotkey)).collect::<Vec<_>>(),
            "block_at_registration":
                subnet.neurons().map(|neuron| neuron.registered_at.0).collect::<Vec<_>>(),
            "burn": subnet.burn().rao.to_string(),
            "registrations_this_block": u64::from(subnet.registrations_this_block()) + already,
            "rao_recycled": (subnet.account().rao + recycled).to_string(),
            "last_epoch_block": subnet.schedule().last_epoch_block.0,
            "pending_epoch_at": subnet.schedule().pending_epoch_at.0,
            "blocks_since_last_step": subnet.schedule().blocks_since_last_step,
            "pending": {
                "server": pending.server.rao.to_string(),
                "validator": pending.validator.rao.to_string(),
                "root": "0",
                "owner_cut": pending.owner_cut.rao.to_string(),
            },
            "issued": i128::from(subnet.issuance().rao) - i128::from(at_start),
            "stake": stakes,
            "emission": published.emission.iter().map(u64::to_string).collect::<Vec<_>>(),
            "active": published.active,
            "consensus": published.consensus,
            "dividends": published.dividends,
            "validator_trust": published.validator_trust,
            "validator_permit": published.validator_permit,
            "stake_weight": published.stake_weight,
            "mechanisms": (0..subnet.parameters().mechanism_count)
                .map(|mechid| Self::mechanism(subnet, MechId(mechid)))
                .collect::<Vec<_>>(),
        })
    }

    fn mechanism(subnet: SubnetView<'_>, mechid: MechId) -> Value {
        let seats = || subnet.neurons().map(|neuron| neuron.uid);
        json!({
            "incentive": subnet.incentive(mechid),
            "last_update": seats().map(|uid| subnet.last_update(mechid, uid).unwrap().0).collect::<Vec<_>>(),
            "weights": seats().map(|uid| subnet.weights(mechid, uid)).collect::<Vec<_>>(),
            "bonds": seats().map(|uid| subnet.bonds(mechid, uid)).collect::<Vec<_>>(),
        })
    }

    fn expected(state: &Value, netuid: &str, start: &Value) -> Value {
        let subnet = &state["subnets"][netuid];
        let stakes: BTreeMap<String, &Value> = stakes_on(state, netuid)
            .map(|stake| {
                (format!("{} {}", stake[0].as_str().unwrap(), stake[1].as_str().unwrap()), &stake[3])
            })
            .collect();
        // A mechanism that came after the neurons has no update of theirs; here it has their registration.
        let registered = subnet["block_at_registration"].as_array().unwrap();
        let update = |mechanism: &Value, uid: usize| match &mechanism["last_update"][uid] {
            Value::Number(block) if block.as_u64() != Some(0) => mechanism["last_update"][uid].clone(),
            _ => registered[uid].clone(),
        };
        let mechanism = |mechanism: &Value| {
            json!({
                "incentive": mechanism["incentive"],
                "last_update": (0..registered.len()).map(|uid| update(mechanism, uid)).collect::<Vec<_>>(),
                "weights": mechanism["weights"],
                "bonds": mechanism["bonds"],
            })
        };
        let mut expected = json!({
            "issued": alpha_in_hands(state, netuid) - alpha_in_hands(start, netuid),
            "stake": stakes,
            "mechanisms": subnet["mechanisms"].as_array().unwrap().iter().map(mechanism).collect::<Vec<_>>(),
        });
        for field in [
            "n",
            "hotkeys",
            "block_at_registration",
            "burn",
            "registrations_this_block",
            "rao_recycled",
            "last_epoch_block",
            "pending_epoch_at",
            "blocks_since_last_step",
            "pending",
            "emission",
            "active",
            "consensus",
            "dividends",
            "validator_trust",
            "validator_permit",
            "stake_weight",
        ] {
            expected[field] = subnet[field].clone();
        }
        // Of those who registered after the last epoch the chain lists no stake weight.
        let stake_weights = expected["stake_weight"].as_array_mut().unwrap();
        stake_weights.resize(registered.len(), json!(0));
        expected
    }
}

/// Alpha outside the pool, without what the chain itself bought: that moves and is not issued.
pub(crate) fn alpha_in_hands(state: &Value, netuid: &str) -> i128 {
    let subnet = &state["subnets"][netuid];
    i128::from(unsigned(&subnet["alpha_out"])) - i128::from(unsigned(&subnet["protocol_alpha"]))
}

/// What is compared.
#[derive(Clone, Copy)]
pub(crate) enum Fields {
    /// Everything: the replay began where the trace begins.
    FromGenesis,
    /// What does not remember what came before the first state of the replay.
    AfterStakes,
    /// Where root takes part in dividends, only when epochs run is the same here.
    Schedule,
}

impl Fields {
    fn include(self, field: &str) -> bool {
        let schedule = ["last_epoch_block", "pending_epoch_at", "blocks_since_last_step"];
        match self {
            Self::FromGenesis => true,
            Self::AfterStakes => !["block_at_registration", "rao_recycled"].contains(&field),
            Self::Schedule => schedule.contains(&field),
        }
    }
}

/// Compares every subnet of a state.
pub(crate) fn compare(trace: &Trace, ledger: &Ledger, state: &Value, start: &Value, fields: Fields) {
    assert_eq!(state["block"], ledger.view().block().0);
    for (netuid, _) in subnets(state) {
        let (ours, chains) = (trace.written(ledger, &netuid, start), Trace::expected(state, &netuid, start));
        for (field, expected) in chains.as_object().unwrap().iter().filter(|(field, _)| fields.include(field))
        {
            let place =
                format!("{}, block {}, subnet {netuid}, {field}", trace.document["name"], state["block"]);
            assert_eq!(&ours[field], expected, "{place}");
        }
    }
}
