//! Whom a dendrite calls, and whom it refuses to.

use core::fmt;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use incentor_primitives::AccountId;
use std::sync::Arc;
use thiserror::Error;

/// An axon: where it listens, and the hotkey a request to it is bound to.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    address: SocketAddr,
    hotkey: AccountId,
    /// The hotkey's address, and the place as a host; written once, as every request names them.
    receiver: Arc<str>,
    host: Arc<str>,
}

impl Target {
    /// An axon, as the chain or somebody who knows says it is.
    #[must_use]
    pub fn new(address: SocketAddr, hotkey: AccountId) -> Self {
        Self { address, hotkey, receiver: hotkey.to_string().into(), host: address.to_string().into() }
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Whose it is.
    #[must_use]
    pub const fn hotkey(&self) -> AccountId {
        self.hotkey
    }

    /// Whose it is, as an address.
    #[must_use]
    pub fn receiver(&self) -> &str {
        &self.receiver
    }

    /// Where it listens, as a host and its port.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The host alone, without the brackets and the zone of IPv6, and the port.
    pub(crate) fn ip_and_port(&self) -> (&str, &str) {
        let (host, port) = self.host.rsplit_once(':').unwrap_or((&self.host, ""));
        let ip = host.trim_start_matches('[').split(['%', ']']).next();
        (ip.unwrap_or_default(), port)
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Target({}, {})", self.address, self.receiver)
    }
}

/// Where a dendrite's targets may be.
///
/// On a chain anybody writes any address. One that is not public leads into the caller's own machine or network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Network {
    /// On the public internet alone.
    #[default]
    Public,
    /// On this machine and in private networks as well: for tests and local chains.
    Local,
}

/// Why a target is not called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TargetRefusal {
    /// Its address says that it does not serve: unspecified, or port 0.
    #[error("the axon is not serving")]
    NotServing,
    /// Its address is nobody's: multicast, broadcast, reserved.
    #[error("the address is no single machine's")]
    NoHost,
    /// Its address lies in this machine or in a private network.
    #[error("the address is not public")]
    NotPublic,
}

impl Network {
    /// Whether an address may be called.
    ///
    /// # Errors
    /// [`TargetRefusal`], by what the address is; an address inside another (IPv4 in IPv6) counts as what is inside.
    pub fn check(self, address: SocketAddr) -> Result<(), TargetRefusal> {
        let reach = match address.ip() {
            IpAddr::V4(ip) => Reach::of_v4(ip),
            IpAddr::V6(ip) => Reach::of_v6(ip),
        };
        match reach {
            _ if address.port() == 0 => Err(TargetRefusal::NotServing),
            Reach::Nowhere => Err(TargetRefusal::NotServing),
            Reach::Many => Err(TargetRefusal::NoHost),
            Reach::Private if self == Self::Public => Err(TargetRefusal::NotPublic),
            Reach::Private | Reach::Public => Ok(()),
        }
    }
}

/// Where an address leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    Nowhere,
    Many,
    Private,
    Public,
}

impl Reach {
    /// By IANA's registry of special IPv4 addresses.
    const fn of_v4(ip: Ipv4Addr) -> Self {
        match ip.octets() {
            [0, 0, 0, 0] => Self::Nowhere,
            [224..=255, ..] => Self::Many,
            // This network, this machine, private, shared by a carrier, link-local, assignments, documentation,
            // benchmarks, the old relay of IPv6.
            [0 | 10 | 127, ..]
            | [100, 64..=127, ..]
            | [169, 254, ..]
            | [172, 16..=31, ..]
            | [192, 168, ..]
            | [192, 0, 0 | 2, _]
            | [192, 88, 99, _]
            | [198, 18..=19, ..]
            | [198, 51, 100, _]
            | [203, 0, 113, _] => Self::Private,
            _ => Self::Public,
        }
    }

    /// By IANA's registry of special IPv6 addresses; what carries an IPv4 address goes where that one goes.
    const fn of_v6(ip: Ipv6Addr) -> Self {
        match ip.segments() {
            // Compatible (`::` and `::1` look like it), mapped, translated, 6to4.
            [0, 0, 0, 0, 0, 0 | 0xffff, high, low]
            | [0, 0, 0, 0, 0xffff, 0, high, low]
            | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
            | [0x2002, high, low, ..] => Self::of_v4(inside(high, low)),
            [0xff00..=0xffff, ..] => Self::Many,
            // Protocol assignments (Teredo among them), documentation.
            [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => Self::Private,
            [0x2000..=0x3fff, ..] => Self::Public,
            // Unique local, link-local, site-local, local translation, discard, and whatever is not given out.
            _ => Self::Private,
        }
    }
}

const fn inside(high: u16, low: u16) -> Ipv4Addr {
    let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
    Ipv4Addr::new(a, b, c, d)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_and_port_are_those_of_the_address() {
        for address in ["1.2.3.4:8091", "[2a00::1]:80", "[fe80::1%7]:1", "[::ffff:1.2.3.4]:65535"] {
            let address: SocketAddr = address.parse().unwrap();
            let target = Target::new(address, AccountId([0; 32]));
            assert_eq!(target.host(), address.to_string());
            let (ip, port) = (address.ip().to_string(), address.port().to_string());
            assert_eq!(target.ip_and_port(), (ip.as_str(), port.as_str()));
        }
    }

    #[test]
    fn addresses_lead_where_the_registries_say() {
        let check = |ip: &str, public: Result<(), TargetRefusal>, local: Result<(), TargetRefusal>| {
            let address = SocketAddr::new(ip.parse().unwrap(), 8091);
            assert_eq!(
                (Network::Public.check(address), Network::Local.check(address)),
                (public, local),
                "{ip}"
            );
        };
        for ip in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.0.1",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.167.0.1",
            "192.0.1.1",
            "198.17.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00::1",
            "::ffff:1.1.1.1",
            "64:ff9b::1.1.1.1",
            "2002:0101:0101::1",
            "2001:200::1",
        ] {
            check(ip, Ok(()), Ok(()));
        }
        for ip in [
            "127.0.0.1",
            "127.255.255.255",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "198.18.0.1",
            "198.19.0.1",
            "198.51.100.1",
            "203.0.113.7",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "::ffff:0:192.168.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "2002:7f00:0001::1",
            "2001::1",
            "2001:db8::1",
            "3fff::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "100::1",
            "4000::1",
        ] {
            check(ip, Err(TargetRefusal::NotPublic), Ok(()));
        }
        let same = |ip, refusal| check(ip, Err(refusal), Err(refusal));
        for ip in ["0.0.0.0", "::", "::ffff:0.0.0.0"] {
            same(ip, TargetRefusal::NotServing);
        }
        for ip in ["224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "ff02::1", "::ffff:224.0.0.1"] {
            same(ip, TargetRefusal::NoHost);
        }
        let no_port = SocketAddr::new("1.1.1.1".parse().unwrap(), 0);
        assert_eq!(Network::Local.check(no_port), Err(TargetRefusal::NotServing));
    }
}
