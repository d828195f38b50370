//! Tensors, as classes of the Python SDK carry them (`wire-protocol` §1.13).

mod dtype;
mod error;
mod packed;

use base64ct::{Base64, Encoding as _};
pub use dtype::{Dtype, Element};
pub use error::TensorError;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error as _, SeqAccess, Visitor};
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// Dimensions of an array at most; numpy's limit.
pub const MOST_DIMENSIONS: usize = 64;

/// An array of numbers that `bt.Tensor` reads and writes.
///
/// On the wire it is `{"buffer": …, "dtype": "float32", "shape": [2, 2]}`, the buffer being base64 of msgpack of numpy's
/// array, C order, little-endian. A single number has no dimensions; its message says `[0]`, as the SDK's does.
///
/// What comes from a peer is held to itself: dtype, shape and length of the buffer agree, or it is no tensor. A field
/// of a request should be an `Option<Tensor>`: a Python axon answers 500 wherever a tensor has no default
/// (`wire-protocol` §1.3).
///
/// ```
/// use incentor_synapse::{Synapse, Tensor};
///
/// #[derive(Clone, Debug, PartialEq, Synapse)]
/// struct Forecast {
///     #[hashed]
///     past: Option<Tensor>,
///     #[reply]
///     future: Option<Tensor>,
/// }
///
/// let ask = Forecast::ask(Some(Tensor::new(&[2, 2], &[1.5_f32, 2.5, 3.5, 4.5])?));
/// let reply = ForecastReply { future: Some(vec![5_i64, 6].try_into()?) };
/// let read = ask.read_reply(ask.answer(&reply)?.json().as_bytes())?;
/// assert_eq!(Vec::<i64>::try_from(read.future.as_ref().unwrap())?, [5, 6]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Tensor {
    dtype: Dtype,
    shape: Vec<usize>,
    data: Vec<u8>,
}

impl Tensor {
    /// An array of these elements, the last dimension running fastest; no dimensions for a single number.
    ///
    /// # Errors
    /// [`TensorError::Length`], [`TensorError::ShapeTooLarge`] and [`TensorError::TooManyDimensions`].
    pub fn new<T: Element>(shape: &[usize], elements: &[T]) -> Result<Self, TensorError> {
        let mut data = Vec::with_capacity(elements.len().saturating_mul(T::DTYPE.size()));
        for element in elements {
            element.put(&mut data);
        }
        Self::from_bytes(T::DTYPE, shape.to_vec(), data)
    }

    /// An array of these bytes: C order, little-endian.
    ///
    /// # Errors
    /// As [`Tensor::new`].
    pub fn from_bytes(dtype: Dtype, shape: Vec<usize>, data: Vec<u8>) -> Result<Self, TensorError> {
        check(dtype, &shape, data.len())?;
        Ok(Self { dtype, shape, data })
    }

    /// The type of its elements.
    #[must_use]
    pub const fn dtype(&self) -> Dtype {
        self.dtype
    }

    /// The lengths of its dimensions; none for a single number.
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// Its elements' bytes: C order, little-endian.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.data
    }

    /// How many elements it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.data.len() / self.dtype.size()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.data.is_empty()
    }

    /// Its elements, if they are of this type.
    ///
    /// # Errors
    /// [`TensorError::OtherDtype`].
    pub fn elements<T: Element>(&self) -> Result<Vec<T>, TensorError> {
        if T::DTYPE != self.dtype {
            return Err(TensorError::OtherDtype { asked: T::DTYPE, found: self.dtype });
        }
        Ok(self.each(T::get))
    }

    /// Its elements whatever their type; exact, but for `int64` past 2^53, which are rounded to nearest.
    #[must_use]
    pub fn to_f64_nearest(&self) -> Vec<f64> {
        let half = |bytes: &[u8]| bytes.try_into().map(u16::from_le_bytes).unwrap_or_default();
        match self.dtype {
            Dtype::Float16 => self.each(|bytes| dtype::of_half(half(bytes))),
            Dtype::Float32 => self.each(|bytes| f64::from(f32::get(bytes))),
            Dtype::Float64 => self.each(f64::get),
            Dtype::Uint8 => self.each(|bytes| f64::from(u8::get(bytes))),
            Dtype::Int8 => self.each(|bytes| f64::from(i8::get(bytes))),
            Dtype::Int16 => self.each(|bytes| f64::from(i16::get(bytes))),
            Dtype::Int32 => self.each(|bytes| f64::from(i32::get(bytes))),
            Dtype::Int64 => self.each(|bytes| i64::get(bytes) as f64),
            Dtype::Bool => self.each(|bytes| f64::from(u8::from(bool::get(bytes)))),
        }
    }

    fn each<T>(&self, read: impl Fn(&[u8]) -> T) -> Vec<T> {
        self.data.chunks_exact(self.dtype.size()).map(read).collect()
    }

    /// The buffer of its message: base64 of the packed array.
    #[must_use]
    pub fn buffer(&self) -> String {
        Base64::encode_string(&packed::write(self))
    }

    /// Reads the three parts of a message.
    ///
    /// # Errors
    /// Why it is no tensor.
    pub fn of_message(buffer: &str, dtype: &str, shape: &[u64]) -> Result<Self, TensorError> {
        let dtype: Dtype = dtype.parse()?;
        if shape.len() > MOST_DIMENSIONS {
            return Err(TensorError::TooManyDimensions { most: MOST_DIMENSIONS });
        }
        let bytes = Base64::decode_vec(buffer).map_err(|_| TensorError::Base64)?;
        let packed = packed::read(&bytes)?;
        if packed.dtype != dtype {
            return Err(TensorError::DtypesDiffer { said: dtype, packed: packed.dtype });
        }
        // Python has no way to say that there are no dimensions.
        let is_number = packed.shape.is_empty() && shape == [0];
        let same = shape.iter().copied().eq(packed.shape.iter().map(|length| *length as u64));
        if !is_number && (!same || shape.is_empty()) {
            return Err(TensorError::ShapesDiffer);
        }
        Self::from_bytes(dtype, packed.shape, packed.data.to_vec())
    }
}

