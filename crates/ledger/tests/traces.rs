//! Histories of the chain itself, as far as this ledger's actions reach.
//!
//! Each starts from the state after the first stakes were bought and stops before the first action that is
//! not here: mostly one that needs the pool or sets a parameter. Compared after each step is every field that
//! the ledger keeps, to the last bit.

use incentor_ledger::{
    Action, Genesis, GenesisNeuron, GenesisStake, GenesisSubnet, Hyperparameters, Ledger, Network,
    OwnerIncentive, RuleError, SubnetView,
};
use incentor_primitives::{AccountId, Alpha, BlockNumber, MechId, NetUid, RuleSet, Take, Tempo, Uid, Weight};
use serde_json::{Value, json};
use std::collections::BTreeMap;

struct Trace {
    document: Value,
    accounts: BTreeMap<String, AccountId>,
}

impl Trace {
    fn load(name: &str) -> Self {
        let path = format!("{}/tests/vectors/traces/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let document: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let accounts = document["accounts"].as_object().unwrap().iter();
        let accounts = accounts.map(|(name, id)| (name.clone(), account_id(id.as_str().unwrap()))).collect();
        Self { document, accounts }
    }

    fn account(&self, name: &Value) -> AccountId {
        self.accounts[name.as_str().unwrap()]
    }

    fn name(&self, account: AccountId) -> &str {
        self.accounts.iter().find(|(_, id)| **id == account).unwrap().0
    }

    fn genesis(&self, state: &Value) -> Genesis {
        let parameters = &self.document["genesis"]["parameters"];
        let mut genesis = Genesis::new(RuleSet::SUBTENSOR_2026_06);
        genesis.block = BlockNumber(unsigned(&state["block"]));
        genesis.globals.max_epochs_per_block =
            u8::try_from(unsigned(&parameters["globals"]["max_epochs_per_block"])).unwrap();
        for (netuid, subnet) in subnets(state) {
            let parameters = hyperparameters(&parameters["subnets"][&netuid], subnet);
            genesis.subnets.push(self.subnet(state, &netuid, parameters));
        }
        genesis
    }

    fn subnet(&self, state: &Value, netuid: &str, parameters: Hyperparameters) -> GenesisSubnet {
        let subnet = &state["subnets"][netuid];
        let (owner, owner_hotkey) = (self.account(&subnet["owner"]), self.account(&subnet["owner_hotkey"]));
        let mut genesis = GenesisSubnet::new(netuid_of(netuid), owner, owner_hotkey, parameters);
        genesis.last_epoch_block = Some(BlockNumber(unsigned(&subnet["last_epoch_block"])));
        for hotkey in subnet["hotkeys"].as_array().unwrap() {
            let coldkey = self.account(&state["owners"][hotkey.as_str().unwrap()]);
            genesis.neurons.push(GenesisNeuron { hotkey: self.account(hotkey), coldkey, take: None });
        }
        for stake in stakes_on(state, netuid) {
            genesis.stakes.push(GenesisStake {
                hotkey: self.account(&stake[0]),
                coldkey: self.account(&stake[1]),
                alpha: Alpha::from_rao(unsigned(&stake[3])),
            });
        }
        genesis
    }

    /// The action of a call; `None` where this ledger has none.
    fn action(&self, call: &Value) -> Option<Action> {
        let list = |values: &Value| values.as_array().unwrap().iter().map(unsigned_u16).collect::<Vec<u16>>();
        match call["call"].as_str().unwrap() {
            "set_weights" | "set_mechanism_weights" => Some(Action::SetWeights {
                netuid: NetUid(unsigned_u16(&call["netuid"])),
                mechid: MechId(u8::try_from(unsigned(&call["mecid"])).unwrap()),
                hotkey: self.account(&call["who"]),
                uids: list(&call["uids"]).into_iter().map(Uid).collect(),
                values: list(&call["values"]).into_iter().map(Weight).collect(),
                version_key: unsigned(&call["version_key"]),
            }),
            "decrease_take" => Some(Action::SetTake {
                hotkey: self.account(&call["hotkey"]),
                take: Take(unsigned_u16(&call["take"])),
            }),
            _ => None,
        }
    }

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
        json!({
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
        // Alpha that the chain itself bought moves from the pool to nobody and is not issued.
        let unbought = |state: &Value| {
            let subnet = &state["subnets"][netuid];
            i128::from(unsigned(&subnet["alpha_out"])) - i128::from(unsigned(&subnet["protocol_alpha"]))
        };
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
            "issued": unbought(state) - unbought(start),
            "stake": stakes,
            "mechanisms": subnet["mechanisms"].as_array().unwrap().iter().map(mechanism).collect::<Vec<_>>(),
        });
        for field in [
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
        // Of a subnet without an epoch so far the chain lists no stake weights.
        if expected["stake_weight"] == json!([]) {
            expected["stake_weight"] = vec![0; subnet["hotkeys"].as_array().unwrap().len()].into();
        }
        expected
    }
}

fn subnets(state: &Value) -> impl Iterator<Item = (String, &Value)> {
    let all = state["subnets"].as_object().unwrap().iter();
    all.filter(|(netuid, _)| *netuid != "0").map(|(netuid, subnet)| (netuid.clone(), subnet))
}

fn netuid_of(text: &str) -> NetUid {
    NetUid(text.parse().unwrap())
}

fn stakes_on<'a>(state: &'a Value, netuid: &str) -> impl Iterator<Item = &'a Value> {
    let netuid = netuid_of(netuid);
    state["stake"].as_array().unwrap().iter().filter(move |stake| unsigned_u16(&stake[2]) == netuid.0)
}

