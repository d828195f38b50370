//! Tensors, as the SDK packed them.

use crate::{Object, WIRE, list, members, text};
use incentor_synapse::{Dtype, Synapse, Tensor};
use incentor_wire::BodyHash;
use serde_json::Value;

/// A class that hashes a tensor.
#[derive(Clone, Debug, PartialEq, Synapse)]
struct Hashing {
    #[hashed]
    t: Option<Tensor>,
}

/// Numbers in lists of lists, in order; truths are 1 and 0.
fn flat(values: &Value, into: &mut Vec<f64>) {
    match values {
        Value::Array(items) => items.iter().for_each(|item| flat(item, into)),
        Value::Bool(truth) => into.push(f64::from(u8::from(*truth))),
        number => into.push(number.as_f64().expect("a number")),
    }
}

/// The same tensor, made of its numbers.
fn made_of(dtype: Dtype, shape: &[usize], values: &[f64]) -> Tensor {
    let made = match dtype {
        Dtype::Float16 => {
            assert_eq!(values, [1.0], "the vectors have one half, which is 1");
            Tensor::from_bytes(dtype, shape.to_vec(), vec![0x00, 0x3c])
        }
        Dtype::Float32 => Tensor::new(shape, &each(values, |value| value as f32)),
        Dtype::Float64 => Tensor::new(shape, values),
        Dtype::Uint8 => Tensor::new(shape, &each(values, |value| value as u8)),
        Dtype::Int32 => Tensor::new(shape, &each(values, |value| value as i32)),
        Dtype::Int64 => Tensor::new(shape, &each(values, |value| value as i64)),
        Dtype::Bool => Tensor::new(shape, &each(values, |value| value != 0.0)),
        other => panic!("{other}: none in the vectors"),
    };
    made.unwrap()
}

fn each<T>(values: &[f64], cast: impl Fn(f64) -> T) -> Vec<T> {
    values.iter().map(|value| cast(*value)).collect()
}

#[test]
fn tensors_are_read_and_written_to_the_byte() {
    let cases = members(WIRE)["tensors"].get();
    let cases = list(cases);
    assert_eq!(cases.len(), 8);
    for case in cases {
        let case: Object<'_> = members(case.get());
        let (dtype, buffer) = (text(&case, "dtype"), text(&case, "buffer_base64"));
        let shape: Vec<usize> = serde_json::from_str(case["shape"].get()).unwrap();
        let message = format!(r#"{{"buffer":"{buffer}","dtype":"{dtype}","shape":{}}}"#, case["shape"].get());
        let message: Value = serde_json::from_str(&message).unwrap();
        let tensor: Tensor = serde_json::from_value(message.clone()).unwrap();
        let mut values = Vec::new();
        flat(&serde_json::from_str(case["values"].get()).unwrap(), &mut values);

        assert_eq!((tensor.dtype().name(), tensor.shape()), (dtype.as_str(), &shape[..]));
        assert_eq!(tensor.to_f64_nearest(), values, "{dtype}");
        let made = made_of(tensor.dtype(), &shape, &values);
        assert_eq!(made, tensor, "{dtype}");
        assert_eq!(made.buffer(), buffer, "{dtype}");
        assert_eq!(serde_json::to_value(&made).unwrap(), message, "{dtype}");

        // Hashed, it is Python's dictionary.
        let shape: Vec<String> = shape.iter().map(usize::to_string).collect();
        let python = format!("{{'buffer': '{buffer}', 'dtype': '{dtype}', 'shape': [{}]}}", shape.join(", "));
        let hash = BodyHash::of_fields(&Hashing::ask(Some(made)).hashed().unwrap()).unwrap();
        assert_eq!(
            hash,
            BodyHash::of_texts([Value::String(python).to_string().as_str()]).unwrap(),
            "{dtype}"
        );
    }
}

/// The SDK hashed one, and its own bytes are hashed alike.
#[test]
fn a_hashed_tensor_has_the_hash_the_sdk_signed() {
    let cases = members(WIRE)["requests"].get();
    let mut seen = 0;
    for case in list(cases) {
        let case = members(case.get());
        if text(&case, "class") != "WithTensor" {
            continue;
        }
        let body = text(&case, "json_body");
        let body: Value = serde_json::from_str(&body).unwrap();
        let tensor: Tensor = serde_json::from_value(body["t"].clone()).unwrap();
        let hash = BodyHash::of_fields(&Hashing::ask(Some(tensor)).hashed().unwrap()).unwrap();
        assert_eq!(hash.to_string(), text(&case, "body_hash"));
        seen += 1;
    }
    assert_eq!(seen, 1);
}