/// Whether so many bytes are an array of this shape.
fn check(dtype: Dtype, shape: &[usize], found: usize) -> Result<(), TensorError> {
    if shape.len() > MOST_DIMENSIONS {
        return Err(TensorError::TooManyDimensions { most: MOST_DIMENSIONS });
    }
    // A length of 0 makes an array empty whatever the others multiply to.
    let needed = if shape.contains(&0) {
        Some(0)
    } else {
        shape.iter().try_fold(dtype.size(), |bytes, length| bytes.checked_mul(*length))
    };
    let needed = needed.filter(|bytes| u32::try_from(*bytes).is_ok()).ok_or(TensorError::ShapeTooLarge)?;
    if needed == found { Ok(()) } else { Err(TensorError::Length { needed, found }) }
}

impl fmt::Debug for Tensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tensor")
            .field("dtype", &self.dtype)
            .field("shape", &self.shape)
            .finish_non_exhaustive()
    }
}

impl<T: Element> From<T> for Tensor {
    /// A single number.
    fn from(number: T) -> Self {
        let mut data = Vec::with_capacity(T::DTYPE.size());
        number.put(&mut data);
        Self { dtype: T::DTYPE, shape: Vec::new(), data }
    }
}

impl<T: Element> TryFrom<Vec<T>> for Tensor {
    type Error = TensorError;

    /// An array of one dimension; [`TensorError::ShapeTooLarge`] past 4 GiB.
    fn try_from(elements: Vec<T>) -> Result<Self, TensorError> {
        Self::new(&[elements.len()], &elements)
    }
}

impl<T: Element> TryFrom<&Tensor> for Vec<T> {
    type Error = TensorError;

    /// As [`Tensor::elements`].
    fn try_from(tensor: &Tensor) -> Result<Self, TensorError> {
        tensor.elements()
    }
}

impl Serialize for Tensor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut message = serializer.serialize_struct("Tensor", 3)?;
        message.serialize_field("buffer", &self.buffer())?;
        message.serialize_field("dtype", self.dtype.name())?;
        let shape = if self.shape.is_empty() { &[0][..] } else { &self.shape };
        message.serialize_field("shape", shape)?;
        message.end()
    }
}

impl<'de> Deserialize<'de> for Tensor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Message {
            #[serde(default)]
            buffer: Option<String>,
            dtype: String,
            shape: Lengths,
        }
        let Message { buffer, dtype, shape } = Message::deserialize(deserializer)?;
        let buffer = buffer.ok_or(TensorError::NoBuffer).map_err(D::Error::custom)?;
        Self::of_message(&buffer, &dtype, &shape.0).map_err(D::Error::custom)
    }
}

/// A shape as it comes: read no further than one can be long.
struct Lengths(Vec<u64>);

impl<'de> Deserialize<'de> for Lengths {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Some64;

        impl<'de> Visitor<'de> for Some64 {
            type Value = Lengths;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of lengths")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Lengths, A::Error> {
                let mut lengths = Vec::new();
                while let Some(length) = list.next_element()? {
                    if lengths.len() == MOST_DIMENSIONS {
                        return Err(A::Error::custom(TensorError::TooManyDimensions {
                            most: MOST_DIMENSIONS,
                        }));
                    }
                    lengths.push(length);
                }
                Ok(Lengths(lengths))
            }
        }

        deserializer.deserialize_seq(Some64)
    }
}

impl JsonSchema for Tensor {
    fn schema_name() -> Cow<'static, str> {
        "Tensor".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "description": "An array of numbers: base64 of msgpack of a numpy array, its dtype and its shape.",
            "properties": {
                "buffer": { "type": "string", "contentEncoding": "base64" },
                "dtype": { "enum": Dtype::ALL.map(Dtype::name) },
                "shape": {
                    "type": "array",
                    "items": { "type": "integer", "minimum": 0 },
                    "minItems": 1,
                    "maxItems": MOST_DIMENSIONS,
                },
            },
            "required": ["buffer", "dtype", "shape"],
        })
    }
}
