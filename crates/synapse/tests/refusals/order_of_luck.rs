use incentor_synapse::Synapse;
use std::collections::{HashMap, HashSet};

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Shards {
    #[hashed]
    wanted: HashSet<u32>,
    #[hashed]
    owners: Vec<Option<HashMap<String, u32>>>,
    unhashed: HashSet<u32>,
}

fn main() {}
