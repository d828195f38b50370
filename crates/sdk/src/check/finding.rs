//! What the checkers report.

use super::Twist;
use crate::book::Figure;
use std::fmt;

/// A law that a rule breaks, with the smallest case found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What is wrong.
    pub flaw: Flaw,
    /// Where it shows.
    pub example: Example,
}

/// What can be wrong with a rule.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Flaw {
    /// Better work, or the same work faster, scores less.
    NotMonotone {
        /// What was improved.
        by: Lever,
        /// Score before, per case or on average.
        before: f64,
        /// Score after the improvement.
        after: f64,
    },
    /// In the range that matters, better work scores no more.
    Capped {
        /// From this effort on.
        from_effort: f64,
        /// The score there.
        score: f64,
    },
    /// A score depends on where an answer stands in the list, or on the seat's number.
    OrderDependent {
        /// Whether it is the seat's number.
        by_uid: bool,
        /// Which miner.
        miner: usize,
        /// Its score.
        before: f64,
        /// Its score after the others were moved.
        after: f64,
    },
    /// Handing in one's own answer again from a second hotkey pays.
    CloneUnsafe {
        /// Whether the copy was changed to look like another reply.
        disguised: bool,
        /// What the owner has without the copy: a sum of scores, or a share of all pay.
        before: f64,
        /// What original and copy have together.
        after: f64,
        /// Whether these are shares of all pay.
        shares: bool,
    },
    /// A weak entry helps its owner's other one.
    DecoyUnsafe {
        /// Whom it helps.
        miner: usize,
        /// That miner's share of all pay without the decoy.
        before: f64,
        /// And with it, the decoy's pay counted.
        after: f64,
    },
    /// Half the work behind each of two hotkeys pays more than all behind one.
    SplitUnsafe {
        /// Pay of one hotkey, on average.
        before: f64,
        /// Pay of the two together.
        after: f64,
    },
    /// Some input breaks the rule.
    NotFinite {
        /// How.
        breakage: Breakage,
        /// What was changed in a reply; `None` if it takes no changed reply.
        twist: Option<Twist>,
    },
    /// Changing what a miner says, not what it does, raises the score.
    TamperUnsafe {
        /// The change.
        twist: Twist,
        /// Whether the field repeats the question.
        echo: bool,
        /// Score of the honest reply.
        before: f64,
        /// Score of the changed one.
        after: f64,
    },
    /// A positive score becomes no weight at all.
    FloorUnsafe {
        /// Which miner.
        miner: usize,
        /// Its share of the best score.
        share: f64,
    },
    /// Not answering scores.
    SilencePaid {
        /// How much.
        score: f64,
    },
}

/// What an improvement was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lever {
    /// The work.
    Quality,
    /// The time it took.
    Speed,
}

/// How a rule breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Breakage {
    /// It panics.
    Panic {
        /// What it says.
        message: String,
    },
    /// It gives a list of another length.
    WrongLength {
        /// Answers in the exam.
        answers: usize,
        /// Scores given.
        scores: usize,
    },
    /// It reports a fault of its own.
    Fault {
        /// Which.
        message: String,
    },
    /// A note is lost with the next restart.
    Forgets {
        /// Which, and why.
        note: String,
    },
    /// A score is beyond all measure: it was infinite, or nearly.
    Overflow,
    /// One miner's reply takes everybody else's score.
    Poisoned,
}

/// The case in which it shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Example {
    /// Seed of questions and luck.
    pub seed: u64,
    /// Rounds played.
    pub rounds: u64,
    /// The question of the last round, as JSON, shortened.
    pub question: String,
    /// Who took part.
    pub entries: Vec<Entry>,
}

/// One miner of an example.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What it is and does.
    pub who: String,
    /// Its last reply, as JSON, shortened; empty if it gave none.
    pub reply: String,
    /// Its score in the first world.
    pub before: f64,
    /// Its score in the second.
    pub after: f64,
}

impl Finding {
    /// Every code there is, in the order of [`Flaw`].
    pub const CODES: [&'static str; 10] = [
        "not-monotone",
        "capped",
        "order-dependent",
        "clone-unsafe",
        "decoy-unsafe",
        "split-unsafe",
        "not-finite",
        "tamper-unsafe",
        "u16-floor-unsafe",
        "silence-paid",
    ];

