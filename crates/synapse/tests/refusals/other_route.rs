use incentor_synapse::Synapse;

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Find {
    key: u64,
    #[reply]
    value: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Store {
    #[reply]
    receipt: u64,
}

fn main() {
    let _ = Find::ask(1).answer(&StoreReply { receipt: 2 });
}
