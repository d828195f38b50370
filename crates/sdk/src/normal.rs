//! Normal deviates from uniform ones.

/// The standard normal quantile: the z below which a share `p` of the distribution lies.
///
/// Relative accuracy about 1e-16 (Wichura 1988, algorithm AS 241, PPND16); infinite at 0 and 1, NaN outside.
/// One uniform gives one normal, and a larger uniform a larger normal, so paired worlds stay paired.
#[must_use]
pub fn inverse_normal(p: f64) -> f64 {
    let q = p - 0.5;
    if is_central(p) {
        return centre(p);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail <= 0.0 {
        return if tail < 0.0 { f64::NAN } else { q * f64::INFINITY };
    }
    let r = (-libm::log(tail)).sqrt();
    let z = if r <= 5.0 {
        middle(r)
    } else {
        polynomial(&FAR_NUMERATOR, r - 5.0) / polynomial(&FAR_DENOMINATOR, r - 5.0)
    };
    if q < 0.0 { -z } else { z }
}

/// Whether [`centre`] has the quantile.
pub(crate) const fn is_central(p: f64) -> bool {
    (p - 0.5).abs() <= 0.425
}

/// The quantile of 0.075 to 0.925; without a branch.
pub(crate) const fn centre(p: f64) -> f64 {
    let q = p - 0.5;
    let r = 0.180_625 - q * q;
    q * polynomial(&CENTRE_NUMERATOR, r) / polynomial(&CENTRE_DENOMINATOR, r)
}

/// The quantile's size where `r`, the root of the tail's negative logarithm, is at most 5; without a branch.
pub(crate) const fn middle(r: f64) -> f64 {
    polynomial(&MIDDLE_NUMERATOR, r - 1.6) / polynomial(&MIDDLE_DENOMINATOR, r - 1.6)
}

/// Whether a number lies so far out that [`middle`] may not have the quantile.
pub(crate) const fn is_far(p: f64) -> bool {
    // e^-25 is 1.39e-11.
    !(p > 1.4e-11 && p < 1.0 - 1.4e-11)
}

/// A polynomial, coefficients from the constant up; by Estrin's scheme, which waits half as long as Horner's.
const fn polynomial(c: &[f64; 8], x: f64) -> f64 {
    let (x2, x4) = (x * x, x * x * (x * x));
    let low = (c[0] + c[1] * x) + (c[2] + c[3] * x) * x2;
    let high = (c[4] + c[5] * x) + (c[6] + c[7] * x) * x2;
    low + high * x4
}

#[rustfmt::skip]
const CENTRE_NUMERATOR: [f64; 8] = [
    3.387_132_872_796_366_5, 133.141_667_891_784_38, 1_971.590_950_306_551_3, 13_731.693_765_509_46,
    45_921.953_931_549_87, 67_265.770_927_008_7, 33_430.575_583_588_13, 2_509.080_928_730_122_7,
];
#[rustfmt::skip]
const CENTRE_DENOMINATOR: [f64; 8] = [
    1.0, 42.313_330_701_600_91, 687.187_007_492_057_9, 5_394.196_021_424_751,
    21_213.794_301_586_597, 39_307.895_800_092_71, 28_729.085_735_721_943, 5_226.495_278_852_854,
];
#[rustfmt::skip]
const MIDDLE_NUMERATOR: [f64; 8] = [
    1.423_437_110_749_683_5, 4.630_337_846_156_546, 5.769_497_221_460_691, 3.647_848_324_763_204_5,
    1.270_458_252_452_368_4, 0.241_780_725_177_450_6, 0.022_723_844_989_269_184, 7.745_450_142_783_414e-4,
];
#[rustfmt::skip]
const MIDDLE_DENOMINATOR: [f64; 8] = [
    1.0, 2.053_191_626_637_759, 1.676_384_830_183_803_8, 0.689_767_334_985_1,
    0.148_103_976_427_480_08, 0.015_198_666_563_616_457, 5.475_938_084_995_345e-4, 1.050_750_071_644_416_9e-9,
];
#[rustfmt::skip]
const FAR_NUMERATOR: [f64; 8] = [
    6.657_904_643_501_103, 5.463_784_911_164_114, 1.784_826_539_917_291_3, 0.296_560_571_828_504_87,
    0.026_532_189_526_576_124, 0.001_242_660_947_388_078_4, 2.711_555_568_743_487_6e-5, 2.010_334_399_292_288_1e-7,
];
#[rustfmt::skip]
const FAR_DENOMINATOR: [f64; 8] = [
    1.0, 0.599_832_206_555_888, 0.136_929_880_922_735_8, 0.014_875_361_290_850_615,
    7.868_691_311_456_133e-4, 1.846_318_317_510_054_8e-5, 1.421_511_758_316_446e-7, 2.044_263_103_389_939_8e-15,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quantile_inverts_the_distribution() {
        for i in 1..20_000 {
            let p = f64::from(i) / 20_000.0;
            let back = 0.5 * libm::erfc(-inverse_normal(p) / core::f64::consts::SQRT_2);
            assert!((back - p).abs() < 4e-16_f64.max(p * 1e-14), "p = {p}: back at {back}");
        }
        for exponent in 5..300 {
            let p = libm::pow(10.0, -f64::from(exponent));
            let back = 0.5 * libm::erfc(-inverse_normal(p) / core::f64::consts::SQRT_2);
            assert!((back / p - 1.0).abs() < 1e-11, "p = {p}: back at {back}");
        }
    }

    #[test]
    fn edges_are_infinite_and_outside_is_no_number() {
        assert_eq!(inverse_normal(0.0), f64::NEG_INFINITY);
        assert_eq!(inverse_normal(1.0), f64::INFINITY);
        assert_eq!(inverse_normal(0.5), 0.0);
        assert!(inverse_normal(1.1).is_nan());
        assert!(inverse_normal(f64::NAN).is_nan());
        assert!((inverse_normal(0.975) - 1.959_963_984_540_054).abs() < 1e-15);
    }
}