    /// The flaw's code, for gates and reports.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self.flaw {
            Flaw::NotMonotone { .. } => "not-monotone",
            Flaw::Capped { .. } => "capped",
            Flaw::OrderDependent { .. } => "order-dependent",
            Flaw::CloneUnsafe { .. } => "clone-unsafe",
            Flaw::DecoyUnsafe { .. } => "decoy-unsafe",
            Flaw::SplitUnsafe { .. } => "split-unsafe",
            Flaw::NotFinite { .. } => "not-finite",
            Flaw::TamperUnsafe { .. } => "tamper-unsafe",
            Flaw::FloorUnsafe { .. } => "u16-floor-unsafe",
            Flaw::SilencePaid { .. } => "silence-paid",
        }
    }
}

impl std::error::Error for Finding {}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.code(), self.flaw)?;
        write!(f, "{}", self.example)
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from_to = |before: &f64, after: &f64| format!("from {} to {}", Figure(*before), Figure(*after));
        match self {
            Self::NotMonotone { by: Lever::Quality, before, after } => {
                write!(f, "better work takes the score {}", from_to(before, after))
            }
            Self::NotMonotone { by: Lever::Speed, before, after } => {
                write!(f, "the same reply, sooner, takes the score {}", from_to(before, after))
            }
            Self::Capped { from_effort, score } => write!(
                f,
                "from effort {} on better work pays no more: the score stays at {}",
                Figure(*from_effort),
                Figure(*score)
            ),
            Self::OrderDependent { by_uid, miner, before, after } => {
                let what = if *by_uid { "another seat" } else { "another order of the answers" };
                write!(f, "{what} takes miner {miner}'s score {}", from_to(before, after))
            }
            Self::CloneUnsafe { disguised, before, after, shares } => {
                let copy = if *disguised { "a copy, slightly changed," } else { "a copy" };
                let what = if *shares { "share of all pay" } else { "score" };
                write!(f, "{copy} raises its owner's {what} {}", from_to(before, after))
            }
            Self::DecoyUnsafe { miner, before, after } => {
                write!(f, "a weaker entry raises miner {miner}'s share of all pay {}", from_to(before, after))
            }
            Self::SplitUnsafe { before, after } => write!(
                f,
                "half the effort behind each of two hotkeys raises pay {} on average",
                from_to(before, after)
            ),
            Self::NotFinite { breakage, twist: None } => write!(f, "{breakage}"),
            Self::NotFinite { breakage, twist: Some(twist) } => write!(f, "with {twist}, {breakage}"),
            Self::TamperUnsafe { twist, echo, before, after } => {
                let why = if *echo { "the question's own field" } else { "a claim nobody checks" };
                write!(f, "{twist}, {why}, raises the score {}", from_to(before, after))
            }
            Self::FloorUnsafe { miner, share } => {
                write!(f, "miner {miner} has {} of the best score and gets no weight", Figure(*share))
            }
            Self::SilencePaid { score } => write!(f, "not answering scores {}", Figure(*score)),
        }
    }
}

impl fmt::Display for Breakage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Panic { message } => write!(f, "the rule panics: {message}"),
            Self::WrongLength { answers, scores } => {
                write!(f, "the rule gives {scores} scores for {answers} answers")
            }
            Self::Fault { message } => write!(f, "the rule reports a fault: {message}"),
            Self::Forgets { note } => write!(f, "a restart loses the note {note}"),
            Self::Overflow => f.write_str("a score is infinite, or as good as"),
            Self::Poisoned => f.write_str("everybody else's score is gone"),
        }
    }
}

impl fmt::Display for Example {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounds = if self.rounds == 1 { "1 round".to_owned() } else { format!("{} rounds", self.rounds) };
        writeln!(f, "  seed {}, {rounds}, question {}", self.seed, self.question)?;
        let widest = |text: &dyn Fn(&Entry) -> String| self.entries.iter().map(|one| text(one).len()).max();
        let before = |entry: &Entry| Figure(entry.before).to_string();
        let after = |entry: &Entry| Figure(entry.after).to_string();
        let who = widest(&|entry| entry.who.clone()).unwrap_or(0);
        let (had, has) = (widest(&before).unwrap_or(0), widest(&after).unwrap_or(0));
        for entry in &self.entries {
            let reply = if entry.reply.is_empty() { "no reply" } else { &entry.reply };
            let (before, after) = (before(entry), after(entry));
            writeln!(f, "  {:who$}  {before:>had$} → {after:<has$}  {reply}", entry.who)?;
        }
        Ok(())
    }
}
