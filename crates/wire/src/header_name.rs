//! Header names on their way to hyper.

use crate::btauth;
use hyper::header::{HeaderName, InvalidHeaderName};
use std::borrow::Cow;

/// The names of btauth/1 as they travel.
static BTAUTH: [(&str, HeaderName); 6] = [
    (btauth::VERSION, HeaderName::from_static("x-bittensor-version")),
    (btauth::HOTKEY, HeaderName::from_static("x-bittensor-hotkey")),
    (btauth::NONCE, HeaderName::from_static("x-bittensor-nonce")),
    (btauth::SIGNATURE, HeaderName::from_static("x-bittensor-signature")),
    (btauth::RECEIVER, HeaderName::from_static("x-bittensor-receiver")),
    (btauth::CRYPTO, HeaderName::from_static("x-bittensor-crypto")),
];

/// The names of the classic face, in Python's order.
static CLASSIC: [HeaderName; 23] = [
    HeaderName::from_static("name"),
    HeaderName::from_static("timeout"),
    HeaderName::from_static("bt_header_axon_status_code"),
    HeaderName::from_static("bt_header_axon_status_message"),
    HeaderName::from_static("bt_header_axon_process_time"),
    HeaderName::from_static("bt_header_axon_ip"),
    HeaderName::from_static("bt_header_axon_port"),
    HeaderName::from_static("bt_header_axon_version"),
    HeaderName::from_static("bt_header_axon_nonce"),
    HeaderName::from_static("bt_header_axon_uuid"),
    HeaderName::from_static("bt_header_axon_hotkey"),
    HeaderName::from_static("bt_header_axon_signature"),
    HeaderName::from_static("bt_header_dendrite_status_code"),
    HeaderName::from_static("bt_header_dendrite_status_message"),
    HeaderName::from_static("bt_header_dendrite_process_time"),
    HeaderName::from_static("bt_header_dendrite_ip"),
    HeaderName::from_static("bt_header_dendrite_port"),
    HeaderName::from_static("bt_header_dendrite_version"),
    HeaderName::from_static("bt_header_dendrite_nonce"),
    HeaderName::from_static("bt_header_dendrite_uuid"),
    HeaderName::from_static("bt_header_dendrite_hotkey"),
    HeaderName::from_static("bt_header_dendrite_signature"),
    HeaderName::from_static("computed_body_hash"),
];

/// Makes one name after another; fixed ones were made once, as making one looks at each of its bytes.
#[derive(Debug, Default)]
pub(crate) struct HeaderNames {
    /// How many of the classic face have passed: they come in Python's order, which makes them quick to find.
    passed: usize,
}

impl HeaderNames {
    /// A name, in lower case.
    pub(crate) fn of(&mut self, name: Cow<'static, str>) -> Result<HeaderName, InvalidHeaderName> {
        match name {
            Cow::Borrowed(name) => match self.known(name) {
                Some(known) => Ok(known.clone()),
                None => HeaderName::try_from(name),
            },
            Cow::Owned(name) => HeaderName::try_from(name),
        }
    }

    fn known(&mut self, name: &str) -> Option<&'static HeaderName> {
        let (before, behind) = CLASSIC.split_at(self.passed.min(CLASSIC.len()));
        let is = |known: &&HeaderName| known.as_str() == name;
        if let Some(further) = behind.iter().position(|known| is(&known)) {
            self.passed += further + 1;
            return behind.get(further);
        }
        let btauth = || BTAUTH.iter().find(|(known, _)| *known == name).map(|(_, travels)| travels);
        btauth().or_else(|| before.iter().find(is))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_hyper_makes_of_them() {
        let fixed = ["name", "bt_header_axon_ip", "X-Bittensor-Nonce", "Content-Type", "x-y"];
        let own = ["bt_header_input_obj_X", "bt_header_input_obj_x1"].map(|name| name.to_owned().into());
        for name in fixed.map(Cow::Borrowed).into_iter().chain(own) {
            let expected = HeaderName::try_from(name.as_ref()).unwrap();
            assert_eq!(HeaderNames::default().of(name).unwrap(), expected);
        }
        // In order, and out of it.
        for backwards in [false, true] {
            let (mut names, mut ordered) = (HeaderNames::default(), CLASSIC.each_ref());
            if backwards {
                ordered.reverse();
            }
            for name in ordered {
                assert_eq!(names.known(name.as_str()), Some(name));
            }
        }
        for (name, travels) in &BTAUTH {
            assert_eq!(HeaderName::try_from(*name).unwrap(), *travels);
        }
        for bad in ["", "a b", "é", "a\n"] {
            assert!(HeaderNames::default().of(bad.into()).is_err(), "{bad:?}");
            assert!(HeaderNames::default().of(bad.to_owned().into()).is_err(), "{bad:?}");
        }
    }
}
