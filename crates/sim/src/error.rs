//! Why a simulation stops.

use incentor_ledger::{Defect, GenesisError};

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
}
