//! The epoch state format: subnet states in, exact results out.
