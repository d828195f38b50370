//! A validator in play: what it asks, what it remembers, what it sends.

use crate::behaviour::validator::{self, ValidatorBehaviour};
use crate::cast::Coldkey;
use incentor_scenario::{
    BookPlan, MechanismPlan, NewHotkey, Unsampled, ValidatorBehaviour as Named, ValidatorPlan,
};
use incentor_sdk::{AccountId, Caller, Luck, Notes, Peer, Score, ScoreBook, Uid};

/// A validator in play.
pub(super) struct Validator<'a> {
    /// Place in the cast.
    pub(super) coldkey: usize,
    pub(super) name: &'a str,
    pub(super) account: AccountId,
    pub(super) hotkey: AccountId,
    pub(super) uid: Option<Uid>,
    pub(super) registered_at: u64,
    /// Number among the subnet's validators, from 1: the counterpart in the keys of other people's luck.
    pub(super) ordinal: u32,
    pub(super) plan: &'a ValidatorPlan,
    pub(super) behaviour: Box<dyn ValidatorBehaviour>,
    pub(super) caller: Caller,
    /// By mechanism.
    pub(super) desks: Vec<Post>,
    /// The block from which it works again; `u64::MAX` = never.
    pub(super) away_until: u64,
}

/// What a validator keeps of one mechanism.
pub(super) struct Post {
    pub(super) notes: Notes,
    pub(super) book: Book,
    pub(super) tasks: Luck,
    pub(super) noise: Luck,
    pub(super) weighing: Luck,
    /// The block at which a refused row is tried again.
    pub(super) retry_at: Option<u64>,
    /// Questions it put in this tempo and in the one before, by uid.
    asked: Vec<u32>,
    asked_before: Vec<u32>,
}

impl<'a> Validator<'a> {
    pub(super) fn new(
        place: usize,
        coldkey: &'a Coldkey,
        plan: &'a ValidatorPlan,
        ordinal: u32,
        mechanisms: &[MechanismPlan],
        luck: Luck,
    ) -> Self {
        let hotkey = coldkey.hotkey(0, 0);
        let post = |(number, mechanism): (u64, &MechanismPlan)| {
            let of = |purpose: &str| coldkey.luck(luck, 0, purpose).branch("mechanism", number);
            Post {
                notes: Notes::default(),
                book: Book::new(mechanism.book),
                tasks: of("task"),
                noise: of("noise"),
                weighing: of("weigh"),
                retry_at: None,
                asked: Vec::new(),
                asked_before: Vec::new(),
            }
        };
        Self {
            coldkey: place,
            name: &coldkey.name,
            account: coldkey.account(),
            hotkey,
            uid: None,
            registered_at: 0,
            ordinal,
            plan,
            behaviour: validator::named(plan),
            caller: Caller { hotkey, uid: None, stake_weight_rao: 0, permit: false },
            desks: (0..).zip(mechanisms).map(post).collect(),
            away_until: 0,
        }
    }

    /// Plays another part from here on; its books stay.
    pub(super) fn change(&mut self, plan: &'a ValidatorPlan) {
        self.plan = plan;
        self.behaviour = validator::named(plan);
    }

    /// Whether it is there at a block, with a seat.
    pub(super) const fn is_there(&self, block: u64) -> bool {
        self.uid.is_some() && block >= self.away_until
    }

    /// Populations it tells the truth.
    pub(super) fn friends(&self) -> &'a [String] {
        match &self.plan.behaviour {
            Named::Insider { friends } => friends,
            _ => &[],
        }
    }

    /// Questions it put to a seat in the tempo that ended last, of the main mechanism.
    pub(super) fn asked_last(&self, uid: Uid) -> u32 {
        let post = self.desks.first();
        post.and_then(|post| post.asked_before.get(uid.index())).copied().unwrap_or(0)
    }

    /// Whether it averages scores at all.
    pub(super) const fn keeps_a_book(&self) -> bool {
        !matches!(self.plan.behaviour, Named::WeightCopier { .. } | Named::Scripted { .. })
    }

    /// Whether its rows need nothing but its own book.
    pub(super) const fn sends_its_book(&self) -> bool {
        matches!(self.plan.behaviour, Named::Honest | Named::Insider { .. })
    }
}

impl Post {
    /// A tempo begins.
    pub(super) fn begin_tempo(&mut self) {
        std::mem::swap(&mut self.asked, &mut self.asked_before);
        self.asked.clear();
    }

    /// Counts whom it asks.
    pub(super) fn note_asked(&mut self, sample: &[Peer]) {
        for peer in sample {
            let at = peer.uid.index();
            if self.asked.len() <= at {
                self.asked.resize(at + 1, 0);
            }
            self.asked[at] += 1;
        }
    }
}

/// A validator's averages, kept as the mechanism says.
pub(super) struct Book {
    scores: ScoreBook,
    plan: BookPlan,
}

impl Book {
    fn new(plan: BookPlan) -> Self {
        Self { scores: ScoreBook::new(plan.alpha), plan }
    }

    /// Whom a page belongs to: to the seat alone where a newcomer inherits.
    fn page(&self, peer: &Peer) -> Peer {
        match self.plan.new_hotkey {
            NewHotkey::Reset => *peer,
            NewHotkey::Inherit => Peer { hotkey: AccountId([0; 32]), ..*peer },
        }
    }

    /// Takes in a round with the miners there are.
    pub(super) fn record(&mut self, scores: &mut [(Peer, Score)], miners: &[Peer]) {
        if self.plan.new_hotkey == NewHotkey::Inherit {
            for (peer, _) in scores.iter_mut() {
                peer.hotkey = AccountId([0; 32]);
            }
        }
        self.scores.record(scores);
        if self.plan.unsampled == Unsampled::Zero {
            let unasked = miners.iter().filter(|miner| scores.iter().all(|(peer, _)| peer.uid != miner.uid));
            let zeros: Vec<(Peer, Score)> = unasked.map(|peer| (self.page(peer), Score::ZERO)).collect();
            self.scores.record(&zeros);
        }
    }

    pub(super) fn score(&self, peer: &Peer) -> Score {
        match self.plan.new_hotkey {
            NewHotkey::Reset => self.scores.score(peer),
            NewHotkey::Inherit => self.scores.score(&self.page(peer)),
        }
    }

    /// The averages of those peers, in their order.
    pub(super) fn scores(&self, peers: &[Peer]) -> Vec<(Uid, Score)> {
        match self.plan.new_hotkey {
            NewHotkey::Reset => self.scores.scores(peers),
            NewHotkey::Inherit => peers.iter().map(|peer| (peer.uid, self.score(peer))).collect(),
        }
    }
}
