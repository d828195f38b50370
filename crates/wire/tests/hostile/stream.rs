//! Any bytes as a signed stream: the same chunks and the same end however they are cut.

use incentor_primitives::AccountId;
use incentor_wire::Headers;
use incentor_wire::twresp::{self, AnswerError, Asked, Claim, ReadStream};

/// Who says to answer: `//Bob` of scheme ed25519, who signed the streams of the vectors.
const BOB: &str = "5GoNkf6WdbxCFnPdAnYYQyCjAKPJgLNxXwPjwTh6DGg6gN3E";

/// Chunks, and whether they are signed, of bytes that come in pieces of this length.
fn read(bytes: &[u8], piece: usize) -> (Vec<Vec<u8>>, Result<(), AnswerError>) {
    let headers = [(twresp::VERSION, "1"), (twresp::HOTKEY, BOB), (twresp::CRYPTO, "ed25519")];
    let headers: Headers<'_> = headers.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
    let account: AccountId = BOB.parse().expect("an address");
    let claim = Claim::read(&headers, account, BOB).expect("well-formed").expect("a claim");
    let sender = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY".to_owned();
    let mut stream = ReadStream::new(claim, Asked { nonce: 1_752_076_800_000_000_000, sender });
    let mut chunks = Vec::new();
    for piece in bytes.chunks(piece) {
        let fed = stream.feed(piece.to_vec().into());
        while let Some(chunk) = stream.chunk() {
            chunks.push(chunk.to_vec());
        }
        if fed.is_err() {
            return (chunks, fed);
        }
    }
    let end = stream.finish();
    (chunks, end)
}

/// Reads a stream's bytes at once and in pieces.
///
/// # Panics
/// Where a reading is not what it should be.
pub(crate) fn feed(bytes: &[u8]) {
    let (chunks, end) = read(bytes, usize::MAX);
    for piece in [1, 2, 7] {
        assert_eq!(read(bytes, piece), (chunks.clone(), end), "in pieces of {piece}");
    }
    for chunk in &chunks {
        assert!(std::str::from_utf8(chunk).is_ok());
        assert!(matches!(chunk.trim_ascii_start().first(), Some(b'{' | b'[')));
    }
    assert!(chunks.iter().map(Vec::len).sum::<usize>() <= bytes.len());
    match end {
        Err(AnswerError::Count { said, came }) => {
            assert_ne!(said, came);
            assert_eq!(came, chunks.len() as u64);
        }
        // What is signed ends with its trailer.
        Ok(()) => {
            let more = [bytes, b"\n\nevent: chunk\ndata: {}\n\n"].concat();
            assert_eq!(read(&more, usize::MAX).1, Err(AnswerError::BehindTrailer));
        }
        Err(_) => {}
    }
}
