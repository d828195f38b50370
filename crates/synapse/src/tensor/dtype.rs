//! What a tensor is made of.

use super::TensorError;
use std::fmt;
use std::str::FromStr;

/// The type of a tensor's elements: those the SDK sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dtype {
    /// Half precision; Rust has no type for it, [`super::Tensor::to_f64_nearest`] reads it.
    Float16,
    /// `f32`.
    Float32,
    /// `f64`.
    Float64,
    /// `u8`.
    Uint8,
    /// `i8`.
    Int8,
    /// `i16`.
    Int16,
    /// `i32`.
    Int32,
    /// `i64`.
    Int64,
    /// `bool`, a byte each.
    Bool,
}

impl Dtype {
    /// Every one.
    pub const ALL: [Self; 9] = [
        Self::Float16,
        Self::Float32,
        Self::Float64,
        Self::Uint8,
        Self::Int8,
        Self::Int16,
        Self::Int32,
        Self::Int64,
        Self::Bool,
    ];

    /// Numpy's name: `float32`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.terms().0
    }

    /// Numpy's array protocol string, little-endian: `<f4`.
    pub(super) const fn descr(self) -> &'static str {
        self.terms().1
    }

    /// Bytes of an element.
    #[must_use]
    pub const fn size(self) -> usize {
        self.terms().2
    }

    const fn terms(self) -> (&'static str, &'static str, usize) {
        match self {
            Self::Float16 => ("float16", "<f2", 2),
            Self::Float32 => ("float32", "<f4", 4),
            Self::Float64 => ("float64", "<f8", 8),
            Self::Uint8 => ("uint8", "|u1", 1),
            Self::Int8 => ("int8", "|i1", 1),
            Self::Int16 => ("int16", "<i2", 2),
            Self::Int32 => ("int32", "<i4", 4),
            Self::Int64 => ("int64", "<i8", 8),
            Self::Bool => ("bool", "|b1", 1),
        }
    }
}

impl fmt::Display for Dtype {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Dtype {
    type Err = TensorError;

    /// Reads numpy's name, or torch's, which has `torch.` before it.
    fn from_str(name: &str) -> Result<Self, TensorError> {
        let name = name.strip_prefix("torch.").unwrap_or(name);
        Self::ALL.into_iter().find(|dtype| dtype.name() == name).ok_or(TensorError::UnknownDtype)
    }
}

/// A Rust type that is a tensor's element.
pub trait Element: Copy + sealed::Sealed {
    /// Its name on the wire.
    const DTYPE: Dtype;

    /// Adds its bytes, little-endian.
    #[doc(hidden)]
    fn put(self, bytes: &mut Vec<u8>);

    /// Reads it from as many bytes as it has.
    #[doc(hidden)]
    fn get(bytes: &[u8]) -> Self;
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! elements {
    ($($number:ty: $dtype:ident),*) => {$(
        impl sealed::Sealed for $number {}

        impl Element for $number {
            const DTYPE: Dtype = Dtype::$dtype;

            fn put(self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(&self.to_le_bytes());
            }

            fn get(bytes: &[u8]) -> Self {
                // Whoever calls has cut the bytes to the element's size.
                bytes.try_into().map(Self::from_le_bytes).unwrap_or_default()
            }
        }
    )*};
}

elements!(f32: Float32, f64: Float64, u8: Uint8, i8: Int8, i16: Int16, i32: Int32, i64: Int64);

impl sealed::Sealed for bool {}

impl Element for bool {
    const DTYPE: Dtype = Dtype::Bool;

    fn put(self, bytes: &mut Vec<u8>) {
        bytes.push(u8::from(self));
    }

    fn get(bytes: &[u8]) -> Self {
        // As numpy: whatever is not zero.
        bytes.iter().any(|byte| *byte != 0)
    }
}

/// A half-precision number, which every `f64` can hold.
pub(super) fn of_half(bits: u16) -> f64 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let (exponent, fraction) = ((bits >> 10) & 0x1f, f64::from(bits & 0x3ff) / 1024.0);
    let magnitude = match exponent {
        0 => fraction * power_of_two(-14),
        0x1f if fraction == 0.0 => f64::INFINITY,
        0x1f => f64::NAN,
        exponent => (1.0 + fraction) * power_of_two(i64::from(exponent) - 15),
    };
    sign * magnitude
}

/// 2 to a power that leaves a normal number.
fn power_of_two(exponent: i64) -> f64 {
    f64::from_bits(u64::try_from(1023 + exponent).unwrap_or_default() << 52)
}

#[test]
fn halves_are_read() {
    for (bits, expected) in [
        (0x0000, 0.0),
        (0x3c00, 1.0),
        (0xc000, -2.0),
        (0x3555, 0.333_251_953_125),
        (0x0001, 5.960_464_477_539_063e-8),
        (0x03ff, 6.097_555_160_522_461e-5),
        (0x0400, 6.103_515_625e-5),
        (0x7bff, 65504.0),
        (0x7c00, f64::INFINITY),
        (0xfc00, f64::NEG_INFINITY),
    ] {
        assert_eq!(of_half(bits), expected, "{bits:#06x}");
    }
    assert!(of_half(0x7e00).is_nan());
    assert!(of_half(0x8000).is_sign_negative());
}
