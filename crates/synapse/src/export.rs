//! What derived code and the crates that re-export the derive name; no part of the interface.

pub use crate::message::Synapse as Trait;
pub use incentor_synapse_derive::{SynapseInIncentor, SynapseInSdk};
pub use {schemars, serde, serde_json};

/// A type's JSON Schema, draft 2020-12.
#[must_use]
pub fn schema_of<T: schemars::JsonSchema>() -> serde_json::Value {
    schemars::SchemaGenerator::default().into_root_schema_for::<T>().into()
}
