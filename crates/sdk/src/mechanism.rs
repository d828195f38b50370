//! A mechanism: protocol, task, scoring and a miner, in one value.

use crate::check::{self, Depth, Finding, Trial};
use crate::miner::{AnyMiner, Erased};
use crate::opened::Opened;
use crate::opened::Spare;
use crate::{
    Caller, Desk, Forwarding, LiveOnly, Mail, Miner, MinerKind, NoSolver, Notes, Reading, Refusal, ReplyOf,
    Rng, Round, Scoring, Sitting, Solver, Synapse, Task, Unopened, Work,
};
use std::{borrow::Cow, fmt, marker::PhantomData};

/// A whole mechanism, typed by its task.
pub struct Mechanism<T: Task> {
    name: Cow<'static, str>,
    task: T,
    scoring: Box<dyn Scoring<T>>,
    miner: Half<T::Ask>,
    others: Vec<Other<T::Ask>>,
    /// Lists of sheets that closed rounds have left, for the next ones.
    pub(crate) spare: Spare<T>,
    dials: Vec<Dial<T::Ask>>,
    /// Members of families, numbered after the others.
    engaged: Vec<Box<dyn Solver<T::Ask>>>,
}

/// A solver beside the miner's own, by name.
type Other<A> = (Cow<'static, str>, Box<dyn Solver<A>>);

/// A family of solvers, by name.
type Dial<A> = (Cow<'static, str>, Box<dyn Fn(f64) -> Box<dyn Solver<A>> + Send + Sync>);

/// The miner's half.
enum Half<A> {
    Function(Box<dyn Solver<A>>),
    Live(Box<dyn AnyMiner>),
}

impl<T: Task> Mechanism<T> {
    /// Ties the three parts together.
    pub fn new(
        name: impl Into<Cow<'static, str>>,
        task: T,
        scoring: impl Scoring<T>,
        solver: impl Solver<T::Ask>,
    ) -> Self {
        Self::of(name.into(), task, scoring, Half::Function(Box::new(solver)))
    }

    /// The same with a miner that waits for the outside world; it runs live only.
    pub fn live_only(
        name: impl Into<Cow<'static, str>>,
        task: T,
        scoring: impl Scoring<T>,
        miner: impl Miner<T::Ask>,
    ) -> Self {
        Self::of(name.into(), task, scoring, Half::Live(Box::new(Erased(miner, PhantomData))))
    }

    fn of(name: Cow<'static, str>, task: T, scoring: impl Scoring<T>, miner: Half<T::Ask>) -> Self {
        let scoring = Box::new(scoring);
        Self {
            name,
            task,
            scoring,
            miner,
            others: Vec::new(),
            spare: Spare::default(),
            dials: Vec::new(),
            engaged: Vec::new(),
        }
    }

    /// The same with one more solver, which simulated miners may use instead of its own: an attack on it.
    ///
    /// One of the same name is replaced.
    #[must_use]
    pub fn with_solver(mut self, name: impl Into<Cow<'static, str>>, solver: impl Solver<T::Ask>) -> Self {
        self.put(name.into(), Box::new(solver));
        self
    }

    /// The same with a family of solvers, told apart by a number such as the share of its bytes that one keeps.
    ///
    /// `usual` is the one a scenario means that gives no number.
    #[must_use]
    pub fn with_dial<S: Solver<T::Ask>>(
        mut self,
        name: impl Into<Cow<'static, str>>,
        usual: f64,
        make: impl Fn(f64) -> S + Send + Sync + 'static,
    ) -> Self {
        let name = name.into();
        self.put(name.clone(), Box::new(make(usual)));
        self.dials.push((name, Box::new(move |dial| Box::new(make(dial)))));
        self
    }

    /// A name means one solver or one family: the last that was given it.
    fn put(&mut self, name: Cow<'static, str>, solver: Box<dyn Solver<T::Ask>>) {
        self.others.retain(|(other, _)| *other != name);
        self.dials.retain(|(other, _)| *other != name);
        self.others.push((name, solver));
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is asked.
    pub const fn task(&self) -> &T {
        &self.task
    }

    /// How answers are scored.
    pub fn scoring(&self) -> &dyn Scoring<T> {
        &*self.scoring
    }

    /// The miner, if it is a function.
    pub fn solver(&self) -> Option<&dyn Solver<T::Ask>> {
        match &self.miner {
            Half::Function(solver) => Some(&**solver),
            Half::Live(_) => None,
        }
    }

    /// A solver by its number: 0 is the miner's own, then the others in the order in which they were added, then
    /// those engaged by a number.
    pub(crate) fn solver_at(&self, number: usize) -> Option<&dyn Solver<T::Ask>> {
        let Some(other) = number.checked_sub(1) else { return self.solver() };
        let engaged = || self.engaged.get(other.checked_sub(self.others.len())?);
        self.others.get(other).map(|(_, solver)| solver).or_else(engaged).map(|solver| &**solver)
    }
}

impl<T: Task> fmt::Debug for Mechanism<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mechanism").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A mechanism whose types are its own business: what runners hold.
pub trait AnyMechanism: Send + Sync {
    /// Its name.
    fn name(&self) -> &str;

    /// The routes its miners serve.
    fn routes(&self) -> &'static [&'static str];

    /// How its miner works.
    fn miner(&self) -> MinerKind;

    /// Names of the solvers beside its own, in the order of their numbers, which start at 1.
    fn solvers(&self) -> Vec<&str>;

    /// The number of a solver that a simulated miner is to use, turned to `dial`; before the first round.
    ///
    /// # Errors
    /// If there is none of that name, or a number says nothing to it.
    fn engage(&mut self, name: &str, dial: Option<f64>) -> Result<usize, NoSolver>;

    /// Opens a round: draws the questions and lays out the sheets.
    fn open<'a>(&'a self, round: &'a Round<'a>, notes: &mut Notes, rng: &mut Rng) -> Box<dyn Sitting + 'a>;

    /// Answers a request as the mechanism's own miner does.
    ///
    /// # Errors
    /// If the miner declines or runs live only, or the request is of another protocol.
    fn solve(&self, ask: Unopened<'_>, desk: &mut Desk<'_>) -> Result<(Mail, Work), Refusal>;

    /// Hands a request to a miner that runs live only; `None` if the miner is a function.
    fn forward<'a>(&'a self, ask: Unopened<'_>, caller: &'a Caller) -> Option<Forwarding<'a>>;

    /// Whether two requests are the same question, so that one answer serves both.
    fn is_same(&self, ask: Unopened<'_>, other: Unopened<'_>) -> bool;

    /// Turns a reply into what one validator makes of it; see [`Solver::perceive`].
    fn perceive(&self, ask: Unopened<'_>, reply: &mut Mail, reading: Reading);

    /// Tries the scoring rule against every law; `None` if the miner runs live only, so that nobody can be played.
    fn check(&self, depth: &Depth) -> Option<Vec<Finding>>;

    /// Whether a simulator can run it: one asks before the first round.
    ///
    /// # Errors
    /// If the miner runs live only.
    fn simulable(&self) -> Result<(), LiveOnly> {
        match self.miner() {
            MinerKind::Function => Ok(()),
            MinerKind::Live => Err(LiveOnly { mechanism: self.name().to_owned() }),
        }
    }
}

impl<T: Task> AnyMechanism for Mechanism<T> {
    fn name(&self) -> &str {
        &self.name
    }

    fn routes(&self) -> &'static [&'static str] {
        T::Ask::ROUTES
    }

    fn miner(&self) -> MinerKind {
        match self.miner {
            Half::Function(_) => MinerKind::Function,
            Half::Live(_) => MinerKind::Live,
        }
    }

    fn solvers(&self) -> Vec<&str> {
        self.others.iter().map(|(name, _)| &**name).collect()
    }

    fn engage(&mut self, name: &str, dial: Option<f64>) -> Result<usize, NoSolver> {
        let mechanism = || self.name.to_string();
        let Some(usual) = self.others.iter().position(|(other, _)| other == name) else {
            let known = self.others.iter().map(|(name, _)| name.to_string()).collect();
            return Err(NoSolver::Unknown { mechanism: mechanism(), name: name.to_owned(), known });
        };
        let Some(dial) = dial else { return Ok(usual + 1) };
        let Some((_, make)) = self.dials.iter().find(|(family, _)| family == name) else {
            return Err(NoSolver::NoDial { mechanism: mechanism(), name: name.to_owned() });
        };
        self.engaged.push(make(dial));
        Ok(self.others.len() + self.engaged.len())
    }

    fn open<'a>(&'a self, round: &'a Round<'a>, notes: &mut Notes, rng: &mut Rng) -> Box<dyn Sitting + 'a> {
        Box::new(Opened::new(self, round, notes, rng))
    }

    fn solve(&self, ask: Unopened<'_>, desk: &mut Desk<'_>) -> Result<(Mail, Work), Refusal> {
        let Half::Function(solver) = &self.miner else { return Err(Refusal("this miner runs live only")) };
        let ask = ask.downcast_ref::<T::Ask>().ok_or(Refusal("a request of another protocol"))?;
        solver.solve(ask, desk).map(|(reply, work)| (Mail::new(reply), work))
    }

    fn forward<'a>(&'a self, ask: Unopened<'_>, caller: &'a Caller) -> Option<Forwarding<'a>> {
        match &self.miner {
            Half::Function(_) => None,
            Half::Live(miner) => Some(miner.forward(ask, caller)),
        }
    }

    fn is_same(&self, ask: Unopened<'_>, other: Unopened<'_>) -> bool {
        match (ask.downcast_ref::<T::Ask>(), other.downcast_ref::<T::Ask>()) {
            (Some(ask), Some(other)) => ask == other,
            _ => false,
        }
    }

    fn perceive(&self, ask: Unopened<'_>, reply: &mut Mail, reading: Reading) {
        if let (Some(ask), Half::Function(solver)) = (ask.downcast_ref::<T::Ask>(), &self.miner) {
            reply.map::<ReplyOf<T>>(|reply| solver.perceive(ask, reply, reading));
        }
    }

    fn check(&self, depth: &Depth) -> Option<Vec<Finding>> {
        let mut trial = Trial::of(self)?.seed(depth.seed).cases(depth.cases);
        for field in &depth.measured {
            trial = trial.measured(field.clone());
        }
        Some(check::all(&trial, &*self.scoring))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::{Ping, Pings, peer, round};
    use crate::{Arrival, By, Constant, Exam, Fault, InTime, Luck, Score};
    use serde_json::Value;
    use std::{task::Poll, time::Duration};

    struct Pong;

    impl Solver<Ping> for Pong {
        fn solve(&self, _: &Ping, desk: &mut Desk<'_>) -> Result<(u32, Work), Refusal> {
            Ok((desk.effort as u32, Work::default()))
        }
    }

    #[test]
    fn typed_json_missing_and_foreign_replies_are_told_apart() {
        let mechanism = Mechanism::new("ping", Pings, InTime(Duration::from_secs(1)), Pong);
        let peers = [peer(0), peer(1), peer(2), peer(3), peer(4)];
        let round = round(&peers);
        let mut notes = Notes::default();
        let mut sitting = mechanism.open(&round, &mut notes, &mut Luck::of_seed(1).at(0, 0));
        assert_eq!(
            (sitting.sheets(), sitting.route(0), sitting.request(0)),
            (5, "Ping", serde_json::json!({}))
        );
        let soon = Duration::from_millis(5);
        sitting.fill(0, Ok(Mail::new(7_u32)), soon, 0);
        sitting.fill_json(1, Ok(Value::from(7)), soon, 1);
        sitting.fill(2, Ok(Mail::new("seven".to_owned())), soon, 2);
        sitting.fill_json(3, Ok(Value::from("seven")), soon, 3);
        let scores: Vec<f64> = sitting.close(&mut notes).iter().map(|(_, score)| score.get()).collect();
        assert_eq!(scores, [1.0, 1.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn sittings_that_ask_alike_share_their_replies() {
        let mechanism = Mechanism::new("ping", Pings, InTime(Duration::from_secs(1)), Pong);
        let peers = [peer(0), peer(1), peer(2)];
        let (same, fewer, other) = (peers, [peer(0), peer(1)], [peer(0), peer(1), peer(3)]);
        let rounds = [&peers[..], &same, &fewer, &other].map(round);
        let (mut notes, luck) = (Notes::default(), Luck::of_seed(1));
        let mut sittings = rounds.each_ref().map(|of| mechanism.open(of, &mut notes, &mut luck.at(0, 0)));
        let again = mechanism.open(&rounds[0], &mut notes, &mut luck.at(0, 0));
        let [first, others @ ..] = &mut sittings;
        assert!(again.asks_as(first.leaves()), "the very same peers");
        assert_eq!(others.each_ref().map(|sitting| sitting.asks_as(first.leaves())), [true, false, false]);

        first.fill(1, Ok(Mail::new(7_u32)), Duration::ZERO, 0);
        others[0].hand_in_all(first.leaves(), &[0, 1, 9]);
        let replies = [0, 1, 2].map(|sheet| others[0].reply_json(sheet));
        assert_eq!(
            replies,
            [None, Some(Value::from(7)), None],
            "nothing came for the first, and there is no tenth"
        );
    }

    #[test]
    fn a_mechanism_without_its_types_is_checked_all_the_same() {
        let mechanism = Mechanism::new("ping", Pings, Constant::of(1.0), Pong);
        let depth = Depth { cases: 4, ..Depth::default() };
        let erased: &dyn AnyMechanism = &mechanism;
        let found = erased.check(&depth).unwrap();
        let trial = Trial::of(&mechanism).unwrap().cases(4);
        assert_eq!(found, check::all(&trial, mechanism.scoring()));
        assert!(found.iter().any(|finding| finding.code() == "clone-unsafe"), "{found:?}");
        assert!(found.iter().all(|finding| Finding::CODES.contains(&finding.code())));
    }

    #[test]
    fn a_foreign_request_is_refused() {
        struct Empty;
        impl crate::Shelf for Empty {
            fn put(&mut self, _: &[u8], _: &[u8]) -> Result<(), Refusal> {
                Err(Refusal("no shelf"))
            }
            fn get(&self, _: &[u8]) -> Option<Vec<u8>> {
                None
            }
        }
        let mechanism = Mechanism::new("ping", Pings, Constant::of(1.0), Pong);
        let caller = crate::Caller { hotkey: peer(9).hotkey, uid: None, stake_weight_rao: 0, permit: false };
        let mut desk =
            Desk { caller: &caller, effort: 3.0, rng: &mut Luck::of_seed(1).at(0, 0), shelf: &mut Empty };
        assert!(mechanism.solve(&"not a ping", &mut desk).is_err());
        let (mail, _) = mechanism.solve(&Ping, &mut desk).unwrap();
        assert_eq!(mail.open::<u32>(), Some(3));
    }

    #[test]
    fn a_sheet_is_worked_copied_and_delivered_without_a_carrier() {
        struct Nine;
        impl Solver<Ping> for Nine {
            fn solve(&self, _: &Ping, _: &mut Desk<'_>) -> Result<(u32, Work), Refusal> {
                Ok((9, Work::default()))
            }
        }
        let mechanism = Mechanism::new("ping", Pings, InTime(Duration::from_secs(1)), Pong);
        let mechanism = mechanism.with_solver("nine", Nine);
        assert_eq!(mechanism.solvers(), ["nine"]);
        let peers = [peer(0), peer(1), peer(2)];
        let round = round(&peers);
        let (mut notes, luck) = (Notes::default(), Luck::of_seed(1));
        let mut sitting = mechanism.open(&round, &mut notes, &mut luck.at(0, 0));
        let mut other = mechanism.open(&round, &mut notes, &mut luck.at(0, 0));
        let caller = crate::Caller { hotkey: peer(9).hotkey, uid: None, stake_weight_rao: 0, permit: false };
        let mut shelf = std::collections::BTreeMap::new();
        let mut desk = Desk { caller: &caller, effort: 3.0, rng: &mut luck.at(0, 0), shelf: &mut shelf };
        assert!(sitting.work(0, 0, &mut desk).is_ok() && sitting.work(1, 1, &mut desk).is_ok());
        assert!(sitting.work(2, 2, &mut desk).is_err() && sitting.work(3, 0, &mut desk).is_err());
        assert!(sitting.hand_on(1, 2, None) && !sitting.hand_on(7, 2, None) && !sitting.tell(2));
        assert!(other.hand_in(0, sitting.reply(0).unwrap(), None) && other.reply(1).is_none());
        assert!(!other.hand_in(0, &"no number", None));
        let replies: Vec<_> = (0..3).map(|sheet| sitting.reply_json(sheet).unwrap()).collect();
        assert_eq!(replies, [3, 9, 9]);
        let arrivals = [(0, Duration::from_millis(5)), (1, Duration::from_secs(5))];
        sitting.deliver(&arrivals.map(|(sheet, latency)| Arrival { sheet, latency }), luck, 1);
        let scores: Vec<f64> = sitting.close(&mut notes).iter().map(|(_, score)| score.get()).collect();
        assert_eq!(scores, [1.0, 0.0, 0.0], "what lies on a sheet undelivered came too late");
    }

    #[test]
    fn solvers_are_engaged_by_name_and_turned_by_their_dial() {
        struct Says(f64);
        impl Solver<Ping> for Says {
            fn solve(&self, _: &Ping, _: &mut Desk<'_>) -> Result<(u32, Work), Refusal> {
                Ok((self.0 as u32, Work::default()))
            }
        }
        let honest = Mechanism::new("ping", Pings, Constant::of(1.0), Pong);
        let refused =
            |mechanism: &mut Mechanism<Pings>, name, dial| mechanism.engage(name, dial).unwrap_err();
        let mut mechanism = honest.with_solver("some", Says(1.0)).with_dial("some", 5.0, Says);
        mechanism = mechanism.with_solver("none", Says(0.0));
        assert_eq!(mechanism.solvers(), ["some", "none"]);
        let numbers = [("none", None), ("some", None), ("some", Some(7.0)), ("some", Some(9.0))];
        let numbers = numbers.map(|(name, dial)| mechanism.engage(name, dial).unwrap());
        let peers = [peer(0)];
        let round = round(&peers);
        let says = |number| {
            let mut sitting = mechanism.open(&round, &mut Notes::default(), &mut Luck::of_seed(1).at(0, 0));
            let caller = Caller { hotkey: peer(9).hotkey, uid: None, stake_weight_rao: 0, permit: false };
            let (rng, shelf) = (&mut Luck::of_seed(1).at(0, 0), &mut std::collections::BTreeMap::new());
            sitting.work(0, number, &mut Desk { caller: &caller, effort: 1.0, rng, shelf }).unwrap();
            sitting.reply_json(0).unwrap()
        };
        assert_eq!(numbers.map(says), [0, 5, 7, 9]);
        let unknown = refused(&mut mechanism, "nine", None).to_string();
        assert_eq!(unknown, "\"ping\" has no solver \"nine\"; it has \"some\", \"none\"");
        let fixed = refused(&mut mechanism, "none", Some(1.0)).to_string();
        assert_eq!(fixed, "the solver \"none\" of \"ping\" takes no number");
        let mut honest = Mechanism::new("ping", Pings, Constant::of(1.0), Pong);
        let unknown = refused(&mut honest, "nine", None).to_string();
        assert_eq!(unknown, "\"ping\" has no solver \"nine\"; it has none but its own");
    }

    #[test]
    fn a_list_of_the_wrong_length_voids_the_round() {
        struct Short;
        impl Scoring<Pings> for Short {
            fn score(&self, _: &Exam<'_, Pings>, _: &mut Notes) -> Vec<Score> {
                vec![Score::ONE]
            }
        }
        let peers = [peer(0), peer(1)];
        let round = round(&peers);
        for rule in [Box::new(Short) as Box<dyn Scoring<Pings>>, Box::new(By(Short) + By(Constant::of(1.0)))]
        {
            let mechanism = Mechanism::new("ping", Pings, rule, Pong);
            let mut notes = Notes::default();
            let sitting = mechanism.open(&round, &mut notes, &mut Luck::of_seed(1).at(0, 0));
            assert_eq!(sitting.mark(&mut notes), []);
            assert!(matches!(notes.take_faults()[..], [Fault::WrongLength { answers: 2, scores: 1 }]));
            // The next round is not to blame for this one.
            let sound = Mechanism::new("ping", Pings, Constant::of(1.0), Pong);
            let sitting = sound.open(&round, &mut notes, &mut Luck::of_seed(1).at(0, 0));
            assert_eq!(sitting.close(&mut notes).len(), 2);
        }
    }

    #[test]
    fn parts_on_record_come_with_the_marks() {
        let rule = By(Constant::of(2.0)).named("two") * 0.5 + By(InTime::within("1s")).named("in time");
        let mechanism = Mechanism::new("ping", Pings, rule, Pong);
        let peers = [peer(0), peer(1)];
        let round = round(&peers);
        let mut notes = Notes::default();
        let mut sitting = mechanism.open(&round, &mut notes, &mut Luck::of_seed(1).at(0, 0));
        sitting.fill(0, Ok(Mail::new(7_u32)), Duration::from_secs(2), 0);
        let marks = sitting.mark(&mut notes);
        let parts: Vec<(&str, f64)> = marks[0].parts.iter().map(|part| (&*part.name, part.score)).collect();
        assert_eq!((marks[0].score, parts), (Score::ONE, vec![("two", 2.0), ("in time", 0.0)]));
        assert_eq!(marks[1].score, Score::ZERO);
    }

    #[test]
    fn a_live_miner_is_refused_by_name_and_forwards_live() {
        struct Remote;
        impl Miner<Ping> for Remote {
            async fn forward(&self, _: Ping, caller: &Caller) -> Result<u32, Refusal> {
                if caller.permit { Ok(5) } else { Err(Refusal("validators only")) }
            }
        }
        let mechanism = Mechanism::live_only("remote", Pings, Constant::of(1.0), Remote);
        let refused = mechanism.simulable().unwrap_err().to_string();
        assert_eq!(refused, "the miner of \"remote\" waits for the outside world, so it runs live only");
        assert!(Mechanism::new("ping", Pings, Constant::of(1.0), Pong).simulable().is_ok());
        assert_eq!(mechanism.check(&Depth::default()), None);
        let caller = crate::Caller { hotkey: peer(9).hotkey, uid: None, stake_weight_rao: 0, permit: true };
        let mut forwarding = mechanism.forward(&Ping, &caller).unwrap();
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        let Poll::Ready(Ok(mail)) = forwarding.as_mut().poll(&mut context) else {
            panic!("nothing to wait for")
        };
        assert_eq!(mail.open::<u32>(), Some(5));
    }
}
