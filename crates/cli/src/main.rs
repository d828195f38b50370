//! The `incentor` binary.

fn main() {}
