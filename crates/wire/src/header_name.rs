//! Header names on their way to hyper.

use crate::btauth;
use hyper::header::{HeaderName, InvalidHeaderName};
use std::borrow::Cow;

/// The names of btauth/1 as they travel.
const BTAUTH: [(&str, HeaderName); 6] = [
    (btauth::VERSION, HeaderName::from_static("x-bittensor-version")),
    (btauth::HOTKEY, HeaderName::from_static("x-bittensor-hotkey")),
    (btauth::NONCE, HeaderName::from_static("x-bittensor-nonce")),
    (btauth::SIGNATURE, HeaderName::from_static("x-bittensor-signature")),
    (btauth::RECEIVER, HeaderName::from_static("x-bittensor-receiver")),
    (btauth::CRYPTO, HeaderName::from_static("x-bittensor-crypto")),
];

/// A name, in lower case; fixed ones are not copied.
pub(crate) fn header_name(name: Cow<'static, str>) -> Result<HeaderName, InvalidHeaderName> {
    match name {
        // A fixed name that is one as it stands; `from_static` would panic at any other.
        Cow::Borrowed(name)
            if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') =>
        {
            Ok(HeaderName::from_static(name))
        }
        name => match BTAUTH.into_iter().find(|(known, _)| *known == name) {
            Some((_, name)) => Ok(name),
            None => HeaderName::try_from(name.as_ref()),
        },
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
            assert_eq!(header_name(name).unwrap(), expected);
        }
        for (name, travels) in BTAUTH {
            assert_eq!(HeaderName::try_from(name).unwrap(), travels);
        }
        for bad in ["", "a b", "é", "a\n"] {
            assert!(header_name(bad.into()).is_err(), "{bad:?}");
            assert!(header_name(bad.to_owned().into()).is_err(), "{bad:?}");
        }
    }
}
