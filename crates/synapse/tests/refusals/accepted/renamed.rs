//! Under another name, with every lint that generated code could trip over.
#![deny(warnings, missing_docs, unused_qualifications, unreachable_pub, clippy::all, clippy::pedantic)]

/// What a crate that re-exports the protocol looks like.
pub mod facade {
    pub use incentor_synapse as protocol;
}

use facade::protocol::Synapse;

/// A tour.
#[derive(Clone, Debug, PartialEq, Synapse)]
#[synapse(crate = "crate::facade::protocol")]
pub struct Tour {
    /// The cities.
    pub cities: Vec<[f32; 2]>,
    /// The order.
    #[reply]
    pub order: Vec<u16>,
}

#[derive(Clone, Debug, PartialEq, Synapse)]
#[synapse(crate = "facade::protocol")]
enum Vault {
    Put { data: Vec<u8> },
    Get { id: u64, #[reply] data: Option<Vec<u8>> },
    List,
}

fn main() {
    let get = Vault::Get { id: 1, data: None };
    assert_eq!(get.route(), "Get");
    assert_eq!(Tour::ROUTES, ["Tour"]);
    let _ = (Vault::Put { data: vec![] }, Vault::List, VaultReply::Put, VaultReply::List, TourReply { order: vec![] });
    if let Ok(VaultReply::Get { data }) = get.read_reply(b"{}") {
        assert_eq!(data, None);
    }
    if let Vault::Put { data } = Vault::ask_put(vec![1]) {
        assert_eq!(data, [1]);
    }
}
