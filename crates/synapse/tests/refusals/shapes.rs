use incentor_synapse::Synapse;

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Pair(u8, u8);

#[derive(Clone, Debug, PartialEq, Synapse)]
enum Nothing {}

#[derive(Clone, Debug, PartialEq, Synapse)]
enum Vault {
    Put(Vec<u8>),
    Find { key: u64 },
}

#[derive(Synapse)]
union Either {
    a: u8,
    b: u8,
}

fn main() {}
