//! A small network to commit on.

use incentor_ledger::rules::commit_reveal::{CommitContent, TimelockPayload, commit_hash};
use incentor_ledger::{
    Action, Genesis, GenesisNeuron, GenesisStake, GenesisSubnet, Hyperparameters, Ledger, Network, Origin,
    Parameter, Pools, Receipt, RuleError, SubnetView,
};
use incentor_primitives::{AccountId, Alpha, BlockNumber, MechId, NetUid, RuleSet, Tao, Tempo, Uid, Weight};
use incentor_yuma::storage_index;

pub(crate) const RULES: RuleSet = RuleSet::SUBTENSOR_2026_06;
pub(crate) const NET: NetUid = NetUid(1);
/// Epochs run in the blocks that are multiples of it.
pub(crate) const TEMPO: u16 = 20;

pub(crate) fn key(name: u8) -> AccountId {
    AccountId([name; 32])
}

/// Weights of 1 on these uids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) uids: Vec<u16>,
    pub(crate) salt: u16,
}

impl Row {
    pub(crate) fn on(uids: &[u16]) -> Self {
        Self { uids: uids.to_vec(), salt: 1 }
    }

    pub(crate) fn uids(&self) -> Vec<Uid> {
        self.uids.iter().copied().map(Uid).collect()
    }

    pub(crate) fn values(&self) -> Vec<Weight> {
        vec![Weight(1); self.uids.len()]
    }

    pub(crate) fn hash(&self, hotkey: AccountId, mechid: MechId) -> [u8; 32] {
        let (uids, values) = (self.uids(), self.values());
        let content = CommitContent { uids: &uids, values: &values, salt: &[self.salt], version_key: 0 };
        commit_hash(&hotkey, storage_index(NET, mechid, &RULES.yuma), &content)
    }

    pub(crate) fn sealed(&self, hotkey: AccountId) -> Vec<u8> {
        TimelockPayload { uids: self.uids(), values: self.values(), version_key: 0 }.encode(&hotkey)
    }
}

/// A subnet on which commits wait so many epochs: uid 0 validates, the others mine.
pub(crate) fn subnet(netuid: NetUid, period_epochs: u64, neurons: u8) -> GenesisSubnet {
    let mut parameters = Hyperparameters::new(&RULES);
    parameters.tempo = Tempo(TEMPO);
    parameters.reveal_period_epochs = period_epochs;
    parameters.weights_rate_limit_blocks = 0;
    parameters.immunity_period_blocks = 0;
    parameters.min_non_immune_uids = 0;
    parameters.max_allowed_validators = 3;
    let mut subnet = GenesisSubnet::new(netuid, key(1), key(2), parameters);
    subnet.schedule.last_epoch_block = Some(BlockNumber(0));
    for name in 10..10 + neurons {
        subnet.neurons.push(GenesisNeuron { hotkey: key(name), coldkey: key(name + 100), take: None });
    }
    let alpha = Alpha::from_rao(7_000_000_000_000);
    subnet.stakes.push(GenesisStake { hotkey: key(10), coldkey: key(110), alpha });
    subnet
}

pub(crate) fn genesis(subnets: Vec<GenesisSubnet>) -> Genesis {
    let mut genesis = Genesis::new(RULES);
    genesis.globals.pools = Pools::Fixed;
    genesis.globals.network.admin_freeze_window_blocks = 0;
    genesis.balances = (100..200).map(|name| (key(name), Tao::from_rao(50_000_000_000))).collect();
    genesis.subnets = subnets;
    genesis
}

/// The network, after its first epoch has handed out the permit.
pub(crate) fn network(period_epochs: u64, neurons: u8) -> Field {
    let mut field = Field::of(&genesis(vec![subnet(NET, period_epochs, neurons)]));
    field.until(u64::from(TEMPO));
    field
}

/// A ledger and short names for what is done to it.
#[derive(Clone)]
pub(crate) struct Field {
    pub(crate) ledger: Ledger,
}

impl Field {
    pub(crate) fn of(genesis: &Genesis) -> Self {
        Self { ledger: Ledger::new(genesis).unwrap() }
    }

    /// Makes blocks one by one up to this one.
    pub(crate) fn until(&mut self, block: u64) {
        assert!(self.block() <= block, "block {block} is over");
        while self.block() < block {
            self.ledger.step().unwrap();
        }
    }

    pub(crate) fn block(&self) -> u64 {
        self.ledger.view().block().0
    }

