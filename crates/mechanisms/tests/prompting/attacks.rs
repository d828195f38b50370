//! What each known attack of the page pays, with the weakness it needs and without.

use crate::stage::{Seat, Stage, peer, round, solve};
use incentor_mechanisms::prompting::cheat::{
    Constant, Echo, Everybody, Flatterer, Insider, Memoriser, RandomSpan, TemplateInverter,
};
use incentor_mechanisms::prompting::{
    self, Blend, GivenTo, Ladder, Marking, Panel, Prompt, Prompting, Reader, Sight,
};
use incentor_sdk::{AnyMechanism, Luck, Mail, Notes, Peer, Solver, Task};
use std::time::Duration;

/// Eight honest miners, 0.65 to 1.54 as in the quickstart.
const HONEST: [f64; 8] = [0.65, 0.75, 0.85, 0.94, 1.06, 1.18, 1.33, 1.54];

/// An attack with what its owner would be straight, in a world with the weakness and in one without.
struct Attack<'a> {
    name: &'a str,
    weakness: &'a str,
    weak: Stage,
    sound: Stage,
    cheats: Vec<Seat<'a>>,
    straight: Seat<'a>,
}

/// Shares of all pay: cheating and straight where it is weak, cheating and straight where it is sound.
struct Paid {
    weak: [f64; 2],
    sound: [f64; 2],
}

impl Attack<'_> {
    /// Several attacks meet the same straight worlds; `known` has those that have been played.
    fn paid(&self, known: &mut Vec<(Stage, u64, f64)>) -> Paid {
        let reader = Reader::default();
        let share = |stage: &Stage, entrants: &[Seat<'_>]| {
            let honest = HONEST.iter().map(|quality| Seat::of(&reader, *quality));
            let seats: Vec<Seat<'_>> = honest.chain(entrants.iter().copied()).collect();
            stage.share(&seats, HONEST.len()..seats.len())
        };
        let mut straight = |stage: &Stage| {
            let quality = self.straight.quality.to_bits();
            let played = known.iter().find(|(other, of, _)| other == stage && *of == quality);
            played.map(|(_, _, share)| *share).unwrap_or_else(|| {
                let share = share(stage, &[self.straight]);
                known.push((stage.clone(), quality, share));
                share
            })
        };
        Paid {
            weak: [share(&self.weak, &self.cheats), straight(&self.weak)],
            sound: [share(&self.sound, &self.cheats), straight(&self.sound)],
        }
    }

    fn row(&self, paid: &Paid) -> String {
        let percent = |share: f64| format!("{:.1} %", share * 100.0);
        let [a, b, c, d] = [paid.weak[0], paid.weak[1], paid.sound[0], paid.sound[1]].map(percent);
        format!("| {} | {} | {a} | {b} | {c} | {d} |", self.name, self.weakness)
    }
}

fn default() -> Stage {
    Stage::new(Prompting::default(), Marking::default())
}

fn procedural() -> Stage {
    Stage::new(Prompting::procedural(), Marking::default())
}

/// A judged mechanism as one would write it first: a judge, who sees everything, and nothing else.
fn judges_alone() -> Stage {
    let panel = Panel { sight: Sight::Whole, ..Panel::default() };
    let task = Prompting { paraphrased: 1.0, ..Prompting::default() };
    Stage::new(task, Marking { panel, ..Marking::default() })
}

fn check(page: &str, attack: &Attack<'_>, paid: &Paid) {
    let row = attack.row(paid);
    assert!(page.lines().any(|line| line == row), "the page does not say what the attack pays:\n{row}");
}

fn page() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/mechanisms/prompting.md");
    std::fs::read_to_string(path).expect("the page is there")
}

