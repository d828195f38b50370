//! Multiples of a point that many signatures are checked against.

use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity as _;
use std::fmt;
use std::sync::LazyLock;

/// Bits of a scalar that are looked up together.
const TEETH: usize = 8;
/// How far they stand apart: so many of them are a scalar.
const APART: usize = 32;

/// The sums of every choice among a point's multiples by 2^0, 2^32, … 2^224.
///
/// A scalar is read like a page through a comb: the teeth give eight bits at a time, and 31 doublings and 32 additions are
/// a product, where a scalar bit by bit takes 252 doublings (Lim and Lee, *More flexible exponentiation with
/// precomputation*, 1994). Memory is read where the scalar's bits say, so this is for what everybody may know.
pub(crate) struct Comb(Vec<RistrettoPoint>);

/// That of the point whose multiples public keys are.
static BASE: LazyLock<Comb> = LazyLock::new(|| Comb::of(RISTRETTO_BASEPOINT_POINT));

impl Comb {
    /// Takes the time of some five products.
    pub(crate) fn of(point: RistrettoPoint) -> Self {
        let mut sums = Vec::with_capacity(1 << TEETH);
        sums.push(RistrettoPoint::identity());
        let mut tooth = point;
        for _ in 0..TEETH {
            let with_tooth: Vec<_> = sums.iter().map(|sum| sum + tooth).collect();
            sums.extend(with_tooth);
            tooth = (0..APART).fold(tooth, |multiple, _| multiple + multiple);
        }
        Self(sums)
    }

    /// The point times one scalar, and the base point times another, together.
    pub(crate) fn product_and_base(&self, scalar: &Scalar, base: &Scalar) -> RistrettoPoint {
        let terms = [(self, words(scalar)), (&*BASE, words(base))];
        (0..APART).rev().fold(RistrettoPoint::identity(), |sum, bit| {
            terms.iter().fold(sum + sum, |sum, (comb, words)| sum + comb.0[choice(words, bit)])
        })
    }
}

/// A scalar in pieces as long as the teeth are apart, the lowest first.
fn words(scalar: &Scalar) -> [u32; TEETH] {
    let (words, _) = scalar.as_bytes().as_chunks();
    std::array::from_fn(|tooth| u32::from_le_bytes(words[tooth]))
}

/// What the teeth say when they stand at this bit of each word.
fn choice(words: &[u32; TEETH], bit: usize) -> usize {
    let tooth = |(tooth, word): (usize, &u32)| ((word >> bit & 1) as usize) << tooth;
    words.iter().enumerate().map(tooth).sum()
}

impl fmt::Debug for Comb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Comb")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scalars at the ends, with single bits, and without order.
    fn scalars() -> Vec<Scalar> {
        let mut scalars = vec![Scalar::ZERO, Scalar::ONE, -Scalar::ONE, Scalar::from(u64::MAX)];
        let two = Scalar::from(2_u64);
        let powers = std::iter::successors(Some(Scalar::ONE), |power| Some(power * two));
        scalars.extend(powers.take(253).step_by(7));
        let step = Scalar::from_bytes_mod_order([0x9d; 32]);
        scalars.extend(std::iter::successors(Some(step), |last| Some(last * last + step)).take(40));
        scalars
    }

    #[test]
    fn products_are_those_of_the_library() {
        let scalars = scalars();
        let point = RistrettoPoint::mul_base(&Scalar::from(77_u64));
        let comb = Comb::of(point);
        for (index, scalar) in scalars.iter().enumerate() {
            for base in [&scalars[0], &scalars[2], &scalars[index], &scalars[(index * 5 + 3) % scalars.len()]]
            {
                let expected = RistrettoPoint::vartime_double_scalar_mul_basepoint(scalar, &point, base);
                assert_eq!(comb.product_and_base(scalar, base), expected, "{scalar:?} {base:?}");
            }
        }
    }
}
