//! Schemas in and out: the scenario file and the run it produces.
