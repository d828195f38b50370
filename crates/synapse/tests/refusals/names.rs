use incentor_synapse::Synapse;

#[derive(Clone, Debug, PartialEq, Synapse)]
#[synapse(name = "tour/best")]
struct Tour {
    timeout: f64,
    _hidden: u8,
    #[synapse(name = "two words")]
    words: String,
}

#[derive(Clone, Debug, PartialEq, Synapse)]
#[synapse(name = "Synapse")]
struct Ping {
    #[synapse(name = "b")]
    a: u8,
    b: u8,
}

#[derive(Clone, Debug, PartialEq, Synapse)]
enum Vault {
    Put { data: Vec<u8> },
    #[synapse(name = "Put")]
    Store { data: Vec<u8> },
}

fn main() {}
