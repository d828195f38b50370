//! Longer jobs of the workspace: `cargo xtask <job>`.

fn main() {}
