//! Who and where on the chain: subnets, mechanisms, neurons.

use core::fmt;

/// Hashes a number in a newtype as the number itself, and rows of them many at a time.
macro_rules! hashed_in_rows {
    ($name:ident($int:ty)) => {
        impl core::hash::Hash for $name {
            fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
                self.0.hash(state);
            }

            fn hash_slice<H: core::hash::Hasher>(row: &[Self], state: &mut H) {
                let mut numbers: [$int; 64] = [0; 64];
                for part in row.chunks(64) {
                    for (number, one) in numbers.iter_mut().zip(part) {
                        *number = one.0;
                    }
                    <$int>::hash_slice(numbers.get(..part.len()).unwrap_or_default(), state);
                }
            }
        }
    };
}
pub(crate) use hashed_in_rows;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident($int:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(pub $int);

        hashed_in_rows!($name($int));

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

id! {
    /// Number of a subnet; 0 is the root network.
    NetUid(u16)
}
id! {
    /// Number of a mechanism within its subnet; 0 is the main one.
    MechId(u8)
}
id! {
    /// Seat of a neuron within its subnet: contiguous from 0, and recycled.
    Uid(u16)
}

impl NetUid {
    /// The root network.
    pub const ROOT: Self = Self(0);
}

impl MechId {
    /// The main mechanism.
    pub const MAIN: Self = Self(0);
}

impl Uid {
    /// The uid as an index into a per-neuron list.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}
