//! Laws of the ledger under random actions.
//!
//! `dice` draws, `world` founds a network, `cast`, `calls` and `values` choose what happens to it, `campaign`
//! makes it happen; `recount`, `soundness` and `payouts` are the laws. The fuzz target `ledger_actions` is made
//! of the same files. `fixed`, with `root`, `settings` and `shape`, is about three subnets of our own making.

mod anything;
mod calls;
mod campaign;
mod cast;
mod dice;
mod fixed;
mod found;
mod payouts;
mod recount;
mod root;
mod settings;
mod shape;
mod soundness;
mod values;
mod world;
