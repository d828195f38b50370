//! Ready-made mechanisms.
