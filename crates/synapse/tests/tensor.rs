//! Tensors: what is read, what is refused, what is written.

mod hostile {
    pub(crate) mod tensor;
}

use base64ct::{Base64, Encoding as _};
use incentor_synapse::{Dtype, Element, MOST_DIMENSIONS, Synapse, SynapseError, Tensor, TensorError};
use proptest::prelude::*;
use std::fmt::Debug;

/// `Tensor::serialize(np.array([1, 255], dtype="uint8"))` of SDK 10.2.0.
const PACKED: &[u8] =
    b"\x85\xc4\x02nd\xc3\xc4\x04type\xa3|u1\xc4\x04kind\xc4\x00\xc4\x05shape\x91\x02\xc4\x04data\xc4\x02\x01\xff";

fn read(packed: &[u8], dtype: &str, shape: &[u64]) -> Result<Tensor, TensorError> {
    Tensor::of_message(&Base64::encode_string(packed), dtype, shape)
}

/// The array above with some bytes of it changed.
fn changed(from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = PACKED.windows(from.len()).position(|window| window == from).expect("is there");
    [&PACKED[..at], to, &PACKED[at + from.len()..]].concat()
}

#[test]
fn elements_come_back_as_they_went() {
    fn check<T: Element + Debug + PartialEq>(elements: &[T]) {
        let tensor = Tensor::new(&[elements.len()], elements).unwrap();
        assert_eq!((tensor.dtype(), tensor.len()), (T::DTYPE, elements.len()));
        let json = serde_json::to_string(&tensor).unwrap();
        let read: Tensor = serde_json::from_str(&json).unwrap();
        assert_eq!(read, tensor);
        assert_eq!(Vec::<T>::try_from(&read).unwrap(), elements);
    }
    check(&[0.1_f32, -0.0, f32::MAX, f32::INFINITY]);
    check(&[0.1_f64, 5e-324, f64::MIN]);
    check(&[0_u8, 255]);
    check(&[i8::MIN, 0, i8::MAX]);
    check(&[i16::MIN, 0, i16::MAX]);
    check(&[i32::MIN, 0, i32::MAX]);
    check(&[i64::MIN, 0, i64::MAX]);
    check(&[true, false]);
    check::<f32>(&[]);
}

#[test]
fn elements_of_another_type_are_asked_for_by_name() {
    let tensor = Tensor::try_from(vec![1_i64, 1 << 60]).unwrap();
    let other = TensorError::OtherDtype { asked: Dtype::Float32, found: Dtype::Int64 };
    assert_eq!(tensor.elements::<f32>(), Err(other));
    assert_eq!(tensor.to_f64_nearest(), [1.0, 1_152_921_504_606_846_976.0]);
    let halves = Tensor::from_bytes(Dtype::Float16, vec![2], vec![0, 0x3c, 0, 0xc0]).unwrap();
    assert_eq!(halves.to_f64_nearest(), [1.0, -2.0]);
    assert_eq!(Tensor::try_from(vec![true, false]).unwrap().to_f64_nearest(), [1.0, 0.0]);
    assert_eq!(Tensor::try_from(vec![-3_i8]).unwrap().to_f64_nearest(), [-3.0]);
}

