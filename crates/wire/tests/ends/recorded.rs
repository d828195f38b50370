//! The axon that was recorded: its classes, and who may come in.

use incentor_keys::{Hotkey, KeyPair, Scheme, SecretUri};
use incentor_synapse::{Synapse, Tensor};
use incentor_wire::{Guard, Policy, Routes};
use std::collections::BTreeMap;

/// The classes of the recorded axon, declared here; the empty ones have no hashed fields.
#[derive(Clone, Debug, PartialEq, Synapse)]
pub(crate) enum Recorded {
    Echo {
        x: i64,
        #[reply]
        y: Option<i64>,
    },
    EchoHashed {
        #[hashed]
        x: i64,
        #[reply]
        y: Option<i64>,
    },
    Mixed {
        #[hashed]
        text: String,
        #[hashed]
        num: f64,
        #[hashed]
        flag: bool,
        #[hashed]
        items: Vec<String>,
        #[hashed]
        table: BTreeMap<String, i64>,
        #[hashed]
        maybe: Option<String>,
        #[reply]
        reply: Option<String>,
    },
    Guarded {
        x: i64,
        #[reply]
        y: Option<i64>,
    },
    Slow {
        x: i64,
        #[reply]
        y: Option<i64>,
    },
    Boom {
        x: i64,
        #[reply]
        y: Option<i64>,
    },
    Teapot {
        x: i64,
        #[reply]
        y: Option<i64>,
    },
    WhoAmI {
        #[reply]
        caller: Option<String>,
    },
    TensorIn {
        t: Option<Tensor>,
    },
    Tokens {
        #[hashed]
        prompt: String,
        #[reply]
        completion: String,
    },
}

/// A guard of its routes, in its place.
pub(crate) fn guard(policy: Policy) -> Guard {
    let bob = KeyPair::from_uri(&SecretUri::parse("//Bob").unwrap(), Scheme::Sr25519).unwrap();
    let mut routes = Routes::new();
    routes.add::<Recorded>().unwrap();
    Guard::new(Hotkey::new(bob).account(), policy, routes)
}
