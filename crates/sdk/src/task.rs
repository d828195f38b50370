//! What is asked.

use crate::{Notes, Peer, Rng, Round, Synapse};

/// Whom a question goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// Every peer of the round.
    All,
    /// One miner.
    One(Peer),
    /// Some miners.
    Some(Vec<Peer>),
}

/// A question and what the validator keeps to itself about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Question<A, K> {
    /// Whom it goes to.
    pub to: To,
    /// What is sent.
    pub ask: A,
    /// What is not: a key, a hidden answer, the seed of an instance.
    pub truth: K,
}

/// The source of questions.
///
/// ```
/// use incentor_sdk::{Notes, Question, Rng, Round, Synapse, Task, To};
/// #[derive(Clone, Debug, PartialEq, Synapse)]
/// struct Add { a: u32, b: u32, #[reply] sum: u32 }
///
/// struct Addition;
///
/// impl Task for Addition {
///     type Ask = Add;
///     type Truth = u32;
///
///     fn questions(&self, _: &Round, _: &mut Notes, rng: &mut Rng) -> Vec<Question<Add, u32>> {
///         let (a, b) = (rng.below(100) as u32, rng.below(100) as u32);
///         vec![Question { to: To::All, ask: Add::ask(a, b), truth: a + b }]
///     }
/// }
/// ```
pub trait Task: Send + Sync + 'static {
    /// What travels to the miner, and says what comes back.
    type Ask: Synapse;
    /// What stays with the validator.
    type Truth: Send + Sync + 'static;

    /// The questions of a round; a peer may get none, one or several.
    fn questions(
        &self,
        round: &Round<'_>,
        notes: &mut Notes,
        rng: &mut Rng,
    ) -> Vec<Question<Self::Ask, Self::Truth>>;

    /// What the validator would answer itself: what it tells a friend. `None`, the default, if it does not know.
    ///
    /// Only simulated insiders call it.
    fn tell(&self, _question: &Question<Self::Ask, Self::Truth>) -> Option<ReplyOf<Self>>
    where
        Self: Sized,
    {
        None
    }

    /// What a miner can see of a question beyond its content; nothing by default.
    fn looks(&self, _ask: &Self::Ask) -> Looks {
        Looks::default()
    }
}

/// What a miner can see of a question beyond its content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looks {
    /// It was asked before.
    pub repeat: bool,
    /// It looks like a customer's, not like a test.
    pub organic: bool,
}

/// What a miner sends back to a task's question.
pub type ReplyOf<T> = <<T as Task>::Ask as Synapse>::Reply;
