//! A whole network in memory: the chain's rules, block by block.
