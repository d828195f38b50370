use incentor_synapse::Synapse;

#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
struct Proof(u8);

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Find {
    #[reply]
    value: Proof,
}

fn main() {}
