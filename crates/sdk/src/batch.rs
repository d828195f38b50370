//! Numbers for many readings at once, side by side.
//!
//! Each is, to the last bit, what its own stream or function gives alone: the same operations in the same order, on
//! several numbers in the widest registers that the machine has; nothing is fused. A simulated year reads billions of answers, one deviate and one exponential
//! each.

mod functions;

use crate::normal::{centre, inverse_normal, is_central, is_far, middle};
use crate::rng::{Luck, Rng, first, to_open_unit};
use fearless_simd::{Level, dispatch};
use functions::{PLAIN, exponential, logarithm};

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

/// The first normal deviate of one family's streams towards one counterpart, at each of those counters.
///
/// The same as [`normals`] of the streams that [`Luck::at`] gives.
pub fn normals_at(luck: Luck, counterpart: u32, counters: impl IntoIterator<Item = u64>, out: &mut Vec<f64>) {
    out.clear();
    out.extend(counters.into_iter().map(f64::from_bits));
    let (_, key, _) = luck.at(counterpart, 0).start();
    dispatch!(Level::new(), _ => {
        by_lanes(out, 0.0, Chances { key, counterpart });
        quantiles(out);
    });
}

/// `e^x` of each, as [`libm::exp`] gives it.
pub fn exponentials(values: &mut [f64]) {
    dispatch!(Level::new(), _ => by_lanes(values, 0.0, PowerOfE));
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
    fn chances(&self) -> [f64; LANES] {
        let mut chances = [0.0; LANES];
        dispatch!(Level::new(), _ => first_chances(self, &mut chances));
        chances
    }
}

#[inline(always)]
fn first_chances(starts: &Starts, chances: &mut [f64; LANES]) {
    for (lane, chance) in chances.iter_mut().enumerate() {
        *chance = to_open_unit(first(starts.counters[lane], starts.keys[lane], starts.counterparts[lane]));
    }
}

/// The normal quantile of each.
#[inline(always)]
fn quantiles(chances: &mut [f64]) {
    let (mut places, mut tails) = ([0_u8; 64], [0.0; 64]);
    for chances in chances.chunks_mut(places.len()) {
        // Which they are is a matter of luck, and to a branch of bad luck: all are listed, and few counted.
        let mut count = 0;
        for (at, chance) in (0..).zip(chances.iter()) {
            (places[count], tails[count]) = (at, *chance);
            count += usize::from(!is_central(*chance));
        }
        by_lanes(chances, 0.5, Centre);
        by_lanes(&mut tails[..count], 0.05, Tails);
        for (at, z) in places[..count].iter().zip(&tails) {
            chances[usize::from(*at)] = *z;
        }
    }
}

/// A function of several numbers side by side. A closure would be a call, and in narrow registers.
trait Function: Copy {
    fn apply(self, lanes: &mut [f64; LANES]);
}

/// Applies a function to all values; the last lanes are filled up.
#[inline(always)]
fn by_lanes(values: &mut [f64], filling: f64, function: impl Function) {
    let (whole, rest) = values.as_chunks_mut();
    for lanes in whole {
        function.apply(lanes);
    }
    if !rest.is_empty() {
        let mut lanes = [filling; LANES];
        lanes[..rest.len()].copy_from_slice(rest);
        function.apply(&mut lanes);
        rest.copy_from_slice(&lanes[..rest.len()]);
    }
}

/// From counters as the bits of floats to the first numbers in (0, 1) of their streams.
#[derive(Clone, Copy)]
struct Chances {
    key: u64,
    counterpart: u32,
}

impl Function for Chances {
    #[inline(always)]
    fn apply(self, lanes: &mut [f64; LANES]) {
        for counter in lanes {
            *counter = to_open_unit(first(counter.to_bits(), self.key, self.counterpart));
        }
    }
}

/// The normal quantile of numbers in the centre.
#[derive(Clone, Copy)]
struct Centre;

impl Function for Centre {
    #[inline(always)]
    fn apply(self, lanes: &mut [f64; LANES]) {
        lanes.iter_mut().for_each(|p| *p = centre(*p));
    }
}

/// The normal quantile of numbers beyond it.
#[derive(Clone, Copy)]
struct Tails;

impl Function for Tails {
    #[inline(always)]
    fn apply(self, lanes: &mut [f64; LANES]) {
        if lanes.iter().any(|p| is_far(*p)) {
            lanes.iter_mut().for_each(|p| *p = inverse_normal(*p));
            return;
        }
        for p in lanes {
            let tail = if *p < 0.5 { *p } else { 1.0 - *p };
            *p = middle((-logarithm(tail)).sqrt()).copysign(*p - 0.5);
        }
    }
}

/// `e^x`.
#[derive(Clone, Copy)]
struct PowerOfE;

impl Function for PowerOfE {
    #[inline(always)]
    fn apply(self, lanes: &mut [f64; LANES]) {
        if lanes.iter().all(|x| x.abs() < PLAIN) {
            lanes.iter_mut().for_each(|x| *x = exponential(*x));
        } else {
            lanes.iter_mut().for_each(|x| *x = libm::exp(*x));
        }
    }
}

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
    fn deviates_of_one_family_are_those_of_its_streams() {
        let luck = Luck::of_seed(4).branch("x", 1);
        for count in [0, 1, 15, 16, 17, 64, 65, 20_000] {
            let counters = (0..count).map(|i: u64| i.wrapping_mul(u64::MAX / 7));
            let mut drawn = vec![1.0; 3];
            normals_at(luck, 9, counters.clone(), &mut drawn);
            let expected: Vec<u64> = counters.map(|counter| luck.at(9, counter).normal().to_bits()).collect();
            assert_eq!(drawn.iter().map(|z| z.to_bits()).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn quantiles_are_right_in_the_centre_in_the_tails_and_far_out() {
        // Where one rule gives way to another, and where chances end; luck alone hardly comes there.
        let edges =
            [0.5, 0.075, 0.925, 1.4e-11, 1.3e-11, 1e-12, 1e-16, 1.0 - 1e-10, 1.0 - 1e-11, 1.0 - 1e-15];
        let near = |edge: f64| (-20..20).map(move |i| f64::from_bits(edge.to_bits().wrapping_add_signed(i)));
        let all: Vec<f64> = edges.into_iter().flat_map(near).filter(|p| *p < 1.0).collect();
        for length in [1, 7, 33, all.len()] {
            for chances in all.chunks(length) {
                let mut computed = chances.to_vec();
                quantiles(&mut computed);
                for (p, z) in chances.iter().zip(computed) {
                    assert_eq!(z.to_bits(), inverse_normal(*p).to_bits(), "{p:e}");
                }
            }
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
