//! The chain's fixed-point numbers, by their definition (spec §0.2).

use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// How many bits a number has and how many of them are its fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Signed, 32 bits of fraction in 64.
    I32F32,
    /// Signed, 64 bits of fraction in 128.
    I64F64,
    /// Signed, 32 bits of fraction in 128.
    I96F32,
    /// Unsigned, 64 bits of fraction in 128.
    U64F64,
}

impl Format {
    /// Bits behind the point.
    #[must_use]
    pub const fn fraction_bits(self) -> u32 {
        match self {
            Self::I32F32 | Self::I96F32 => 32,
            Self::I64F64 | Self::U64F64 => 64,
        }
    }

    const fn storage_bits(self) -> u32 {
        match self {
            Self::I32F32 => 64,
            Self::I64F64 | Self::I96F32 | Self::U64F64 => 128,
        }
    }

    const fn is_signed(self) -> bool {
        !matches!(self, Self::U64F64)
    }

    fn min_bits(self) -> BigInt {
        if self.is_signed() { -(BigInt::one() << (self.storage_bits() - 1)) } else { BigInt::zero() }
    }

    fn max_bits(self) -> BigInt {
        let magnitude = if self.is_signed() { self.storage_bits() - 1 } else { self.storage_bits() };
        (BigInt::one() << magnitude) - 1
    }
}

/// A number of one format; operations take two of the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fixed {
    format: Format,
    bits: BigInt,
}

impl Fixed {
    /// The number with these bits, held to the format's range.
    #[must_use]
    pub fn from_bits(format: Format, bits: impl Into<BigInt>) -> Self {
        let bits = bits.into().clamp(format.min_bits(), format.max_bits());
        Self { format, bits }
    }

    /// A whole number, held to the format's range.
    #[must_use]
    pub fn from_int(format: Format, int: impl Into<BigInt>) -> Self {
        Self::from_bits(format, int.into() << format.fraction_bits())
    }

    /// 0.
    #[must_use]
    pub fn zero(format: Format) -> Self {
        Self::from_int(format, 0)
    }

    /// 1.
    #[must_use]
    pub fn one(format: Format) -> Self {
        Self::from_int(format, 1)
    }

    /// The largest of the format.
    #[must_use]
    pub fn max(format: Format) -> Self {
        Self { format, bits: format.max_bits() }
    }

    /// The bits.
    #[must_use]
    pub fn bits(&self) -> &BigInt {
        &self.bits
    }

    /// The bits of an `I32F32`.
    ///
    /// # Panics
    /// On a number of another format.
    #[must_use]
    pub fn to_i64(&self) -> i64 {
        assert_eq!(self.format, Format::I32F32, "64 bits hold I32F32 only");
        self.bits.to_i64().expect("every constructor holds I32F32 to 64 bits")
    }

    /// Whether it is 0.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.bits.is_zero()
    }

    /// Whether it is above 0.
    #[must_use]
    pub fn is_positive(&self) -> bool {
        self.bits.is_positive()
    }

    /// Sum, held to the range.
    #[must_use]
    pub fn satadd(&self, other: &Self) -> Self {
        Self::from_bits(self.same(other), &self.bits + &other.bits)
    }

    /// Difference, held to the range.
    #[must_use]
    pub fn satsub(&self, other: &Self) -> Self {
        Self::from_bits(self.same(other), &self.bits - &other.bits)
    }

    /// Sum, absent when out of range.
    #[must_use]
    pub fn checked_add(&self, other: &Self) -> Option<Self> {
        Self::checked(self.same(other), &self.bits + &other.bits)
    }

    /// Product rounded down, held to the range.
    #[must_use]
    pub fn mul(&self, other: &Self) -> Self {
        Self::from_bits(self.same(other), self.product(other))
    }

    /// Product rounded down, absent when out of range.
    #[must_use]
    pub fn checked_mul(&self, other: &Self) -> Option<Self> {
        Self::checked(self.same(other), self.product(other))
    }

    /// Quotient rounded toward zero; 0 when it is out of range or the divisor is 0.
    #[must_use]
    pub fn sdiv(&self, other: &Self) -> Self {
        self.checked_div(other).unwrap_or_else(|| Self::zero(self.format))
    }

    /// Quotient rounded toward zero, absent when out of range or the divisor is 0.
    #[must_use]
    pub fn checked_div(&self, other: &Self) -> Option<Self> {
        if other.is_zero() { None } else { Self::checked(self.same(other), self.quotient(other)) }
    }

    /// Quotient rounded toward zero, held to the range.
    ///
    /// # Panics
    /// On a divisor of 0, as on the chain, where it is never reached.
    #[must_use]
    pub fn satdiv(&self, other: &Self) -> Self {
        Self::from_bits(self.same(other), self.quotient(other))
    }

    /// The ordinary `+` over a list: wraps silently in the released chain.
    #[must_use]
    pub fn sum<'a>(format: Format, numbers: impl IntoIterator<Item = &'a Self>) -> Self {
        let total: BigInt = numbers.into_iter().map(|number| number.bits.clone()).sum();
        let modulus = BigInt::one() << format.storage_bits();
        let mut wrapped = ((total % &modulus) + &modulus) % &modulus;
        if wrapped > format.max_bits() {
            wrapped -= modulus;
        }
        Self { format, bits: wrapped }
    }

    /// The same number in another format: fraction rounded down, range held.
    #[must_use]
    pub fn to_format(&self, format: Format) -> Self {
        let (from, to) = (self.format.fraction_bits(), format.fraction_bits());
        let bits = if to >= from { &self.bits << (to - from) } else { &self.bits >> (from - to) };
        Self::from_bits(format, bits)
    }

    /// The whole part, rounded down.
    #[must_use]
    pub fn floor(&self) -> BigInt {
        &self.bits >> self.format.fraction_bits()
    }

    /// The nearest whole number: one up from the floor when the first bit behind the point is set.
    #[must_use]
    pub fn round(&self) -> BigInt {
        let half = (&self.bits >> (self.format.fraction_bits() - 1)) & BigInt::one();
        self.floor() + half
    }

    /// The whole part as u64, range held.
    #[must_use]
    pub fn to_u64_floor(&self) -> u64 {
        saturate(self.floor(), u64::MAX).to_u64().expect("held to the range of u64")
    }

    /// The whole part as u16, range held.
    #[must_use]
    pub fn to_u16_floor(&self) -> u16 {
        saturate(self.floor(), u64::from(u16::MAX)).to_u16().expect("held to the range of u16")
    }

    /// The fraction times 65535 as u16: rounded down, range held (spec §0.2, `prop_to_u16`).
    #[must_use]
    pub fn proportion_to_u16_floor(&self) -> u16 {
        self.mul(&Self::from_int(self.format, u16::MAX)).to_u16_floor()
    }

    fn checked(format: Format, bits: BigInt) -> Option<Self> {
        let fits = bits >= format.min_bits() && bits <= format.max_bits();
        fits.then_some(Self { format, bits })
    }

    fn product(&self, other: &Self) -> BigInt {
        (&self.bits * &other.bits) >> self.format.fraction_bits()
    }

    fn quotient(&self, other: &Self) -> BigInt {
        (&self.bits << self.format.fraction_bits()) / &other.bits
    }

    fn same(&self, other: &Self) -> Format {
        assert_eq!(self.format, other.format, "an operation takes two numbers of one format");
        self.format
    }
}

