//! Why a simulation stops.

use incentor_ledger::{Defect, GenesisError, RuleError};
use incentor_scenario::{Place, ScenarioError};
use incentor_sdk::{LiveOnly, NoSolver};

/// Why a simulation stops.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SimError {
    /// The network could not be furnished.
    #[error("the network cannot be furnished")]
    Genesis(#[from] GenesisError),
    /// The ledger contradicts itself.
    #[error("the ledger broke an invariant")]
    Defect(#[from] Defect),
    /// A gate that cannot be worked out, whatever is played.
    #[error("`{assertion}` cannot be worked out: {why}")]
    Gate {
        /// Where the file has it.
        place: Place,
        /// The assertion as the file writes it.
        assertion: String,
        /// Why not.
        why: String,
    },
    /// Values of a sweep that are fine one by one and wrong together.
    #[error("a point of the sweep cannot be read")]
    Point(#[source] Box<ScenarioError>),
    /// A mechanism cannot run in a simulator.
    #[error("the mechanism cannot be simulated")]
    LiveOnly(#[from] LiveOnly),
    /// A population uses a solver that its mechanism does not have.
    #[error("a population uses a solver that is not there")]
    NoSolver(#[from] NoSolver),
    /// The scenario means a mechanism that nobody handed over.
    #[error("the scenario's mechanism is its author's own, and this program has none")]
    NoOwnMechanism,
    /// A mechanism is a program, and this build runs none.
    #[error("a mechanism is a program in another language, and this build runs none")]
    NoPrograms,
    /// A mechanism's program failed and did not recover.
    #[error("a mechanism's program failed: {why}")]
    Program {
        /// What happened, with the line it answered.
        why: String,
    },
    /// A hyperparameter is not one of the ledger's.
    #[error("there is no hyperparameter {name:?} to set")]
    Setting {
        /// Its name in the scenario.
        name: String,
    },
    /// The chain refuses a hyperparameter's value.
    #[error("the chain refuses {value} as {name}")]
    Refused {
        /// Its name in the scenario.
        name: String,
        /// The value, in the chain's unit.
        value: i128,
        /// Why.
        #[source]
        source: RuleError,
    },
}

/// An error with its causes, in one line.
pub(crate) fn in_one_line(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
