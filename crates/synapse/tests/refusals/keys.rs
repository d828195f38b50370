use incentor_synapse::Synapse;

#[derive(Clone, Debug, PartialEq, Synapse)]
#[synapse]
struct Bare {}

#[derive(Clone, Debug, PartialEq, Synapse)]
#[synapse(rename = "Tour")]
struct Tour {
    #[synapse(reply)]
    order: Vec<u16>,
    #[synapse(name = 7)]
    cities: Vec<u16>,
    #[synapse(default = 3)]
    start: u16,
    #[serde(rename = "end")]
    finish: u16,
}

#[derive(Clone, Debug, PartialEq, Synapse)]
#[synapse(name = "Vault", crate = "not a path")]
enum Vault {
    #[synapse(name = "A", name = "B")]
    Put { data: Vec<u8> },
}

#[derive(Clone, Debug, PartialEq, Synapse)]
#[synapse(reply = "Two Words", reply_derive = "Eq + Hash")]
struct Find {}

#[derive(Clone, Debug, PartialEq, Synapse)]
#[synapse(crate = "not a path")]
struct Lost {}

fn main() {}
