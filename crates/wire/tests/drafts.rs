//! Requests of one's own: the bytes they are made of, and that they get in.

use incentor_keys::{Hotkey, KeyPair, Scheme, SecretUri};
use incentor_synapse::Synapse;
use incentor_wire::classic::{Envelope, Terminal, VERSION};
use incentor_wire::{
    BodyHash, Caller, Draft, DraftError, Face, Guard, Headers, Occasion, Policy, Reason, Received, Request,
    Routes, Signer, Target, Uuid, Written, btauth,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

#[derive(Clone, Debug, PartialEq, Synapse)]
enum Shapes {
    Mixed {
        #[hashed]
        text: String,
        #[hashed]
        num: f64,
        items: Vec<String>,
        #[hashed]
        table: BTreeMap<String, i64>,
        maybe: Option<bool>,
        #[reply]
        reply: Option<String>,
    },
    Bare,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Odd;

impl Synapse for Odd {
    type Reply = Odd;
    const ROUTES: &'static [&'static str] = &["a/b"];
}

const NONCE: u64 = 1_795_348_215_517_969_362;
const OWN: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7));

fn hotkey(uri: &str, scheme: Scheme) -> Hotkey {
    Hotkey::new(KeyPair::from_uri(&SecretUri::parse(uri).unwrap(), scheme).unwrap())
}

fn target() -> Target {
    Target::new(([127, 0, 0, 1], 8091).into(), hotkey("//Bob", Scheme::Sr25519).account())
}

fn asks() -> [Shapes; 2] {
    let table = BTreeMap::from([("é\n".to_owned(), -1), ("b\"".to_owned(), 2)]);
    [
        Shapes::ask_mixed("it's \u{1f600}".to_owned(), 1e22, vec!["a".to_owned()], table, None),
        Shapes::ask_bare(),
    ]
}

fn occasion() -> Occasion {
    Occasion { timeout_s: 12.0, nonce: NONCE, uuid: Uuid::of(&[b"one"]) }
}

fn headers(written: &Written) -> Headers<'_> {
    written.headers.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).collect()
}

fn verified(written: &Written, path: &str) -> Caller {
    let mut routes = Routes::new();
    routes.add::<Shapes>().unwrap();
    let guard = Guard::new(target().hotkey(), Policy::default(), routes);
    let request = Request { method: "POST", target: path, headers: headers(written) };
    guard.open(&request, NONCE).unwrap().finish(&written.body).unwrap().caller
}

#[test]
fn a_classic_draft_is_the_envelope_to_the_byte() {
    let signer = Signer::new(hotkey("//Alice", Scheme::Sr25519)).at(OWN);
    for ask in asks() {
        let draft = Draft::new(&ask).unwrap();
        let written = draft.classic(&signer, &target(), &occasion()).unwrap();
        let signature = headers(&written).first("bt_header_dendrite_signature").unwrap().to_owned();
        let dendrite = Terminal {
            ip: Some(OWN.to_string()),
            version: Some(VERSION),
            nonce: Some(NONCE.into()),
            uuid: Some(occasion().uuid.to_string()),
            hotkey: Some(signer.hotkey().account().to_string()),
            signature: Some(signature),
            ..Terminal::default()
        };
        let axon = Terminal {
            ip: Some("127.0.0.1".to_owned()),
            port: Some(8091),
            hotkey: Some(target().receiver().to_owned()),
            ..Terminal::default()
        };
        let envelope = Envelope { name: ask.route(), timeout_s: 12.0, total_size: 0, dendrite, axon };
        let fields = ask.request().unwrap();
        let hash = BodyHash::of_fields(&ask.hashed().unwrap()).unwrap();
        assert_eq!(std::str::from_utf8(&written.body).unwrap(), envelope.body(&fields).unwrap());
        let expected = envelope.headers(ask.layout(), &fields, &hash);
        let expected: Vec<_> = expected.into_iter().map(|(name, value)| (name, value.into())).collect();
        assert_eq!(written.headers, expected);
    }
}

