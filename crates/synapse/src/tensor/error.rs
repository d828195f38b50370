//! What can be wrong with a tensor.

use super::Dtype;
use thiserror::Error;

/// Why something is no tensor, or none of that kind; repeats nothing a peer sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TensorError {
    /// The buffer is `null` or not there.
    #[error("a tensor without buffer")]
    NoBuffer,
    /// The buffer is not base64 with its padding.
    #[error("the buffer is not base64")]
    Base64,
    /// The buffer is not the map of a numpy array in msgpack.
    #[error("the buffer is no packed array, at byte {at}")]
    NotPacked {
        /// Where.
        at: usize,
    },
    /// The packed array is one of Python objects or records.
    #[error("an array of objects or records")]
    NotNumbers,
    /// The type of the elements is none the SDK sends, or not little-endian.
    #[error("unknown dtype")]
    UnknownDtype,
    /// More dimensions than numpy has.
    #[error("more than {most} dimensions")]
    TooManyDimensions {
        /// As many are allowed.
        most: usize,
    },
    /// The shape multiplies to more bytes than msgpack can carry.
    #[error("the shape is too large")]
    ShapeTooLarge,
    /// There are more or fewer bytes than the shape needs.
    #[error("{found} bytes where the shape needs {needed}")]
    Length {
        /// What shape and dtype multiply to.
        needed: usize,
        /// What there is.
        found: usize,
    },
    /// The message says another dtype than its buffer.
    #[error("{said} is said of a buffer of {packed}")]
    DtypesDiffer {
        /// In the message.
        said: Dtype,
        /// In the buffer.
        packed: Dtype,
    },
    /// The message says another shape than its buffer.
    #[error("the shape is not that of the buffer")]
    ShapesDiffer,
    /// The elements are asked for as another type than they are.
    #[error("a tensor of {found}, asked for {asked}")]
    OtherDtype {
        /// The type asked for.
        asked: Dtype,
        /// The tensor's.
        found: Dtype,
    },
}
