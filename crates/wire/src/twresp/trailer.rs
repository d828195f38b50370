//! What stands in a stream: chunks, and the trailer behind them.

use super::{AnswerError, read_signature};
use crate::body_hash::hex;
use incentor_keys::Signature;
use serde::Deserialize;
use serde::de::IgnoredAny;
use sha2::{Digest as _, Sha256};

/// The event of a chunk, and that of the trailer.
pub(super) const CHUNK: &str = "chunk";
pub(super) const END: &str = "tw-end";

/// Objects and arrays inside each other.
const MAX_DEPTH: usize = 128;

/// Chunks so far: how many, and the digest of their bytes one behind the other.
///
/// Where one chunk ends is not signed, nor is their number. It follows from the bytes alone as each is an object or an
/// array, of which none is the beginning of another.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunks {
    digest: Sha256,
    count: u64,
}

impl Chunks {
    /// Counts a chunk in.
    pub(super) fn add(&mut self, chunk: &[u8]) -> Result<(), AnswerError> {
        if !is_chunk(chunk) {
            return Err(AnswerError::BadChunk);
        }
        self.digest.update(chunk);
        self.count += 1;
        Ok(())
    }

    pub(super) fn digest(&self) -> String {
        hex(&self.digest.clone().finalize())
    }

    /// The trailer's data.
    pub(super) fn trailer(&self, signature: &str) -> String {
        let Self { count, .. } = self;
        format!("{{\"digest\":\"{}\",\"count\":{count},\"signature\":\"{signature}\"}}", self.digest())
    }

    /// Whether a trailer's data is about these chunks; its signature.
    pub(super) fn check(&self, trailer: &[u8]) -> Result<Signature, AnswerError> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Trailer {
            digest: String,
            count: u64,
            signature: Option<String>,
        }
        let Trailer { digest, count: said, signature } =
            serde_json::from_slice(trailer).map_err(|_| AnswerError::BadTrailer)?;
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if digest.len() != 64 || !digest.bytes().all(is_digit) {
            return Err(AnswerError::BadTrailer);
        }
        let signature = signature.ok_or(AnswerError::Unsigned)?;
        let signature = read_signature(&signature).map_err(|_| AnswerError::BadTrailer)?;
        if said != self.count {
            return Err(AnswerError::Count { said, came: self.count });
        }
        if digest == self.digest() { Ok(signature) } else { Err(AnswerError::Digest) }
    }
}

/// Whether bytes are one line of JSON, an object or an array, nested no deeper than is allowed.
fn is_chunk(bytes: &[u8]) -> bool {
    let begins = bytes.trim_ascii_start().first().is_some_and(|first| matches!(first, b'{' | b'['));
    let is_line = !bytes.iter().any(|byte| matches!(byte, b'\n' | b'\r'));
    begins
        && is_line
        && depth(bytes) <= MAX_DEPTH
        && std::str::from_utf8(bytes).is_ok()
        // Whatever it skips, it reads without nesting calls.
        && serde_json::from_slice::<IgnoredAny>(bytes).is_ok()
}

/// How deep brackets are nested outside of strings.
fn depth(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest, mut string, mut escaped) = (0_usize, 0, false, false);
    for byte in bytes {
        match (string, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (_, b'"') => string = !string,
            (false, b'[' | b'{') => depth += 1,
            (false, b']' | b'}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

#[test]
fn chunks_are_objects_and_arrays_of_one_line() {
    let deep = |levels: usize| [vec![b'['; levels], vec![b']'; levels]].concat();
    for chunk in [&b"{}"[..], b" [1, 2.5e3 ]", "{\"é\":\"[{\\\"\"}".as_bytes(), b"[\"\\ud800\"]", &deep(128)]
    {
        assert!(is_chunk(chunk), "{}", chunk.escape_ascii());
    }
    for other in [
        &b""[..],
        b"1",
        b"\"[]\"",
        b"null",
        b"[",
        b"[1,]",
        b"[] []",
        b"[NaN]",
        b"{\"a\":1\n}",
        b"[\"\xff\"]",
        b"\xef\xbb\xbf[]",
        &deep(129),
        &[b'['; 100_000],
    ] {
        assert!(!is_chunk(other), "{:.80}", other.escape_ascii());
    }
}

#[test]
fn a_trailer_is_strict() {
    let mut chunks = Chunks::default();
    chunks.add(b"[1]").unwrap();
    let signature = format!("0x{}", "0".repeat(128));
    let good = chunks.trailer(&signature);
    assert_eq!(chunks.check(good.as_bytes()), Ok(Signature([0; 64])));
    let digest = chunks.digest();
    let replaced = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        chunks.check(good.replacen(from, to, 1).as_bytes())
    };
    for (from, to) in [
        ("{", "["),
        ("\"count\":1,", ""),
        ("\"count\":1", "\"count\":-0"),
        ("\"count\":1", "\"count\":1.0"),
        ("\"count\":1", "\"count\":\"1\""),
        ("\"count\":1", "\"count\":18446744073709551616"),
        ("\"count\":1", "\"count\":1,\"count\":1"),
        ("\"count\":1", "\"count\":1,\"more\":1"),
        ("0x", ""),
        ("0x0", "0xg"),
        ("0x0", "0x"),
        (&digest, &digest.to_uppercase()),
        (&digest, &digest[1..]),
        (&digest, "\\ud800"),
    ] {
        assert_eq!(replaced(from, to), Err(AnswerError::BadTrailer), "{from} by {to}");
    }
    assert_eq!(replaced("\"count\":1", "\"count\":2"), Err(AnswerError::Count { said: 2, came: 1 }));
    assert_eq!(replaced(&digest, &"0".repeat(64)), Err(AnswerError::Digest));
    let unsigned = format!("{{\"digest\":\"{digest}\",\"count\":1}}");
    assert_eq!(chunks.check(unsigned.as_bytes()), Err(AnswerError::Unsigned));
}
