//! Weights before they are stored.

use incentor_ledger::rules::upscale::max_upscale;
use incentor_primitives::Weight;
use serde_json::Value;

pub(crate) fn upscaled(entry: &Value) {
    let u16s = |value: &Value| -> Vec<u16> {
        let values = value.as_array().unwrap().iter();
        values.map(|value| u16::try_from(value.as_u64().unwrap()).unwrap()).collect()
    };
    let cases = entry["cases"].as_array().unwrap();
    assert!(!cases.is_empty());
    for case in cases {
        let mut weights: Vec<Weight> = u16s(&case["values"]).into_iter().map(Weight).collect();
        max_upscale(&mut weights);
        let scaled: Vec<u16> = weights.iter().map(|weight| weight.0).collect();
        assert_eq!(scaled, u16s(&case["expected"]), "{case}");
    }
}