fn saturate(int: BigInt, max: u64) -> BigInt {
    int.clamp(BigInt::zero(), BigInt::from(max))
}

/// An `I32F32` from its bits.
#[must_use]
pub fn i32f32(bits: i64) -> Fixed {
    Fixed::from_bits(Format::I32F32, bits)
}

/// A u16 as a proportion of 65535, rounded down (spec §0.2, `u16_ratio`).
#[must_use]
pub fn u16_ratio(proportion: u16) -> Fixed {
    Fixed::from_int(Format::I32F32, proportion).sdiv(&Fixed::from_int(Format::I32F32, u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_goes_down_and_a_quotient_toward_zero() {
        let (minus_third, half) = (i32f32(-1_431_655_765), i32f32(1 << 31));
        assert_eq!(minus_third.mul(&half).to_i64(), -715_827_883);
        assert_eq!(i32f32(-1).mul(&half).to_i64(), -1);
        assert_eq!(i32f32(-1).sdiv(&i32f32(2 << 32)).to_i64(), 0);
    }

    #[test]
    fn out_of_range_is_zero_the_edge_or_absent() {
        let (max, tiny) = (Fixed::max(Format::I32F32), i32f32(1));
        assert_eq!(max.sdiv(&tiny).to_i64(), 0);
        assert_eq!(max.sdiv(&i32f32(0)).to_i64(), 0);
        assert_eq!(max.satdiv(&tiny).to_i64(), i64::MAX);
        assert_eq!(max.satdiv(&i32f32(-1)).to_i64(), i64::MIN);
        assert_eq!(max.checked_mul(&max), None);
        assert_eq!(max.mul(&i32f32(i64::MIN)).to_i64(), i64::MIN);
    }

    #[test]
    fn a_plain_sum_wraps() {
        let max = Fixed::max(Format::I32F32);
        assert_eq!(Fixed::sum(Format::I32F32, [&max, &i32f32(1)]).to_i64(), i64::MIN);
        assert_eq!(Fixed::sum(Format::I32F32, [&i32f32(i64::MIN), &i32f32(-1)]).to_i64(), i64::MAX);
        assert_eq!(max.satadd(&i32f32(1)).to_i64(), i64::MAX);
    }

    #[test]
    fn the_specification_s_constants() {
        assert_eq!(u16_ratio(32_767).to_i64(), 2_147_450_879);
        assert_eq!(u16_ratio(45_875).to_i64(), 3_006_509_875);
        assert_eq!(u16_ratio(58_982).to_i64(), 3_865_503_334);
        assert_eq!(u16_ratio(65_535).to_i64(), 1 << 32);
    }

    #[test]
    fn a_tie_rounds_up() {
        assert_eq!(i32f32(5 << 31).round(), BigInt::from(3));
        assert_eq!(i32f32((5 << 31) - 1).round(), BigInt::from(2));
    }
}
