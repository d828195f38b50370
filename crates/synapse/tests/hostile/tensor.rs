//! Any bytes as a tensor's message, and as the packed array inside one.

use base64ct::{Base64, Encoding as _};
use incentor_synapse::{Dtype, MOST_DIMENSIONS, Tensor, TensorError};

/// Reads bytes as JSON, and as a packed array behind three bytes that say which dtype and shape the message has.
///
/// # Panics
/// Where a reading is not what it should be.
pub(crate) fn feed(bytes: &[u8]) {
    if let Ok(tensor) = serde_json::from_slice::<Tensor>(bytes) {
        survives(&tensor);
    }
    let [dtype, dimensions, rest @ ..] = bytes else { return };
    let dtype = Dtype::ALL[usize::from(*dtype) % Dtype::ALL.len()];
    let Some((shape, packed)) = rest.split_at_checked(usize::from(*dimensions)) else { return };
    let shape: Vec<u64> = shape.iter().map(|length| u64::from(*length)).collect();
    let buffer = Base64::encode_string(packed);
    match Tensor::of_message(&buffer, dtype.name(), &shape) {
        Ok(tensor) => {
            assert_eq!(tensor.dtype(), dtype);
            survives(&tensor);
        }
        Err(TensorError::NotPacked { at }) => assert!(at <= packed.len(), "{at} of {}", packed.len()),
        Err(_) => {}
    }
}

/// What was read holds together, and is written and read back unchanged.
fn survives(tensor: &Tensor) {
    assert!(tensor.shape().len() <= MOST_DIMENSIONS);
    assert_eq!(tensor.len(), tensor.shape().iter().product::<usize>());
    assert_eq!(tensor.to_f64_nearest().len(), tensor.len());
    let json = serde_json::to_string(tensor).expect("a tensor is always JSON");
    assert_eq!(&serde_json::from_str::<Tensor>(&json).expect("what was written is read"), tensor);
}
