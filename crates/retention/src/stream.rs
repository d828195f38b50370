//! Random numbers by key and counter: the same wherever and in whatever order they are drawn.

/// A stream of numbers under a key.
///
/// The n-th number is a function of key and n alone (the mixing of `SplitMix64`), so streams of different keys
/// do not depend on each other's length.
#[derive(Clone, Debug)]
pub(crate) struct Stream {
    state: u64,
}

/// 2^64 divided by the golden ratio, made odd.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Stream {
    /// The stream of a key in several parts.
    pub(crate) fn keyed(parts: &[u64]) -> Self {
        let state =
            parts.iter().fold(0, |key, &part| mix(key ^ mix(part.wrapping_add(STEP))).wrapping_add(STEP));
        Self { state }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        mix(self.state)
    }

    /// A number strictly between 0 and 1.
    fn uniform(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// Normal numbers of mean 0 and deviation 1 (Box and Muller), by `libm` so that they are the same everywhere.
    pub(crate) fn normals(&mut self, count: usize) -> Vec<f64> {
        let mut normals = Vec::with_capacity(count + 1);
        while normals.len() < count {
            let radius = (-2.0 * libm::log(self.uniform())).sqrt();
            let (sine, cosine) = libm::sincos(2.0 * std::f64::consts::PI * self.uniform());
            normals.extend([radius * cosine, radius * sine]);
        }
        normals.truncate(count);
        normals
    }
}

/// The finaliser of `SplitMix64`: every bit of the input moves about half of the output's.
const fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixing_is_the_published_one() {
        // First outputs of SplitMix64 from state 0.
        let mut stream = Stream { state: 0 };
        assert_eq!(stream.next(), 0xe220_a839_7b1d_cdaf);
        assert_eq!(stream.next(), 0x6e78_9e6a_a1b9_65f4);
    }

    #[test]
    fn normals_are_normal() {
        let normals = Stream::keyed(&[7, 1]).normals(100_001);
        assert_eq!(normals.len(), 100_001);
        let mean = |power: i32| normals.iter().map(|z| z.powi(power)).sum::<f64>() / normals.len() as f64;
        for (power, expected, slack) in [(1, 0.0, 0.01), (2, 1.0, 0.02), (3, 0.0, 0.04), (4, 3.0, 0.15)] {
            assert!((mean(power) - expected).abs() < slack, "moment {power}: {}", mean(power));
        }
    }

    #[test]
    fn keys_part_streams() {
        let first = |key: &[u64]| Stream::keyed(key).next();
        let all = [first(&[0, 1]), first(&[1, 0]), first(&[0, 0]), first(&[0]), first(&[1, 1])];
        for (index, value) in all.iter().enumerate() {
            assert!(!all[..index].contains(value));
        }
    }
}
