//! Yuma Consensus by exact rationals, slow and obvious; for tests and benches only.
