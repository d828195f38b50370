//! Numbers for many readings at once, side by side.
//!
//! Each is, to the last bit, what its own stream or function gives alone: the same operations in the same order, on
//! several numbers in the widest registers that the machine has; nothing is fused. A simulated year reads billions of answers, one deviate and one exponential
//! each.

use crate::normal::{centre, inverse_normal, is_central};
use crate::rng::{Rng, first, to_open_unit};
use fearless_simd::{Level, dispatch};

/// Streams and numbers that are worked on at a time.
const LANES: usize = 16;

/// The first normal deviate of each stream, as [`Rng::normal`] gives it; takes the place of what `out` held.
///
/// Streams from which numbers have been drawn count as they were at their start.
///
/// ```
/// use incentor_sdk::{Luck, normals};
///
/// let streams = (0..20).map(|round| Luck::of_seed(1).at(3, round));
/// let mut deviates = Vec::new();
/// normals(streams, &mut deviates);
/// assert_eq!(deviates[7], Luck::of_seed(1).at(3, 7).normal());
/// ```
pub fn normals(streams: impl IntoIterator<Item = Rng>, out: &mut Vec<f64>) {
    out.clear();
    let mut starts = Starts::default();
    let mut count = 0;
    for stream in streams {
        starts.put(count, &stream);
        count += 1;
        if count == LANES {
            out.extend(starts.chances());
            count = 0;
        }
    }
    if count > 0 {
        out.extend(starts.chances().iter().take(count));
    }
    dispatch!(Level::new(), _ => quantiles(out));
}

/// `e^x` of each, as [`libm::exp`] gives it.
pub fn exponentials(values: &mut [f64]) {
    dispatch!(Level::new(), _ => powers_of_e(values));
}

/// Where streams begin: one after the other in memory, so that a machine can load several at once.
#[derive(Default)]
struct Starts {
    counters: [u64; LANES],
    keys: [u64; LANES],
    counterparts: [u32; LANES],
}

impl Starts {
    const fn put(&mut self, lane: usize, stream: &Rng) {
        (self.counters[lane], self.keys[lane], self.counterparts[lane]) = stream.start();
    }

    /// The first number in (0, 1) of each stream.
    fn chances(&mut self) -> [f64; LANES] {
        dispatch!(Level::new(), _ => first_words(self));
        self.counters.map(to_open_unit)
    }
}

/// Puts the first 64 bits of each stream in its counter's place.
#[inline(always)]
fn first_words(starts: &mut Starts) {
    for lane in 0..LANES {
        starts.counters[lane] = first(starts.counters[lane], starts.keys[lane], starts.counterparts[lane]);
    }
}

/// The normal quantile of each.
#[inline(always)]
fn quantiles(chances: &mut [f64]) {
    let mut tails = [(0, 0.0); 64];
    for chances in chances.chunks_mut(tails.len()) {
        // Which they are is a matter of luck, and to a branch of bad luck: all are listed, and few counted.
        let mut count = 0;
        for (at, chance) in chances.iter().enumerate() {
            tails[count] = (at, *chance);
            count += usize::from(!is_central(*chance));
        }
        for chance in chances.iter_mut() {
            *chance = centre(*chance);
        }
        for (at, chance) in &tails[..count] {
            chances[*at] = inverse_normal(*chance);
        }
    }
}

#[inline(always)]
fn powers_of_e(values: &mut [f64]) {
    for chunk in values.chunks_mut(LANES) {
        if chunk.iter().all(|x| x.abs() < PLAIN) {
            chunk.iter_mut().for_each(|x| *x = exponential(*x));
        } else {
            chunk.iter_mut().for_each(|x| *x = libm::exp(*x));
        }
    }
}

/// Below it, an exponential is no special case.
const PLAIN: f64 = 700.0;

