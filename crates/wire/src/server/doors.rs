//! Who may connect, and how many of them.

use core::net::{IpAddr, Ipv6Addr};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Open connections by address.
#[derive(Clone, Debug)]
pub(super) struct Doors {
    open: Arc<Mutex<BTreeMap<IpAddr, usize>>>,
    per_address: usize,
}

/// A connection's place; free again when dropped.
#[derive(Debug)]
pub(super) struct Place {
    doors: Doors,
    address: IpAddr,
}

impl Doors {
    pub(super) fn new(per_address: usize) -> Self {
        Self { open: Arc::default(), per_address: per_address.max(1) }
    }

    fn open(&self) -> MutexGuard<'_, BTreeMap<IpAddr, usize>> {
        // Nothing panics while it is held.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for one more connection of this address, unless it has as many as it may.
    pub(super) fn enter(&self, address: IpAddr) -> Option<Place> {
        let address = household(address);
        let mut open = self.open();
        let count = open.entry(address).or_default();
        if *count >= self.per_address {
            return None;
        }
        *count += 1;
        drop(open);
        Some(Place { doors: self.clone(), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.doors.open();
        if let Some(count) = open.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.address);
            }
        }
    }
}

/// Whose an address is: of IPv6 everybody has a whole /64.
fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        address => address,
    }
}

#[test]
fn places_are_counted_by_household_and_given_back() {
    let doors = Doors::new(2);
    let enter = |address: &str| doors.enter(address.parse().unwrap());
    let (first, second) = (enter("192.0.2.1"), enter("::ffff:192.0.2.1"));
    assert!(first.is_some() && second.is_some() && enter("192.0.2.1").is_none());
    let other = enter("192.0.2.2");
    assert!(other.is_some());
    drop(first);
    assert!(enter("192.0.2.1").is_some());
    let six = (enter("2001:db8::1"), enter("2001:db8::ffff:0:0:2"));
    assert!(six.0.is_some() && six.1.is_some() && enter("2001:db8::3").is_none());
    assert!(enter("2001:db8:0:1::1").is_some());
    drop((second, other, six));
    assert!(doors.open().is_empty());
}
