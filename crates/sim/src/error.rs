//! Why a simulation stops.

use incentor_ledger::{Defect, GenesisError};
use incentor_scenario::{Place, ScenarioError};

/// Why a simulation stops; a scenario that was read without error causes neither.
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
    Point(#[source] ScenarioError),
}
