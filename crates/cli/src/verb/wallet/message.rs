//! What is signed or was signed.

use super::place::shown;
use crate::failure::Failure;
use clap::Args;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

/// Signatures hash the whole message; a larger one is no message.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// A message, given in one of three ways.
#[derive(Args, Clone, Debug)]
#[group(required = true, multiple = false)]
pub(super) struct Message {
    /// The message itself
    #[arg(long, short, value_name = "TEXT", allow_hyphen_values = true)]
    message: Option<String>,
    /// The message in hexadecimal
    #[arg(long, value_name = "HEX")]
    hex: Option<String>,
    /// File with the message, or - for standard input
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

impl Message {
    pub(super) fn bytes(&self) -> Result<Vec<u8>, Failure> {
        if let Some(message) = &self.message {
            return Ok(message.clone().into_bytes());
        }
        if let Some(digits) = &self.hex {
            return from_hexadecimal(digits).ok_or_else(|| {
                Failure::usage("not hexadecimal").at("--hex").next("digits in pairs, with or without 0x")
            });
        }
        let path = self.file.clone().unwrap_or_else(|| "-".into());
        let (at, read) = if path.as_os_str() == "-" {
            ("standard input".to_owned(), bounded(io::stdin().lock()))
        } else {
            (shown(&path), File::open(&path).and_then(bounded))
        };
        match read {
            Ok(bytes) if bytes.len() as u64 > MAX_BYTES => {
                Err(Failure::usage(format_args!("the message has more than {MAX_BYTES} bytes"))
                    .at(at)
                    .next("sign its hash instead"))
            }
            Ok(bytes) => Ok(bytes),
            Err(error) => Err(Failure::usage(format_args!("cannot read the message: {error}"))
                .at(at)
                .next("check the path, or give the message with --message")),
        }
    }
}

fn bounded(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn from_hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("0x").unwrap_or(text).as_bytes();
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    };
    digits.chunks(2).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_is_read_in_pairs() {
        for (text, expected) in
            [("0x00fF", Some(vec![0, 255])), ("", Some(vec![])), ("0", None), ("0g", None), ("ä", None)]
        {
            assert_eq!(from_hexadecimal(text), expected, "{text}");
        }
    }
}
