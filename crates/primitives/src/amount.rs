//! Amounts and fractions, each with its unit.

use core::fmt;

/// Rao in one TAO, and in one alpha.
pub const RAO_PER_TAO: u64 = 1_000_000_000;

macro_rules! amount {
    ($(#[$doc:meta])* $name:ident, $sign:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name {
            /// The amount in rao, a thousand-millionth of the unit.
            pub rao: u64,
        }

        impl $name {
            /// Nothing.
            pub const ZERO: Self = Self { rao: 0 };

            /// An amount of whole rao.
            #[must_use]
            pub const fn from_rao(rao: u64) -> Self {
                Self { rao }
            }
        }

        /// All nine decimals, never rounded.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let (whole, rest) = (self.rao.div_euclid(RAO_PER_TAO), self.rao.rem_euclid(RAO_PER_TAO));
                write!(f, "{whole}.{rest:09} {}", $sign)
            }
        }
    };
}

amount! {
    /// The network's own token.
    Tao, "τ"
}
amount! {
    /// A subnet's token. Alphas of two subnets are different money.
    Alpha, "α"
}

/// A weight as the chain stores it: 65535 stands for 1.0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weight(pub u16);

crate::id::hashed_in_rows!(Weight(u16));

/// A validator's share of its nominators' dividends: 65535 stands for 1.0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Take(pub u16);

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn an_amount_prints_every_rao() {
        assert_eq!(Tao::from_rao(1_500_000_001).to_string(), "1.500000001 τ");
        assert_eq!(Alpha::from_rao(u64::MAX).to_string(), "18446744073.709551615 α");
        assert_eq!(Tao::ZERO.to_string(), "0.000000000 τ");
    }
}
