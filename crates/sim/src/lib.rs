//! The deterministic simulator: populations, behaviours, worlds, metrics.