    pub(crate) fn subnet(&self) -> SubnetView<'_> {
        self.ledger.view().subnet(NET).unwrap()
    }

    pub(crate) fn apply(&mut self, action: Action) -> Result<Receipt, RuleError> {
        let before = self.ledger.clone();
        let result = self.ledger.apply(action);
        assert!(result.is_ok() || self.ledger == before, "a refused action changes nothing");
        result
    }

    pub(crate) fn commit(&mut self, name: u8, row: &Row) -> Result<Receipt, RuleError> {
        self.commit_on(MechId::MAIN, name, row)
    }

    pub(crate) fn commit_on(&mut self, mechid: MechId, name: u8, row: &Row) -> Result<Receipt, RuleError> {
        let (hotkey, hash) = (key(name), row.hash(key(name), mechid));
        self.apply(Action::CommitWeights { netuid: NET, mechid, hotkey, hash })
    }

    pub(crate) fn reveal(&mut self, name: u8, row: &Row) -> Result<Receipt, RuleError> {
        self.reveal_on(MechId::MAIN, name, row)
    }

    pub(crate) fn reveal_on(&mut self, mechid: MechId, name: u8, row: &Row) -> Result<Receipt, RuleError> {
        self.apply(Action::RevealWeights {
            netuid: NET,
            mechid,
            hotkey: key(name),
            uids: row.uids(),
            values: row.values(),
            salt: vec![row.salt],
            version_key: 0,
        })
    }

    pub(crate) fn reveal_batch(&mut self, name: u8, rows: &[Row]) -> Result<Receipt, RuleError> {
        self.apply(Action::BatchRevealWeights {
            netuid: NET,
            hotkey: key(name),
            uids: rows.iter().map(Row::uids).collect(),
            values: rows.iter().map(Row::values).collect(),
            salts: rows.iter().map(|row| vec![row.salt]).collect(),
            version_keys: vec![0; rows.len()],
        })
    }

    /// Commits to whatever bytes, to be opened from a round on.
    pub(crate) fn seal(&mut self, name: u8, ciphertext: &[u8], round: u64) -> Result<Receipt, RuleError> {
        self.seal_on(MechId::MAIN, name, ciphertext, round)
    }

    pub(crate) fn seal_on(
        &mut self,
        mechid: MechId,
        name: u8,
        ciphertext: &[u8],
        reveal_round: u64,
    ) -> Result<Receipt, RuleError> {
        self.apply(Action::CommitTimelockedWeights {
            netuid: NET,
            mechid,
            hotkey: key(name),
            ciphertext: ciphertext.to_vec(),
            reveal_round,
            version: RULES.network.commit_reveal_version,
        })
    }

    pub(crate) fn pulse(&mut self, round: u64) {
        assert_eq!(self.apply(Action::Pulse { round, signature: [1; 48] }), Ok(Receipt::PulseStored));
    }

    /// Registers a hotkey; gives its uid.
    pub(crate) fn register(&mut self, name: u8) -> u16 {
        let register = Action::Register { netuid: NET, coldkey: key(name + 100), hotkey: key(name) };
        match self.apply(register) {
            Ok(Receipt::Registered { uid, .. }) => uid.0,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn switch(&mut self, on: bool) {
        let parameter = Parameter::CommitRevealWeightsEnabled(on);
        self.apply(Action::SetParameter { origin: Origin::Root, netuid: NET, parameter }).unwrap();
    }

    /// Uids that a validator's stored weights are on.
    pub(crate) fn weighed(&self, uid: u16) -> Vec<u16> {
        self.weighed_on(MechId::MAIN, uid)
    }

    pub(crate) fn weighed_on(&self, mechid: MechId, uid: u16) -> Vec<u16> {
        self.subnet().weights(mechid, Uid(uid)).iter().map(|(uid, _)| *uid).collect()
    }

    /// Hashes that are listed of a hotkey, oldest first.
    pub(crate) fn listed(&self, name: u8) -> Vec<[u8; 32]> {
        let commits = self.subnet().commits(MechId::MAIN);
        commits.filter(|commit| commit.0 == key(name)).map(|commit| commit.1).collect()
    }

    pub(crate) fn last_update(&self, uid: u16) -> u64 {
        self.subnet().last_update(MechId::MAIN, Uid(uid)).unwrap().0
    }

    pub(crate) fn incentive(&self) -> Vec<u16> {
        self.subnet().published().incentive.clone()
    }
}