fn hyperparameters(parameters: &Value, subnet: &Value) -> Hyperparameters {
    let mut ours = Hyperparameters::new(&RuleSet::SUBTENSOR_2026_06);
    ours.tempo = Tempo(unsigned_u16(&subnet["tempo"]));
    ours.kappa_u16 = unsigned_u16(&parameters["kappa"]);
    ours.max_allowed_validators = unsigned_u16(&parameters["max_allowed_validators"]);
    ours.max_allowed_uids = unsigned_u16(&parameters["max_allowed_uids"]);
    ours.bonds_moving_average = unsigned(&parameters["bonds_moving_average"]);
    ours.bonds_penalty_u16 = unsigned_u16(&parameters["bonds_penalty"]);
    ours.yuma3_on = parameters["yuma3_on"].as_bool().unwrap();
    ours.liquid_alpha_on = parameters["liquid_alpha_on"].as_bool().unwrap();
    let alphas = &parameters["alpha_values"];
    ours.alpha_values_u16 = (unsigned_u16(&alphas[0]), unsigned_u16(&alphas[1]));
    ours.alpha_sigmoid_steepness =
        i16::try_from(parameters["alpha_sigmoid_steepness"].as_i64().unwrap()).unwrap();
    ours.commit_reveal_weights_enabled = parameters["commit_reveal_enabled"].as_bool().unwrap();
    ours.weights_rate_limit_blocks = unsigned(&parameters["weights_set_rate_limit"]);
    ours.min_allowed_weights = unsigned_u16(&parameters["min_allowed_weights"]);
    ours.owner_cut_enabled = parameters["owner_cut_enabled"].as_bool().unwrap();
    ours.owner_incentive = match parameters["recycle_or_burn"].as_str().unwrap() {
        "Burn" => OwnerIncentive::Burned,
        _ => OwnerIncentive::Recycled,
    };
    ours.mechanism_count = u8::try_from(unsigned(&parameters["mechanism_count"])).unwrap();
    ours.mechanism_split_u16 = parameters["mechanism_emission_split"]
        .as_array()
        .map(|split| split.iter().map(unsigned_u16).collect());
    ours
}

fn account_id(hex: &str) -> AccountId {
    let digits = hex.strip_prefix("0x").unwrap();
    let mut bytes = [0; 32];
    for (position, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[2 * position..2 * position + 2], 16).unwrap();
    }
    AccountId(bytes)
}

fn unsigned(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| value.as_str().map_or(0, |text| text.parse().unwrap()))
}

