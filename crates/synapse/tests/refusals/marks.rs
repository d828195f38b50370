use incentor_synapse::Synapse;

#[derive(Clone, Debug, PartialEq, Synapse)]
#[reply]
struct Tour {
    #[reply(optional)]
    order: Vec<u16>,
    #[hashed]
    #[hashed]
    cities: Vec<u16>,
    #[reply]
    #[hashed]
    length: f64,
    #[reply]
    #[synapse(default)]
    proof: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Synapse)]
enum Vault {
    #[hashed]
    Put { data: Vec<u8> },
}

#[derive(Clone, Debug, PartialEq, Synapse)]
#[synapse(hash_order = "a, c")]
struct Order {
    #[hashed]
    a: u8,
    #[hashed]
    b: u8,
    #[reply]
    #[synapse(required)]
    c: u8,
}

fn main() {}
