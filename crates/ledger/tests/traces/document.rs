//! Reading a trace: accounts, the state to start from, and calls as actions.

use incentor_ledger::{
    Action, Genesis, GenesisNeuron, GenesisStake, GenesisSubnet, GlobalParameter, Hyperparameters,
    OwnerIncentive, Parameter,
};
use incentor_primitives::{
    AccountId, Alpha, BlockNumber, MechId, NetUid, RuleSet, Take, Tao, Tempo, Uid, Weight,
};
use serde_json::Value;
use std::collections::BTreeMap;

/// A history, and who its accounts are.
pub(crate) struct Trace {
    pub(crate) document: Value,
    pub(crate) accounts: BTreeMap<String, AccountId>,
}

impl Trace {
    pub(crate) fn load(name: &str) -> Self {
        let path = format!("{}/tests/vectors/traces/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let document: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let accounts = document["accounts"].as_object().unwrap().iter();
        let accounts = accounts.map(|(name, id)| (name.clone(), account_id(id.as_str().unwrap()))).collect();
        Self { document, accounts }
    }

    pub(crate) fn account(&self, name: &Value) -> AccountId {
        self.accounts[name.as_str().unwrap()]
    }

    pub(crate) fn name(&self, account: AccountId) -> &str {
        self.accounts.iter().find(|(_, id)| **id == account).unwrap().0
    }

    pub(crate) fn genesis(&self, state: &Value) -> Genesis {
        let parameters = &self.document["genesis"]["parameters"];
        let mut genesis = Genesis::new(RuleSet::SUBTENSOR_2026_06);
        genesis.block = BlockNumber(unsigned(&state["block"]));
        genesis.globals.max_epochs_per_block =
            u8::try_from(unsigned(&parameters["globals"]["max_epochs_per_block"])).unwrap();
        let holders = state["balances"].as_object().unwrap().iter();
        for (name, rao) in holders.filter(|(name, _)| !name.starts_with("subnet:")) {
            genesis.balances.push((self.accounts[name], Tao::from_rao(unsigned(rao))));
        }
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
        genesis.burn = Tao::from_rao(unsigned(&subnet["burn"]));
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
    pub(crate) fn action(&self, call: &Value) -> Option<Action> {
        let list = |values: &Value| values.as_array().unwrap().iter().map(unsigned_u16).collect::<Vec<u16>>();
        let netuid = || NetUid(unsigned_u16(&call["netuid"]));
        let set = |parameter| Some(Action::SetParameter { netuid: netuid(), parameter });
        match call["call"].as_str().unwrap() {
            "burned_register" => Some(Action::Register {
                netuid: netuid(),
                coldkey: self.account(&call["who"]),
                hotkey: self.account(&call["hotkey"]),
            }),
            "register_limit" => Some(Action::RegisterLimit {
                netuid: netuid(),
                coldkey: self.account(&call["who"]),
                hotkey: self.account(&call["hotkey"]),
                limit_price: Tao::from_rao(unsigned(&call["limit_price"])),
            }),
            "sudo_set_min_allowed_uids" => set(Parameter::MinAllowedUids(unsigned_u16(&call["value"]))),
            "sudo_set_max_allowed_uids" => set(Parameter::MaxAllowedUids(unsigned_u16(&call["value"]))),
            "sudo_set_network_registration_allowed" => {
                set(Parameter::RegistrationAllowed(call["value"].as_bool().unwrap()))
            }
            "sudo_set_commit_reveal_weights_enabled" => {
                set(Parameter::CommitRevealWeightsEnabled(call["value"].as_bool().unwrap()))
            }
            "sudo_set_weights_version_key" => set(Parameter::WeightsVersionKey(unsigned(&call["value"]))),
            "sudo_set_weights_set_rate_limit" => {
                set(Parameter::WeightsRateLimitBlocks(unsigned(&call["value"])))
            }
            "sudo_set_min_allowed_weights" => set(Parameter::MinAllowedWeights(unsigned_u16(&call["value"]))),
            "sudo_set_stake_threshold" => Some(Action::SetGlobal {
                parameter: GlobalParameter::StakeThresholdRao(unsigned(&call["value"])),
            }),
            "set_weights" | "set_mechanism_weights" => Some(Action::SetWeights {
                netuid: netuid(),
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
}

pub(crate) fn subnets(state: &Value) -> impl Iterator<Item = (String, &Value)> {
    let all = state["subnets"].as_object().unwrap().iter();
    all.filter(|(netuid, _)| *netuid != "0").map(|(netuid, subnet)| (netuid.clone(), subnet))
}

pub(crate) fn netuid_of(text: &str) -> NetUid {
    NetUid(text.parse().unwrap())
}

pub(crate) fn stakes_on<'a>(state: &'a Value, netuid: &str) -> impl Iterator<Item = &'a Value> {
    let netuid = netuid_of(netuid);
    state["stake"].as_array().unwrap().iter().filter(move |stake| unsigned_u16(&stake[2]) == netuid.0)
}

fn hyperparameters(parameters: &Value, subnet: &Value) -> Hyperparameters {
    let mut ours = Hyperparameters::new(&RuleSet::SUBTENSOR_2026_06);
    ours.tempo = Tempo(unsigned_u16(&subnet["tempo"]));
    ours.kappa_u16 = unsigned_u16(&parameters["kappa"]);
    ours.max_allowed_validators = unsigned_u16(&parameters["max_allowed_validators"]);
    ours.max_allowed_uids = unsigned_u16(&parameters["max_allowed_uids"]);
    ours.min_allowed_uids = unsigned_u16(&parameters["min_allowed_uids"]);
    ours.immunity_period_blocks = unsigned_u16(&parameters["immunity_period"]);
    ours.immune_owner_uids_limit = unsigned_u16(&parameters["immune_owner_uids_limit"]);
    ours.min_non_immune_uids = unsigned_u16(&parameters["min_non_immune_uids"]);
    ours.registration_allowed = parameters["registration_allowed"].as_bool().unwrap();
    ours.min_burn_rao = unsigned(&parameters["min_burn"]);
    ours.max_burn_rao = unsigned(&parameters["max_burn"]);
    ours.burn_half_life_blocks = unsigned_u16(&parameters["burn_half_life"]);
    ours.burn_increase_bits = parameters["burn_increase_mult_bits"].as_str().unwrap().parse().unwrap();
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

pub(crate) fn unsigned(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| value.as_str().map_or(0, |text| text.parse().unwrap()))
}

pub(crate) fn unsigned_u16(value: &Value) -> u16 {
    u16::try_from(unsigned(value)).unwrap()
}
