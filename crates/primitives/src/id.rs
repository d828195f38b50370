//! Who and where on the chain: subnets, mechanisms, neurons.

use core::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident($int:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub $int);

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
