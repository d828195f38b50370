//! The `incentor` library: the command line, and what an author's own crate calls.
