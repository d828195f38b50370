//! A run: actions and blocks on two networks that must stay one, with every law looked at in between.

use crate::calls::action;
use crate::cast::{Cast, Hidden};
use crate::dice::Dice;
use crate::payouts::check_epoch;
use crate::recount::conserved;
use crate::soundness::{sound, sound_after_block};
use crate::world::genesis;
use incentor_ledger::{
    Action, EpochOutcome, Furnishing, Granularity, Ledger, Network, Receipt, RuleError, StateHash,
};
use incentor_primitives::{Alpha, BlockNumber, NetUid};
use std::collections::BTreeMap;

/// How often actions of one kind went through.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) accepted: u64,
    pub(crate) refused: u64,
}

/// A whole run out of bytes: sixteen found the network, and each sixteen after them are a turn.
pub(crate) fn run(bytes: &[u8]) -> Campaign {
    let mut chunks = bytes.chunks(16);
    let mut campaign = Campaign::new(&mut Dice::of_bytes(chunks.next().unwrap_or_default()));
    for chunk in chunks {
        campaign.turn(&mut Dice::of_bytes(chunk));
    }
    campaign.finish();
    campaign
}

/// Two networks fed the same actions; time passes at once in one of them, and block by block in the other.
pub(crate) struct Campaign {
    at_once: Ledger,
    one_by_one: Ledger,
    /// As it was founded, and its hash then.
    founded: (Ledger, StateHash),
    hidden: Vec<Hidden>,
    burned_of_parents: BTreeMap<NetUid, u64>,
    /// How often root stake grew, times the subnets on which it earns.
    root_rises: u64,
    pub(crate) tallies: BTreeMap<&'static str, Tally>,
    pub(crate) blocks: u64,
    pub(crate) epochs: u64,
}

impl Campaign {
    pub(crate) fn new(dice: &mut Dice<'_>) -> Self {
        let genesis = genesis(dice);
        let at_once = Ledger::new(&genesis).expect("a possible start");
        let founded = (at_once.clone(), at_once.state_hash());
        conserved(at_once.view());
        Self {
            one_by_one: Ledger::new(&genesis).expect("a possible start"),
            at_once,
            founded,
            hidden: Vec::new(),
            burned_of_parents: BTreeMap::new(),
            root_rises: 0,
            tallies: BTreeMap::new(),
            blocks: 0,
            epochs: 0,
        }
    }

    /// One action, or some blocks.
    pub(crate) fn turn(&mut self, dice: &mut Dice<'_>) {
        if dice.once_in(4) {
            let tempo = self.one_by_one.view().subnets().map(|subnet| subnet.parameters().tempo.0).min();
            let tempo = u64::from(tempo.unwrap_or(0)).clamp(1, 60);
            let blocks = dice.one_of(&[0, 1, 1, 1, 2, 3, 7, tempo, 25]);
            self.pass(blocks);
        } else {
            let (view, hidden) = (self.at_once.view(), &mut self.hidden);
            let (name, action) = action(&mut Cast { view, dice, hidden });
            self.act(name, &action);
        }
    }

    pub(crate) fn act(&mut self, name: &'static str, action: &Action) {
        let _shown = Shown(action);
        let before = self.at_once.clone();
        let result = self.at_once.apply(action.clone());
        assert_eq!(result, self.one_by_one.apply(action.clone()), "two answers to {action:?}");
        assert!(self.at_once == self.one_by_one);
        let tally = self.tallies.entry(name).or_default();
        match &result {
            Ok(_) => tally.accepted += 1,
            Err(_) => tally.refused += 1,
        }
        if result.is_err() {
            assert!(self.at_once == before, "{result:?}, but {action:?} changed something");
            return;
        }
        self.root_rises += rises(&before, &self.at_once);
        check_effect(&before, &self.at_once, action, &result);
        self.look();
    }

    fn look(&self) {
        conserved(self.at_once.view());
        sound(self.at_once.view(), self.root_rises);
    }

    /// Time passes.
    pub(crate) fn pass(&mut self, blocks: u64) {
        let until = BlockNumber(self.at_once.view().block().0 + blocks);
        let mut quick: Vec<EpochOutcome> = Vec::new();
        self.at_once.advance(until, &mut |epoch| quick.push(epoch.clone())).expect("no defect");
        // From epoch to epoch is another way through time: its stages are not those of the blocks.
        let stage = match self.at_once.view().globals().granularity {
            Granularity::Block => 1,
            Granularity::Tempo => blocks.max(1),
        };
        let mut slow = Vec::new();
        while self.one_by_one.view().block() < until {
            slow.extend(self.one_stage(stage));
        }
        assert_eq!(quick, slow, "epochs at once and one by one");
        assert!(self.at_once == self.one_by_one, "{blocks} blocks at once and one by one");
        for subnet in self.at_once.view().subnets() {
            let burned = self.burned_of_parents.get(&subnet.netuid()).copied().unwrap_or(0);
            assert!(subnet.childkey_burned().rao <= burned);
        }
        self.blocks += blocks;
        self.epochs += slow.len() as u64;
        self.look();
    }