/// `e^x` for |x| below [`PLAIN`], without a branch: x = k ln 2 + r, and a rational function of r (FreeBSD's).
fn exponential(x: f64) -> f64 {
    // k is the whole part of x / ln 2 and a half more, 0 up to ln 2 / 2.
    let near = INVERSE_LN_2 * x + 0.5_f64.copysign(x);
    let rounded = (near + WHOLE) - WHOLE;
    let beyond = if rounded.abs() > near.abs() { 1.0_f64.copysign(x) } else { 0.0 };
    let k = if x.abs() > HALF_LN_2 { rounded - beyond } else { 0.0 };
    let (high, low) = (x - k * LN_2_HIGH, k * LN_2_LOW);
    let r = high - low;
    let rr = r * r;
    let c = r - rr * (P[0] + rr * (P[1] + rr * (P[2] + rr * (P[3] + rr * P[4]))));
    // What is tiny is added as it is.
    let y = if x.abs() < TINY { 1.0 + x } else { 1.0 + (r * c / (2.0 - c) - low + high) };
    // By 2^k, which is a normal number and leaves the product one.
    y * f64::from_bits((k + WHOLE).to_bits().wrapping_add(1_023) << 52)
}

/// Numbers from here to twice it are whole, and end in their lowest bits.
const WHOLE: f64 = 6_755_399_441_055_744.0;
/// The highest that counts as up to ln 2 / 2.
const HALF_LN_2: f64 = f64::from_bits(0x3fd6_2e42_ffff_ffff);
const TINY: f64 = f64::from_bits(0x3e30_0001_0000_0000);
const INVERSE_LN_2: f64 = core::f64::consts::LOG2_E;
const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
const P: [f64; 5] = [
    1.666_666_666_666_660_2e-1,
    -2.777_777_777_701_559_3e-3,
    6.613_756_321_437_934e-5,
    -1.653_390_220_546_525_2e-6,
    4.138_136_797_057_238_5e-8,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Luck;

    #[test]
    fn deviates_are_those_of_the_streams() {
        let luck = |i: u64| Luck::of_seed(i).branch("x", i);
        for count in [0, 1, 7, 8, 9, 40_000] {
            let streams = (0..count).map(|i| luck(i % 5).at(i as u32 % 3, u64::MAX - i));
            let mut drawn = vec![1.0; 3];
            normals(streams.clone(), &mut drawn);
            let expected: Vec<u64> = streams.map(|mut stream| stream.normal().to_bits()).collect();
            assert_eq!(drawn.iter().map(|z| z.to_bits()).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn exponentials_are_those_of_libm() {
        let check = |values: &[f64]| {
            let mut computed = values.to_vec();
            exponentials(&mut computed);
            for (x, y) in values.iter().zip(&computed) {
                assert_eq!(y.to_bits(), libm::exp(*x).to_bits(), "{x:e}");
            }
        };
        let mut rng = Luck::of_seed(2).at(0, 0);
        for scale in [1e-300, 1e-20, 1e-9, 1e-8, 1e-3, 0.15, 0.4, 1.0, 10.0, 600.0] {
            check(&(0..80_000).map(|_| scale * rng.normal()).collect::<Vec<f64>>());
        }
        // Where k changes, every number near by.
        for k in -12..=12 {
            let edge = (f64::from(k) + 0.5) * core::f64::consts::LN_2;
            let near = |i: i64| f64::from_bits(edge.to_bits().wrapping_add_signed(i));
            check(&(-40_000..40_000).map(near).collect::<Vec<f64>>());
        }
        for bits in
            [0x3fd6_2e42_0000_0000_u64, 0x3fd6_2e43_0000_0000, 0x3ff0_a2b2_0000_0000, 0x3e30_0000_0000_0000]
        {
            let near = |i: i64| f64::from_bits(bits.wrapping_add_signed(i));
            check(&(-4_000..4_000).map(near).collect::<Vec<f64>>());
            check(&(-4_000..4_000).map(|i| -near(i)).collect::<Vec<f64>>());
        }
        check(&[0.0, -0.0, 1.0, -1.0, 699.9, -699.9, 1e-310, 5e-324]);
        check(&[0.5, 710.0, -746.0, f64::INFINITY, f64::NEG_INFINITY, 1.0, -708.5, 709.9]);
    }
}