fn unsigned_u16(value: &Value) -> u16 {
    u16::try_from(unsigned(value)).unwrap()
}

/// What of a trace was replayed.
#[derive(Debug, PartialEq, Eq)]
struct Replayed {
    states: usize,
    epochs: usize,
    /// The call before which it stopped; empty when there was none.
    stopped_at: String,
}

fn replay(name: &str, fields: Fields) -> Replayed {
    let trace = Trace::load(name);
    let mut steps = trace.document["steps"].as_array().unwrap().iter().peekable();
    let bought = |step: &&Value| step["do"]["call"] == "add_stake";
    let last_purchase = trace.document["steps"].as_array().unwrap().iter().take(12).filter(bought).count();
    assert!(last_purchase > 0, "{name}");
    let mut seen = 0;
    let start = steps
        .find(|step| {
            seen += usize::from(bought(step));
            seen >= 3 && step.get("state").is_some()
        })
        .unwrap();
    let start = &start["state"];
    let mut ledger = Ledger::new(&trace.genesis(start)).unwrap();
    let mut replayed = Replayed { states: 0, epochs: 0, stopped_at: String::new() };
    for step in steps {
        if let Some(blocks) = step.get("advance") {
            let until = BlockNumber(ledger.view().block().0 + unsigned(blocks));
            ledger.advance(until, &mut |_| replayed.epochs += 1).unwrap();
            ledger.audit().unwrap();
        } else if let Some(state) = step.get("state") {
            compare(&trace, &ledger, state, start, fields);
            replayed.states += 1;
        } else if let Some(action) = trace.action(&step["do"]) {
            // Who may change a take, and how often, is not among the rules yet.
            if step["result"] == "ok" || matches!(action, Action::SetWeights { .. }) {
                let result = ledger.apply(action).map_or_else(RuleError::name, |_| "ok");
                assert_eq!(step["result"], result, "{name}: {}", step["do"]);
            }
        } else if step["result"] == "ok" {
            replayed.stopped_at = step["do"]["call"].as_str().unwrap().to_string();
            break;
        }
    }
    replayed
}

/// What is compared.
#[derive(Clone, Copy)]
enum Fields {
    All,
    /// Where root takes part in dividends, only when epochs run is the same here.
    Schedule,
}

impl Fields {
    fn include(self, field: &str) -> bool {
        let schedule = ["last_epoch_block", "pending_epoch_at", "blocks_since_last_step"];
        matches!(self, Self::All) || schedule.contains(&field)
    }
}

fn compare(trace: &Trace, ledger: &Ledger, state: &Value, start: &Value, fields: Fields) {
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

fn check(name: &str, fields: Fields, states: usize, epochs: usize, stopped_at: &str) {
    let stopped_at = stopped_at.to_string();
    assert_eq!(replay(name, fields), Replayed { states, epochs, stopped_at }, "{name}");
}

#[test]
fn weights_takes_nominators_and_the_owners_cut_are_the_chains() {
    check("flow-1", Fields::All, 3, 3, "remove_stake");
    check("flow-2", Fields::All, 4, 3, "remove_stake");
    check("flow-3", Fields::All, 4, 3, "remove_stake");
    check("flow-4", Fields::All, 4, 3, "remove_stake");
}

#[test]
fn two_mechanisms_are_the_chains() {
    for name in ["mechanisms-1", "mechanisms-2", "mechanisms-3"] {
        check(name, Fields::All, 4, 3, "sudo_set_mechanism_emission_split");
    }
}

#[test]
fn several_subnets_and_deferred_epochs_are_the_chains() {
    for (name, epochs) in
        [("multi-subnet-1", 6), ("multi-subnet-2", 4), ("multi-subnet-3", 6), ("multi-subnet-4", 5)]
    {
        check(name, Fields::Schedule, 9, epochs, "swap_stake");
    }
}

#[test]
fn the_owners_incentive_is_withheld_like_the_chains() {
    check("owner-incentive-1", Fields::All, 9, 5, "");
    check("owner-incentive-2", Fields::All, 8, 5, "");
}