#[test]
fn a_single_number_has_no_dimensions_and_says_zero() {
    let number = Tensor::from(1.5_f32);
    assert_eq!((number.shape(), number.len()), (&[][..], 1));
    let json = serde_json::to_string(&number).unwrap();
    assert!(json.ends_with(r#""dtype":"float32","shape":[0]}"#), "{json}");
    assert_eq!(serde_json::from_str::<Tensor>(&json).unwrap(), number);
    // Nothing at all says the same, but its buffer does not.
    let nothing = Tensor::new::<f32>(&[0], &[]).unwrap();
    assert_ne!(nothing, number);
    assert_eq!(serde_json::from_str::<Tensor>(&serde_json::to_string(&nothing).unwrap()).unwrap(), nothing);
    // One of numpy's own numbers is packed without a shape.
    let scalar = b"\x83\xc4\x02nd\xc2\xc4\x04type\xa3<f4\xc4\x04data\xc4\x04\0\0\xc0\x3f";
    assert_eq!(read(scalar, "float32", &[0]), Ok(number));
}

#[test]
fn other_writers_of_the_same_array_are_read() {
    let expected = Tensor::new(&[2], &[1_u8, 255]).unwrap();
    assert_eq!(read(PACKED, "uint8", &[2]), Ok(expected.clone()));
    assert_eq!(read(PACKED, "torch.uint8", &[2]), Ok(expected.clone()));
    let wide = changed(b"\x91\x02", b"\xdd\0\0\0\x01\xcf\0\0\0\0\0\0\0\x02");
    assert_eq!(read(&wide, "uint8", &[2]), Ok(expected.clone()));
    let wide = changed(b"\xc4\x02\x01", b"\xc6\0\0\0\x02\x01");
    assert_eq!(read(&wide, "uint8", &[2]), Ok(expected.clone()));
    let wide = changed(b"\x85", b"\xde\0\x05");
    assert_eq!(read(&wide, "uint8", &[2]), Ok(expected.clone()));
    let older = b"\x84\xc4\x04data\xc4\x02\x01\xff\xc4\x05shape\x91\x02\xc4\x04type\xd9\x03|u1\xc4\x02nd\xc3";
    assert_eq!(read(older, "uint8", &[2]), Ok(expected));
}

#[test]
fn large_shapes_are_written_in_as_few_bytes_as_python_does() {
    for (length, expected) in [
        (127, &b"shape\x91\x7f"[..]),
        (128, b"shape\x91\xcc\x80"),
        (256, b"shape\x91\xcd\x01\0"),
        (65536, b"shape\x91\xce\0\x01\0\0"),
    ] {
        let tensor = Tensor::new(&[length], &vec![true; length]).unwrap();
        let packed = Base64::decode_vec(&tensor.buffer()).unwrap();
        assert!(packed.windows(expected.len()).any(|window| window == expected), "{length}");
        assert_eq!(read(&packed, "bool", &[length as u64]), Ok(tensor));
    }
    let deep = Tensor::new(&[1; 16], &[7_i16]).unwrap();
    let packed = Base64::decode_vec(&deep.buffer()).unwrap();
    assert!(packed.windows(9).any(|window| window == b"shape\xdc\0\x10\x01"));
    assert_eq!(read(&packed, "int16", &[1; 16]), Ok(deep));
    let empty = Tensor::new::<u8>(&[0, 1 << 40], &[]).unwrap();
    let packed = Base64::decode_vec(&empty.buffer()).unwrap();
    assert!(packed.windows(16).any(|window| window == b"shape\x92\0\xcf\0\0\x01\0\0\0\0\0"));
    assert_eq!(read(&packed, "uint8", &[0, 1 << 40]), Ok(empty));
}

#[test]
fn damage_is_named() {
    let check = |packed: &[u8], dtype: &str, shape: &[u64], expected| {
        assert_eq!(read(packed, dtype, shape), Err(expected), "{}", packed.escape_ascii());
    };
    let packed = |from: &[u8], to: &[u8], expected| check(&changed(from, to), "uint8", &[2], expected);
    check(PACKED, "uint16", &[2], TensorError::UnknownDtype);
    check(PACKED, "torch.torch.uint8", &[2], TensorError::UnknownDtype);
    let differ = TensorError::DtypesDiffer { said: Dtype::Int8, packed: Dtype::Uint8 };
    check(PACKED, "int8", &[2], differ);
    for shape in [&[][..], &[0], &[1], &[1, 2], &[2, 1], &[u64::MAX]] {
        check(PACKED, "uint8", shape, TensorError::ShapesDiffer);
    }
    check(PACKED, "uint8", &[1; 65], TensorError::TooManyDimensions { most: MOST_DIMENSIONS });
    packed(b"\x91\x02", b"\x91\x03", TensorError::ShapesDiffer);
    packed(b"|u1", b">u8", TensorError::UnknownDtype);
    packed(b"|u1", b"|O8", TensorError::UnknownDtype);
    packed(b"\xa3|u1", b"\x91\xa3<u2", TensorError::NotNumbers);
    packed(b"kind\xc4\x00", b"kind\xc4\x01O", TensorError::NotNumbers);
    packed(b"\x91\x02", b"\xdc\xff\xff", TensorError::TooManyDimensions { most: MOST_DIMENSIONS });
    packed(b"\xc4\x02\x01\xff", b"\xc4\x01\x01", TensorError::Length { needed: 2, found: 1 });
    packed(b"\xc4\x02\x01\xff", b"\xc4\x03\x01\xff\x01", TensorError::Length { needed: 2, found: 3 });
    // Cut, prolonged, another map, another key, a key twice, none at all, text where there are bytes.
    for (from, to, at) in [
        (&b"\x01\xff"[..], &b"\x01"[..], 41),
        (b"\x01\xff", b"\x01\xff\x01", 43),
        (b"\x85", b"\x95", 0),
        (b"\x85", b"\x84", 33),
        (b"\x85", b"\x86", 43),
        (b"kind", b"king", 16),
        (b"\xc4\x04kind\xc4\x00", b"\xc4\x02nd\xc3", 16),
        (b"\xc4\x02nd\xc3", b"\xc4\x02nd\x01", 5),
        (b"\xc4\x02nd", b"\xa2nd", 1),
        (b"\x91\x02", b"\x91\xff", 32),
        (b"\xc4\x02\x01\xff", b"\xc6\xff\xff\xff\xff", 44),
    ] {
        check(&changed(from, to), "uint8", &[2], TensorError::NotPacked { at });
    }
    check(b"", "uint8", &[2], TensorError::NotPacked { at: 0 });
    for buffer in ["hcQ", "hc-_", "hcQC\nbmTD", "====", "hcQCbmTDé"] {
        assert_eq!(Tensor::of_message(buffer, "uint8", &[2]), Err(TensorError::Base64), "{buffer}");
    }
    // A shape of more bytes than anything has, and one that multiplies to few of them past 64 bits.
    for shape in [[1 << 32, 1], [1 << 32, 1 << 32], [usize::MAX, 2]] {
        let refused = Tensor::from_bytes(Dtype::Uint8, shape.to_vec(), Vec::new());
        assert_eq!(refused, Err(TensorError::ShapeTooLarge), "{shape:?}");
    }
    let refused = Tensor::new(&[3], &[1.0_f64, 2.0]);
    assert_eq!(refused, Err(TensorError::Length { needed: 24, found: 16 }));
    assert_eq!(Tensor::new(&[], &[1_u8, 2]), Err(TensorError::Length { needed: 1, found: 2 }));
}

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Forecast {
    #[hashed]
    past: Option<Tensor>,
    #[reply]
    future: Option<Tensor>,
}

#[test]
fn a_field_that_is_no_tensor_is_a_bad_field() {
    let refused = |value: &str| {
        let body = format!("{{\"past\":{value}}}");
        match Forecast::read_request("Forecast", body.as_bytes()) {
            Err(SynapseError::BadField { field: "past", source, .. }) => source.to_string(),
            other => panic!("{value}: {other:?}"),
        }
    };
    let buffer = Base64::encode_string(PACKED);
    for (value, expected) in [
        ("7".to_owned(), "invalid type: integer `7`"),
        ("{}".to_owned(), "missing field `dtype`"),
        (r#"{"dtype":"uint8","shape":[2]}"#.to_owned(), "a tensor without buffer"),
        (r#"{"buffer":null,"dtype":"uint8","shape":[2]}"#.to_owned(), "a tensor without buffer"),
        (format!(r#"{{"buffer":"{buffer}","dtype":"uint8"}}"#), "missing field `shape`"),
        (format!(r#"{{"buffer":"{buffer}","dtype":"uint8","shape":[2.5]}}"#), "invalid type: floating point"),
        (format!(r#"{{"buffer":"{buffer}","dtype":"uint8","shape":[-2]}}"#), "invalid value: integer `-2`"),
        (
            format!(r#"{{"buffer":"{buffer}","dtype":"uint8","shape":[{}2]}}"#, "1,".repeat(100_000)),
            "more than 64 dimensions",
        ),
        (format!(r#"{{"buffer":"{buffer}","dtype":"uint8","shape":[3]}}"#), "the shape is not that of"),
        (r#"{"buffer":"no","dtype":"uint8","shape":[2]}"#.to_owned(), "the buffer is not base64"),
    ] {
        let said = refused(&value);
        assert!(said.starts_with(expected), "{value:.80}: {said}");
    }
    let missing = Forecast::read_request("Forecast", b"{}").unwrap();
    assert_eq!(missing, Forecast::ask(None));
}

#[test]
fn the_schema_says_what_a_tensor_looks_like() {
    let request = &Forecast::schemas()[0].request;
    let tensor = &request["$defs"]["Tensor"]["properties"];
    assert_eq!(tensor["dtype"]["enum"][1], "float32", "{request:#}");
    assert_eq!(tensor["buffer"]["contentEncoding"], "base64");
}

fn any_dtype() -> impl Strategy<Value = Dtype> {
    prop::sample::select(Dtype::ALL.to_vec())
}

proptest! {
    #[test]
    fn tensors_survive_the_round_trip(
        dtype in any_dtype(),
        shape in prop::collection::vec(0usize..5, 0..5),
        fill in any::<u8>(),
    ) {
        let bytes = vec![fill; shape.iter().product::<usize>() * dtype.size()];
        let tensor = Tensor::from_bytes(dtype, shape, bytes).unwrap();
        let json = serde_json::to_string(&tensor).unwrap();
        prop_assert_eq!(serde_json::from_str::<Tensor>(&json).unwrap(), tensor);
    }

    /// A byte changed anywhere ends in another tensor or a typed error.
    #[test]
    fn a_changed_byte_is_read_or_refused(at in 0..PACKED.len(), byte in any::<u8>(), dimensions in 0u8..3) {
        let mut packed = PACKED.to_vec();
        packed[at] = byte;
        let head = [3, dimensions].into_iter().chain(std::iter::repeat_n(2, dimensions.into()));
        hostile::tensor::feed(&head.chain(packed).collect::<Vec<_>>());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        hostile::tensor::feed(&bytes);
    }
}

/// What the SDK sent, and what fuzzing kept, whole and cut anywhere.
#[test]
fn messages_of_the_corpus_are_read() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/tensor");
    let mut fed = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for end in 0..=bytes.len() {
            hostile::tensor::feed(&bytes[..end]);
        }
        fed += 1;
    }
    assert!(fed >= 12, "{fed} files");
}
