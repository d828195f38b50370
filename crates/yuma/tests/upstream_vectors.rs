//! Every number of the chain's own tests, and the intermediates of an independent model.
//!
//! An entry without a handler, a handler without an entry and a file without a family all fail.
#![expect(clippy::disallowed_types, reason = "upstream asserts decimals within a tolerance")]

mod upstream_vectors {
    pub(crate) mod claim;
    pub(crate) mod epochs;
    pub(crate) mod expected;
    pub(crate) mod json;
    pub(crate) mod numbers;
    pub(crate) mod report;

    pub(crate) mod bonds;
    pub(crate) mod liquid_alpha;
    pub(crate) mod math_primitives;
    pub(crate) mod mechanisms;
    pub(crate) mod random_model;
    pub(crate) mod small_graphs;
    pub(crate) mod sparse_ops;
    pub(crate) mod weighted_median;
    pub(crate) mod yuma3;
}

use std::collections::BTreeSet;
use std::fs;
use upstream_vectors::claim;

macro_rules! families {
    ($($family:ident => $file:literal,)*) => {
        const FILES: &[&str] = &[$($file),*];

        $(
            #[test]
            fn $family() {
                claim::run_family($file, upstream_vectors::$family::CLAIMS);
            }
        )*
    };
}

families! {
    bonds => "bonds.json",
    liquid_alpha => "liquid_alpha.json",
    math_primitives => "math_primitives.json",
    mechanisms => "mechanisms.json",
    random_model => "epoch_random_model.json",
    small_graphs => "epoch_small_graphs.json",
    sparse_ops => "sparse_ops.json",
    weighted_median => "weighted_median.json",
    yuma3 => "yuma3.json",
}

#[test]
fn no_file_is_left_unopened() {
    let folder = fs::read_dir(claim::folder()).unwrap();
    let there: BTreeSet<String> =
        folder.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    let opened: BTreeSet<String> = FILES.iter().map(ToString::to_string).collect();
    assert_eq!(there, opened);
}
