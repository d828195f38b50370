//! Answers signed by taowire 0.1.0a2: whole (`twresp.json`), and streams with its own reader's verdict
//! (`twresp-streams.json`).

use crate::{Object, all, list, members, text, unhex};
use incentor_keys::{Hotkey, KeyPair, Scheme, SecretUri};
use incentor_wire::twresp::{self, AnswerError, Asked, Claim, ReadStream, WrittenStream};
use incentor_wire::{Headers, Signer};
use std::collections::BTreeMap;
use std::sync::Arc;

const WHOLE: &str = include_str!("twresp.json");
const STREAMS: &str = include_str!("twresp-streams.json");

fn cases(file: &str, count: usize) -> Vec<Object<'_>> {
    let parts = members(file);
    assert_eq!(parts.keys().collect::<Vec<_>>(), ["about", "vectors"]);
    let cases: Vec<_> = list(parts["vectors"].get()).into_iter().map(|case| members(case.get())).collect();
    assert_eq!(cases.len(), count);
    cases
}

fn asked(case: &Object<'_>) -> Asked {
    Asked { nonce: text(case, "request_nonce").parse().unwrap(), sender: text(case, "sender") }
}

fn headers(case: &Object<'_>) -> Vec<(String, String)> {
    let headers: BTreeMap<String, String> = serde_json::from_str(case["headers"].get()).unwrap();
    headers.into_iter().collect()
}

fn claim(case: &Object<'_>, headers: &Headers<'_>) -> Result<Option<Claim>, AnswerError> {
    let responder = text(case, "responder");
    Claim::read(headers, responder.parse().unwrap(), &responder)
}

/// Who signed the case.
fn bob(responder: &str) -> Signer {
    let pairs = [Scheme::Sr25519, Scheme::Ed25519]
        .map(|scheme| KeyPair::from_uri(&SecretUri::parse("//Bob").unwrap(), scheme).unwrap());
    let mut hotkeys = pairs.into_iter().map(Hotkey::new);
    Signer::new(hotkeys.find(|hotkey| hotkey.account().to_string() == responder).expect("one of Bob's"))
}

#[test]
fn answers_are_signed_to_the_byte() {
    for case in cases(WHOLE, 4) {
        let (id, responder, asked) = (text(&case, "id"), text(&case, "responder"), asked(&case));
        let status: u16 = serde_json::from_str(case["status"].get()).unwrap();
        let body = unhex(&text(&case, "body_hex"));
        let digest = twresp::digest(&body);
        assert_eq!(digest, text(&case, "body_sha256"), "{id}");
        let theirs = headers(&case);
        let ed25519 = theirs.iter().any(|(name, _)| name == twresp::CRYPTO);
        let scheme = if ed25519 { Scheme::Ed25519 } else { Scheme::Sr25519 };
        let payload = twresp::payload(scheme, &asked, &responder, status, &digest);
        assert_eq!(payload, text(&case, "payload"), "{id}");
        assert_eq!(payload.as_bytes(), unhex(&text(&case, "payload_hex")), "{id}");

        let ours = twresp::sign(&bob(&responder), &asked, status, &body);
        let mut ours: Vec<_> = ours.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        ours.sort();
        if ed25519 {
            assert_eq!(ours, theirs, "{id}");
        }
        for headers in [ours, theirs] {
            let claim = claim(&case, &all(&headers)).unwrap().expect("a claim");
            assert_eq!(claim.check(&asked, status, &digest), Ok(()), "{id}");
            // Another status, another body, another request, another caller.
            let other = twresp::digest(b"other");
            let later = Asked { nonce: asked.nonce + 1, ..asked.clone() };
            let another = Asked { sender: responder.clone(), ..asked.clone() };
            for refused in [
                claim.check(&asked, status + 1, &digest),
                claim.check(&asked, status, &other),
                claim.check(&later, status, &digest),
                claim.check(&another, status, &digest),
            ] {
                assert_eq!(refused, Err(AnswerError::BadSignature), "{id}");
            }
        }
    }
}

#[test]
fn claims_are_read_or_refused() {
    let case = cases(WHOLE, 4).remove(1);
    let whole = headers(&case);
    type Lines = Vec<(String, String)>;
    let check = |change: &dyn Fn(&mut Lines), expected: AnswerError| {
        let mut headers = whole.clone();
        change(&mut headers);
        assert_eq!(claim(&case, &all(&headers)), Err(expected));
    };
    let set = |name: &'static str, value: &'static str| {
        move |headers: &mut Lines| {
            headers.iter_mut().find(|(other, _)| other == name).unwrap().1 = value.to_owned();
        }
    };
    for header in [twresp::VERSION, twresp::HOTKEY] {
        check(&|headers| headers.retain(|(name, _)| name != header), AnswerError::Missing { header });
    }
    for header in [twresp::VERSION, twresp::HOTKEY, twresp::CRYPTO, twresp::SIGNATURE] {
        let twice = |headers: &mut Lines| {
            let (name, value) = headers.iter().find(|(name, _)| name == header).unwrap().clone();
            headers.push((name.to_lowercase(), value));
        };
        check(&twice, AnswerError::Malformed { header });
    }
    check(&set(twresp::VERSION, "2"), AnswerError::Malformed { header: twresp::VERSION });
    check(&set(twresp::CRYPTO, "ecdsa"), AnswerError::Malformed { header: twresp::CRYPTO });
    for signature in ["", "0x", "0x00", "zz"] {
        check(&set(twresp::SIGNATURE, signature), AnswerError::Malformed { header: twresp::SIGNATURE });
    }
    let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    check(&set(twresp::HOTKEY, alice), AnswerError::OtherResponder);
    assert_eq!(claim(&case, &Headers::new()), Ok(None));
    let without: Vec<_> = whole.iter().filter(|(name, _)| name != twresp::SIGNATURE).cloned().collect();
    let claim = claim(&case, &all(&without)).unwrap().unwrap();
    let missing = AnswerError::Missing { header: twresp::SIGNATURE };
    assert_eq!(claim.check(&asked(&case), 200, &twresp::digest(b"")), Err(missing));
}

