//! The two-team retention map: honest stake, honest utility, cabal weight.
