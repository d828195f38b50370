//! Miners that wait for the outside world.

use crate::{Caller, Mail, Refusal, Synapse, Unopened};
use std::{future::Future, pin::Pin};

/// A miner that waits: for an API, a GPU server, a person. Live only.
///
/// The SDK has no executor: a live runtime polls the future. The simulator has no outside world and refuses
/// such a miner by name; a miner that is a function of its input is a [`Solver`](crate::Solver) and runs
/// everywhere.
///
/// ```
/// use incentor_sdk::{Caller, Miner, Refusal, Synapse};
/// # #[derive(Clone, Debug, PartialEq, Synapse)] struct Add { a: u32, b: u32, #[reply] sum: u32 }
/// # async fn ask_the_server(a: u32, b: u32) -> Option<u32> { Some(a + b) }
/// struct Remote;
///
/// impl Miner<Add> for Remote {
///     async fn forward(&self, ask: Add, caller: &Caller) -> Result<AddReply, Refusal> {
///         if !caller.permit {
///             return Err(Refusal("validators only"));
///         }
///         let sum = ask_the_server(ask.a, ask.b).await.ok_or(Refusal("the server is down"))?;
///         Ok(AddReply { sum })
///     }
/// }
/// ```
pub trait Miner<A: Synapse>: Send + Sync + 'static {
    /// Answers a request.
    ///
    /// # Errors
    /// If the miner declines; the validator sees a refusal.
    fn forward(&self, ask: A, caller: &Caller) -> impl Future<Output = Result<A::Reply, Refusal>> + Send;
}

/// A live miner's answer on its way.
pub type Forwarding<'a> = Pin<Box<dyn Future<Output = Result<Mail, Refusal>> + Send + 'a>>;

/// A [`Miner`] whose type is its own business.
pub(crate) trait AnyMiner: Send + Sync {
    fn forward<'a>(&'a self, ask: Unopened<'_>, caller: &'a Caller) -> Forwarding<'a>;
}

/// Carries the request's type along with the miner.
pub(crate) struct Erased<A, M>(pub(crate) M, pub(crate) std::marker::PhantomData<fn(A)>);

impl<A: Synapse, M: Miner<A>> AnyMiner for Erased<A, M> {
    fn forward<'a>(&'a self, ask: Unopened<'_>, caller: &'a Caller) -> Forwarding<'a> {
        let ask = ask.downcast_ref::<A>().cloned();
        Box::pin(async move {
            let ask = ask.ok_or(Refusal("a request of another protocol"))?;
            self.0.forward(ask, caller).await.map(Mail::new)
        })
    }
}

/// How a mechanism's miner works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MinerKind {
    /// A [`Solver`](crate::Solver): a function; runs in the simulator and live.
    Function,
    /// A [`Miner`]: waits for the outside world; runs live only.
    Live,
}

/// A mechanism whose miner runs live only was to be simulated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the miner of {mechanism:?} waits for the outside world, so it runs live only")]
pub struct LiveOnly {
    /// Which mechanism.
    pub mechanism: String,
}

/// A simulated miner was to use a solver that a mechanism does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSolver {
    /// None of that name.
    #[error("{mechanism:?} has no solver {name:?}; it has {}", listed(known))]
    Unknown {
        /// The mechanism.
        mechanism: String,
        /// The name.
        name: String,
        /// Those it has beside its own.
        known: Vec<String>,
    },
    /// It is one solver, not a family.
    #[error("the solver {name:?} of {mechanism:?} takes no number")]
    NoDial {
        /// The mechanism.
        mechanism: String,
        /// The name.
        name: String,
    },
}

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        return "none but its own".to_owned();
    }
    names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ")
}
