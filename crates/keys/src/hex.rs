//! Hexadecimal text, in time that does not depend on the digits.

use crate::SecretError;
use zeroize::Zeroizing;

/// Exactly `N` bytes, with or without `0x`.
pub(crate) fn array<const N: usize>(text: &str) -> Result<Zeroizing<[u8; N]>, SecretError> {
    let digits = digits(text);
    if digits.len() != N.saturating_mul(2) {
        return Err(SecretError::HexLength { digits: digits.len(), expected: N.saturating_mul(2) });
    }
    let mut bytes = Zeroizing::new([0; N]);
    base16ct::mixed::decode(digits, bytes.as_mut_slice()).map_err(|_| SecretError::NotHex)?;
    Ok(bytes)
}

/// The digits behind an optional `0x`.
pub(crate) fn digits(text: &str) -> &str {
    text.strip_prefix("0x").unwrap_or(text)
}

/// Whether the text is such hexadecimal of this many bytes.
pub(crate) fn looks_like(text: &str, bytes: usize) -> bool {
    let digits = digits(text);
    digits.len() == bytes.saturating_mul(2) && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// Appends `0x` and the digits, in a buffer that the caller has made large enough.
pub(crate) fn push(text: &mut String, bytes: &[u8]) {
    text.push_str("0x");
    for byte in bytes {
        let mut digits = [0; 2];
        // Two digits are room for one byte.
        if let Ok(digits) = base16ct::lower::encode_str(&[*byte], &mut digits) {
            text.push_str(digits);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_come_with_and_without_a_prefix() {
        for text in ["0x00fF", "00ff"] {
            assert_eq!(*array::<2>(text).unwrap(), [0, 255]);
            assert!(looks_like(text, 2));
        }
        let mut text = String::new();
        push(&mut text, &[0, 255]);
        assert_eq!(text, "0x00ff");
    }

    #[test]
    fn damage_is_named() {
        let check = |text, expected| assert_eq!(array::<2>(text).map(|_| ()), Err(expected), "{text}");
        check("00f", SecretError::HexLength { digits: 3, expected: 4 });
        check("", SecretError::HexLength { digits: 0, expected: 4 });
        check("00fg", SecretError::NotHex);
        check("0xää", SecretError::NotHex);
        assert!(!looks_like("00fg", 2) && !looks_like("0x0x", 2));
    }
}