/// What a stream's bytes give, however they are cut: its chunks, or why it is refused.
fn read(case: &Object<'_>, piece: usize) -> Result<Vec<String>, AnswerError> {
    let (headers, body) = (headers(case), unhex(&text(case, "body_hex")));
    let claim = claim(case, &all(&headers))?.ok_or(AnswerError::Unsigned)?;
    let (mut stream, mut chunks) = (ReadStream::new(claim, asked(case)), Vec::new());
    for piece in body.chunks(piece) {
        stream.feed(piece.to_vec().into())?;
        while let Some(chunk) = stream.chunk() {
            chunks.push(String::from_utf8(chunk.to_vec()).unwrap());
        }
    }
    stream.finish()?;
    Ok(chunks)
}

#[test]
fn streams_have_the_verdict_of_their_own_reader() {
    let count = |said, came| AnswerError::Count { said, came };
    let malformed = |header| AnswerError::Malformed { header };
    let reasons = BTreeMap::from([
        ("data-in-two-lines", AnswerError::BadChunk),
        ("truncated", AnswerError::NoTrailer),
        ("cut-in-trailer", AnswerError::NoTrailer),
        ("empty", AnswerError::NoTrailer),
        ("chunk-missing", count(3, 2)),
        ("chunk-twice", count(3, 4)),
        ("reordered", AnswerError::Digest),
        ("changed", AnswerError::Digest),
        ("joined-count", AnswerError::BadChunk),
        ("scalar", AnswerError::BadChunk),
        ("not-json", AnswerError::BadChunk),
        ("too-deep", AnswerError::BadChunk),
        ("nan", AnswerError::BadChunk),
        ("invalid-utf8", AnswerError::BadChunk),
        ("trailer-twice", AnswerError::BehindTrailer),
        ("event-behind", AnswerError::BehindTrailer),
        ("trailer-first", count(3, 0)),
        ("other-nonce", AnswerError::BadSignature),
        ("other-sender", AnswerError::BadSignature),
        ("other-status", AnswerError::BadSignature),
        ("other-responder", AnswerError::OtherResponder),
        ("no-headers", AnswerError::Unsigned),
        ("wrong-scheme", AnswerError::BadSignature),
        ("version-2", malformed(twresp::VERSION)),
        ("unknown-scheme", malformed(twresp::CRYPTO)),
        ("trailer-unsigned", AnswerError::Unsigned),
        ("trailer-null-signature", AnswerError::Unsigned),
        ("trailer-count-float", AnswerError::BadTrailer),
        ("trailer-count-minus-zero", AnswerError::BadTrailer),
        ("trailer-count-u64-max", count(u64::MAX, 3)),
        ("trailer-count-too-large", AnswerError::BadTrailer),
        ("trailer-more", AnswerError::BadTrailer),
        ("trailer-twice-key", AnswerError::BadTrailer),
        ("trailer-upper-digest", AnswerError::BadTrailer),
        ("trailer-no-0x", AnswerError::BadTrailer),
        ("trailer-not-json", AnswerError::BadTrailer),
    ]);
    let mut refused = 0;
    for case in cases(STREAMS, 47) {
        let id = text(&case, "id");
        let accept: bool = serde_json::from_str(case["accept"].get()).unwrap();
        let chunks: Vec<String> = serde_json::from_str(case["chunks"].get()).unwrap();
        let expected = if accept { Ok(chunks) } else { Err(reasons[id.as_str()]) };
        for piece in [1, 2, 7, usize::MAX] {
            assert_eq!(read(&case, piece), expected, "{id} by {piece}");
        }
        refused += usize::from(!accept);
    }
    assert_eq!(refused, reasons.len());
}

#[test]
fn streams_are_written_to_the_byte() {
    let mut written = 0;
    for case in cases(STREAMS, 47) {
        let id = text(&case, "id");
        if !["ed25519", "no-chunks", "bytes-chunks", "deepest"].contains(&id.as_str()) {
            continue;
        }
        let signer = Arc::new(bob(&text(&case, "responder")));
        let mut start = twresp::claim(&signer);
        start.sort_unstable();
        let start: Vec<_> = start.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        assert_eq!(start, headers(&case), "{id}");
        let mut stream = WrittenStream::new(signer, asked(&case));
        let chunks: Vec<String> = serde_json::from_str(case["chunks"].get()).unwrap();
        let mut body = Vec::new();
        for chunk in chunks {
            body.extend(stream.chunk(chunk.as_bytes()).unwrap());
        }
        assert_eq!(stream.chunk(b"\"text\""), Err(AnswerError::BadChunk), "{id}");
        body.extend(stream.end());
        assert_eq!(body, unhex(&text(&case, "body_hex")), "{id}");
        written += 1;
    }
    assert_eq!(written, 4);
}
