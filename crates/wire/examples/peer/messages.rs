//! The messages that both ends know; `tests/peers/messages.py` declares the same.

use incentor_synapse::{Synapse, Tensor};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Inner {
    pub(crate) word: String,
    pub(crate) share: f64,
}

#[derive(Clone, Debug, PartialEq, Synapse)]
pub(crate) enum Peer {
    Echo {
        #[hashed]
        input: i64,
        #[reply]
        output: Option<i64>,
    },
    Open {
        input: i64,
        #[reply]
        output: Option<i64>,
    },
    Mixed {
        #[hashed]
        text: String,
        #[hashed]
        number: f64,
        #[hashed]
        flags: Vec<bool>,
        #[hashed]
        table: BTreeMap<String, i64>,
        #[hashed]
        inner: Inner,
        #[hashed]
        rows: Vec<Vec<f64>>,
        #[hashed]
        maybe: Option<String>,
        #[hashed]
        #[synapse(default)]
        big: u128,
        #[synapse(default)]
        aside: String,
        #[reply]
        back: Option<Inner>,
    },
    #[synapse(hash_order = "b, a")]
    Ordered {
        #[hashed]
        a: i64,
        #[hashed]
        b: i64,
    },
    Former {
        #[hashed]
        a: i64,
        #[hashed]
        b: i64,
    },
    Array {
        #[hashed]
        given: Option<Tensor>,
        #[reply]
        turned: Option<Tensor>,
    },
    Sleep {
        ms: u64,
    },
    Decline {
        status: u16,
    },
    /// A stream of chunks that can be signed.
    Words {
        #[hashed]
        prompt: String,
    },
    Tokens {
        #[hashed]
        prompt: String,
        #[reply]
        completion: String,
    },
}

/// No axon serves it.
#[derive(Clone, Debug, PartialEq, Synapse)]
pub(crate) struct Nowhere {
    input: i64,
}

/// The same numbers the other way round.
pub(crate) fn turned(tensor: &Tensor) -> Option<Tensor> {
    let numbers = tensor.as_bytes().chunks(tensor.dtype().size()).rev();
    Tensor::from_bytes(tensor.dtype(), tensor.shape().to_vec(), numbers.flatten().copied().collect()).ok()
}
