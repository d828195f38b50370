//! Any bytes as a request and as a reply: read or refused, and what is read survives the round trip.
#![no_main]

use incentor_synapse::Synapse;
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Synapse)]
enum Vault {
    Put {
        #[hashed]
        id: u64,
        data: Vec<u8>,
        table: BTreeMap<String, Option<Vec<f64>>>,
    },
    Prove {
        #[hashed]
        id: i128,
        #[synapse(default)]
        leaf: f32,
        #[reply]
        bytes: Vec<u8>,
        #[reply]
        remark: Option<String>,
    },
}

fuzz_target!(|bytes: &[u8]| {
    for route in Vault::ROUTES {
        if let Ok(ask) = Vault::read_request(route, bytes) {
            let body = ask.request().expect("what was read is written").json();
            assert_eq!(Vault::read_request(route, body.as_bytes()).expect("what was written is read"), ask);
        }
    }
    let ask = Vault::ask_prove(1, 0.0);
    if let Ok(reply) = ask.read_reply(bytes) {
        let body = ask.answer(&reply).expect("a reply to this route").json();
        assert_eq!(ask.read_reply(body.as_bytes()).expect("what was written is read"), reply);
    }
});