#[test]
fn attacks_pay_where_they_find_their_weakness_and_lose_elsewhere() {
    let reader = Reader::default();
    let (inverter, memoriser, flatterer) = (TemplateInverter::default(), Memoriser, Flatterer::default());
    let half = Seat::of(&reader, 0.5);
    let cheat = |solver| vec![Seat::of(solver, 1.0)];
    let shared = Prompting { given_to: GivenTo::OneValidator, ..Prompting::default() };
    let light = Prompting { load: 2, paraphrased: 0.5, ..Prompting::default() };
    let worker = Seat { worker: 1, ..Seat::of(&reader, 0.9) };
    let stale = Prompting { novelty: 0.4, ..Prompting::procedural() };
    let mean = Marking { blend: Blend::Mean, ..Marking::default() };
    let sees_all = Marking { panel: Panel { sight: Sight::Whole, ..Panel::default() }, ..Marking::default() };
    let attacks = [
        Attack {
            name: "template inverter",
            weakness: "procedural prompts only",
            weak: procedural(),
            sound: default(),
            cheats: cheat(&inverter),
            straight: half,
        },
        Attack {
            name: "template inverter",
            weakness: "paraphrased prompts in a plain mean",
            weak: Stage::new(Prompting::default(), mean),
            sound: default(),
            cheats: cheat(&inverter),
            straight: half,
        },
        Attack {
            name: "relay",
            weakness: "the same prompts for all",
            weak: Stage::new(shared, Marking::default()),
            sound: default(),
            cheats: vec![Seat { copies: Some(7), ..half }],
            straight: half,
        },
        Attack {
            name: "six hotkeys, one worker",
            weakness: "two prompts per round",
            weak: Stage::new(light, Marking::default()),
            sound: default(),
            cheats: vec![worker; 6],
            straight: worker,
        },
        Attack {
            name: "memoriser",
            weakness: "60 % of prompts from a public pool",
            weak: Stage::new(stale, Marking::default()),
            sound: procedural(),
            cheats: cheat(&memoriser),
            straight: half,
        },
        Attack {
            name: "flatterer",
            weakness: "judges see the whole reply",
            weak: Stage::new(Prompting::default(), sees_all),
            sound: default(),
            cheats: vec![Seat::of(&flatterer, 0.9)],
            straight: Seat::of(&reader, 0.9),
        },
        Attack {
            name: "everybody's name",
            weakness: "judges alone, who see the whole reply",
            weak: judges_alone(),
            sound: default(),
            cheats: cheat(&Everybody),
            straight: half,
        },
        Attack {
            name: "echo",
            weakness: "judges alone, who see the whole reply",
            weak: judges_alone(),
            sound: default(),
            cheats: cheat(&Echo),
            straight: half,
        },
        Attack {
            name: "random names",
            weakness: "judges alone, who see the whole reply",
            weak: judges_alone(),
            sound: default(),
            cheats: cheat(&RandomSpan),
            straight: half,
        },
        Attack {
            name: "constant",
            weakness: "judges alone, who see the whole reply",
            weak: judges_alone(),
            sound: default(),
            cheats: cheat(&Constant),
            straight: half,
        },
    ];
    let page = page();
    let mut known = Vec::new();
    let paid: Vec<Paid> = attacks.iter().map(|attack| attack.paid(&mut known)).collect();
    for (attack, paid) in attacks.iter().zip(&paid) {
        println!("{}", attack.row(paid));
    }
    for (attack, Paid { weak, sound }) in attacks.iter().zip(&paid) {
        // Answers that need no reading do not beat reading even where judges are naive; the others do.
        let is_harmless = ["echo", "random names", "constant"].contains(&attack.name);
        assert_eq!(weak[0] > weak[1], !is_harmless, "{} where it is weak: {weak:?}", attack.name);
        assert!(sound[0] <= sound[1] + 0.005, "{} where it is sound: {sound:?}", attack.name);
    }
    for (attack, paid) in attacks.iter().zip(&paid) {
        check(&page, attack, paid);
    }
}

/// Shares of a round's pay by one validator, the last seat being the insider's.
fn judged_by(validator: u64, insider: &dyn Solver<Prompt>) -> f64 {
    let mechanism = prompting::mechanism(Prompting::default(), Marking::default(), Reader::default());
    let peers: Vec<Peer> = (0..=HONEST.len()).map(peer).collect();
    let reader = Reader::default();
    let mut pay = vec![0.0; peers.len()];
    for number in 0..10 {
        let round = round(number, &peers);
        let mut notes = Notes::default();
        let mut sitting = mechanism.open(&round, &mut notes, &mut secret(validator, number));
        for sheet in 0..sitting.sheets() {
            let seat = sitting.target(sheet).unwrap().uid.index();
            let ask = sitting.ask(sheet).and_then(|ask| ask.downcast_ref::<Prompt>()).unwrap();
            let solver = if seat < HONEST.len() { &reader } else { insider };
            let quality = HONEST.get(seat).copied().unwrap_or(1.0);
            let luck = Luck::of_seed(validator).branch("answer", seat as u64);
            if let Some((reply, _)) = solve(solver, ask, quality, luck, (sheet as u32, number)) {
                sitting.fill(sheet, Ok(Mail::new(reply)), Duration::ZERO, 0);
            }
        }
        for (peer, score) in sitting.close(&mut notes) {
            pay[peer.uid.index()] += score.get();
        }
    }
    let squares: Vec<f64> = pay.iter().map(|score| score * score).collect();
    squares[HONEST.len()] / squares.iter().sum::<f64>()
}

fn secret(validator: u64, number: u64) -> incentor_sdk::Rng {
    Luck::of_seed(3).branch("validator", validator).at(0, number)
}

#[test]
fn what_one_validator_tells_is_worth_nothing_before_the_others() {
    let peers: Vec<Peer> = (0..=HONEST.len()).map(peer).collect();
    let told = (0..10).flat_map(|number| {
        let task = Prompting::default();
        let asked = task.questions(&round(number, &peers), &mut Notes::default(), &mut secret(0, number));
        asked.into_iter().map(|question| (question.ask, question.truth.answer))
    });
    let insider = Insider::told(told);
    let mut shares = [0, 1, 2].map(|validator| judged_by(validator, &insider));
    // Everything right is worth more than the best reader's work, with the validator that told.
    assert!(shares[0] > 0.25, "{shares:?}");
    assert_eq!(shares[1..], [0.0, 0.0]);
    // Consensus is the stake-weighted median: of three validators alike, the two others decide.
    shares.sort_by(f64::total_cmp);
    assert_eq!(shares[1], 0.0);
}

#[test]
fn the_ladder_keeps_improvement_worth_its_while() {
    let reader = Reader::default();
    let seats: Vec<Seat<'_>> = [4.0, 4.0, 8.0, 8.0].map(|quality| Seat::of(&reader, quality)).to_vec();
    let share_of_better = |ladder: Ladder| {
        let task = Prompting { ladder, ..Prompting::default() };
        Stage { rounds: 90, ..Stage::new(task, Marking::default()) }.share(&seats, 2..4)
    };
    let (fixed, moving) =
        (share_of_better(Ladder::fixed(0)), share_of_better(Ladder { patience: 1, ..Ladder::default() }));
    // Twice as good, and hardly told apart at the bottom.
    assert!(fixed < 0.56 && moving > fixed + 0.05, "{fixed} fixed, {moving} moving");
}