    /// One block, or as many as are settled together.
    fn one_stage(&mut self, blocks: u64) -> Vec<EpochOutcome> {
        let before = self.one_by_one.clone();
        let mut epochs = Vec::new();
        if blocks == 1 {
            let outcome = self.one_by_one.step().expect("no defect");
            assert_eq!(outcome.block, self.one_by_one.view().block());
            epochs = outcome.epochs;
        } else {
            let until = BlockNumber(before.view().block().0 + blocks);
            self.one_by_one.advance(until, &mut |epoch| epochs.push(epoch.clone())).expect("no defect");
        }
        epochs.iter().for_each(|epoch| check_epoch(epoch, before.view()));
        self.root_rises += blocks * rises(&before, &self.one_by_one);
        check_dust(&before, &self.one_by_one, &epochs);
        for epoch in &epochs {
            let burned = self.burned_of_parents.entry(epoch.netuid).or_default();
            *burned += epoch.settlement.childkey_burned.rao;
        }
        sound_after_block(self.one_by_one.view());
        epochs
    }

    /// The end of a run: hashes are equal, and what was set aside is as it was.
    pub(crate) fn finish(&self) {
        assert_eq!(self.at_once.state_hash(), self.one_by_one.state_hash());
        assert_eq!(self.at_once.audit_hash(), self.one_by_one.audit_hash());
        self.at_once.audit().expect("the books balance");
        let (founded, hash) = &self.founded;
        assert_eq!(founded.state_hash(), *hash, "a snapshot has changed");
    }
}

/// Names the action during which a run ended.
struct Shown<'a>(&'a Action);

impl Drop for Shown<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("during {:?}", self.0);
        }
    }
}

/// Root stakes that grew, each once for every subnet that it may have sold claims of.
fn rises(before: &Ledger, after: &Ledger) -> u64 {
    let subnets = after.view().subnets().count() as u64;
    let old = before.view().root();
    let grew = |(hotkey, coldkey, alpha): &(_, _, Alpha)| *alpha > old.stake_of(hotkey, coldkey);
    after.view().root().stakes().filter(grew).count() as u64 * subnets
}

/// What an accepted action may do to the money of the whole network.
fn check_effect(before: &Ledger, after: &Ledger, action: &Action, result: &Result<Receipt, RuleError>) {
    let (old, new) = (before.view(), after.view());
    assert_eq!(old.block(), new.block());
    let made = new.issuance().rao.saturating_sub(old.issuance().rao);
    let asked = match action {
        Action::Furnish(Furnishing::Mint { tao, .. } | Furnishing::IssuedElsewhere { tao }) => tao.rao,
        Action::Endow { netuid: NetUid::ROOT, alpha, .. } => alpha.rao,
        _ => 0,
    };
    assert_eq!(made, asked, "TAO out of nothing: {action:?}");
    for subnet in old.subnets() {
        let now = new.subnet(subnet.netuid()).expect("no subnet goes");
        let fell = subnet.dust_rao() - now.dust_rao();
        // A claim may be a few rao above what was set aside.
        let least =
            if let (Action::ClaimRoot { .. }, Ok(Receipt::RootClaimed { claims, .. })) = (action, result) {
                3 * i64::from(*claims)
            } else {
                0
            };
        assert!((0..=least).contains(&fell), "the dust of {:?} fell by {fell}: {action:?}", subnet.netuid());
        assert_eq!(subnet.pending(), now.pending(), "{action:?}");
        assert_eq!(subnet.burned(), now.burned(), "{action:?}");
    }
}

/// Dust comes from the epochs, by what they name, and from a block's split, by a rao or two.
fn check_dust(before: &Ledger, after: &Ledger, epochs: &[EpochOutcome]) {
    for subnet in before.view().subnets() {
        let now = after.view().subnet(subnet.netuid()).expect("no subnet goes");
        let named = epochs.iter().filter(|epoch| epoch.netuid == subnet.netuid());
        let named: i64 = named.map(|epoch| epoch.settlement.dust_rao).sum();
        let grew = now.dust_rao() - subnet.dust_rao() - named;
        let blocks = (after.view().block().0 - before.view().block().0) as i64;
        let claims = blocks * after.view().root_claimed().count() as i64;
        assert!(
            (-claims..=4 * blocks).contains(&grew),
            "{grew} rao of dust without a name on {:?}",
            subnet.netuid()
        );
    }
}