#[test]
fn drafts_get_in_by_both_faces() {
    for ask in asks() {
        let draft = Draft::new(&ask).unwrap();
        assert_eq!(draft.target(), format!("/{}", ask.route()));
        for scheme in [Scheme::Sr25519, Scheme::Ed25519] {
            let signer = Signer::new(hotkey("//Alice", scheme));
            let account = signer.hotkey().account();
            let written = draft.btauth(&signer, &target(), NONCE);
            let caller = verified(&written, draft.target());
            assert_eq!((caller.hotkey, caller.face, caller.proven), (account, Face::Btauth, true));
            let signed = btauth::sign(
                signer.hotkey(),
                Some(target().hotkey()),
                "POST",
                draft.target(),
                &written.body,
                NONCE,
            );
            let is_signature = |name: &str| name == btauth::SIGNATURE && scheme == Scheme::Sr25519;
            for ((name, value), (expected, signed)) in written.headers.iter().zip(&signed) {
                assert_eq!(name, expected);
                assert!(value == signed || is_signature(name), "{name}");
            }
            assert_eq!(written.headers.len(), signed.len());
            match draft.classic(&signer, &target(), &occasion()) {
                Ok(written) => {
                    let caller = verified(&written, draft.target());
                    assert_eq!((caller.hotkey, caller.face), (account, Face::Classic));
                    assert_eq!((caller.timeout_s, caller.nonce), (Some(12.0), NONCE.into()));
                }
                Err(error) => assert!(matches!((error, scheme), (DraftError::NotSr25519, Scheme::Ed25519))),
            }
        }
    }
    assert!(matches!(Draft::new(&Odd), Err(DraftError::BadRoute)));
}

#[test]
fn instances_have_names_of_their_own() {
    let [one, two] = [b"one", b"two"].map(|name| Uuid::of(&[name]).to_string());
    assert_ne!(one, two);
    assert_eq!(one, Uuid::of(&[b"o", b"ne"]).to_string());
    let parts: Vec<usize> = one.split('-').map(str::len).collect();
    assert_eq!(parts, [8, 4, 4, 4, 12]);
    assert_eq!(&one[14..15], "8");
    assert!("89ab".contains(&one[19..20]), "{one}");
}

/// What becomes of an answer: its reason's name and code, or the reply.
fn outcome(status: u16, headers: &[(&str, &str)], body: &[u8], face: Face) -> String {
    let headers = headers.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
    let ask = Shapes::ask_mixed(String::new(), 0.0, vec![], BTreeMap::new(), None);
    match (Received { status, headers, body }).reply(&ask, face) {
        Ok(reply) => format!("{reply:?}"),
        Err(Reason::Status { status, message }) => format!("{status} {}", message.unwrap_or_default()),
        Err(reason) => format!("{} {}", reason.name(), reason.python_code()),
    }
}

#[test]
fn answers_are_replies_or_reasons() {
    let json = ("Content-Type", "application/json; charset=utf-8");
    let good = &b"{\"reply\":\"yes\"}"[..];
    let reply = "Mixed { reply: Some(\"yes\") }";
    for face in [Face::Classic, Face::Btauth] {
        let check = |status, headers: &[(&str, &str)], body: &[u8], expected: &str| {
            assert_eq!(outcome(status, headers, body, face), expected, "{face:?}");
        };
        check(200, &[json], good, reply);
        check(200, &[json, ("content-encoding", "identity")], good, reply);
        check(200, &[json], b"{\"reply\":null,\"more\":[1]}", "Mixed { reply: None }");
        check(200, &[], good, "content_type 422");
        check(200, &[("content-type", "text/html")], good, "content_type 422");
        check(200, &[("content-type", "application/jsonp")], good, "content_type 422");
        check(200, &[json, ("content-encoding", "gzip")], good, "content_type 422");
        for bad in [&b""[..], b"{", b"[]", b"nope", b"{\"reply\":1}", b"{\"reply\":\"\xff\"}"] {
            check(200, &[json], bad, "bad_reply 422");
        }
        check(200, &[json], "[".repeat(100_000).as_bytes(), "bad_reply 422");
        check(301, &[("location", "http://169.254.169.254/")], good, "301 ");
        check(503, &[json], b"{\"message\":\"too busy\"}", "503 too busy");
        check(503, &[], b"<html>", "503 ");
        check(403, &[("bt_header_axon_status_message", "go away")], b"", "403 go away");
        let long = format!("{{\"message\":\"{}\"}}", "é".repeat(5000));
        check(500, &[json], long.as_bytes(), &format!("500 {}", "é".repeat(512)));
    }
    let classic =
        |headers: &[(&str, &str)], body: &str| outcome(200, headers, body.as_bytes(), Face::Classic);
    let said = r#"{"axon":{"status_code":418,"status_message":"teapot"},"reply":"yes"}"#;
    assert_eq!(classic(&[json], said), "418 teapot");
    assert_eq!(classic(&[json, ("bt_header_axon_status_code", "200")], said), reply);
    assert_eq!(classic(&[json, ("bt_header_axon_status_code", "500")], r#"{"reply":"yes"}"#), "500 ");
    assert_eq!(classic(&[json, ("bt_header_axon_status_code", "junk")], r#"{"reply":"yes"}"#), reply);
    assert_eq!(outcome(200, &[json], said.as_bytes(), Face::Btauth), reply);
}
