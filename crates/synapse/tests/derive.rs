//! What the derive makes of structs and enums.

use incentor_synapse::{Body, Field, Part, Synapse, SynapseError};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A tour through cities.
#[derive(Clone, Debug, PartialEq, Synapse)]
struct Tour {
    /// Where to go.
    cities: Vec<[f32; 2]>,
    /// In which order.
    #[reply]
    order: Vec<u16>,
}

#[derive(Clone, Debug, PartialEq, Synapse)]
#[synapse(reply = "Kept", reply_derive = "Eq, Hash, PartialOrd, Ord")]
enum Vault {
    /// Keep this.
    Put {
        #[hashed]
        id: u64,
        data: Vec<u8>,
    },
    #[synapse(name = "ProveIt")]
    Prove {
        #[hashed]
        id: u64,
        #[reply]
        bytes: Vec<u8>,
        #[hashed]
        #[synapse(name = "leafIndex")]
        leaf: u32,
        #[synapse(default)]
        salt: String,
        note: Option<String>,
        #[reply]
        remark: Option<String>,
    },
    List,
}

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Ping;

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Floats {
    #[hashed]
    double: f64,
    #[hashed]
    single: f32,
}

/// Names that generated code must not trip over.
#[derive(Clone, Debug, PartialEq, Synapse)]
struct Odd {
    r#type: u8,
    fields: u8,
    json: u8,
    route: u8,
    #[reply]
    reply: u8,
    #[reply]
    body: u8,
}

fn names<'a>(fields: impl Iterator<Item = &'a Field>) -> Vec<&'a str> {
    fields.map(Field::name).collect()
}

fn prove() -> Vault {
    Vault::ask_prove(7, 3, String::new(), None)
}

#[test]
fn a_struct_is_one_route_and_its_reply_holds_the_reply_fields() {
    assert_eq!(Tour::ROUTES, ["Tour"]);
    let tour = Tour::ask(vec![[0.1, 2.0]]);
    assert_eq!(tour, Tour { cities: vec![[0.1, 2.0]], order: vec![] });
    assert_eq!(tour.request().unwrap().json(), r#"{"cities":[[0.1,2.0]],"order":[]}"#);
    let reply = TourReply { order: vec![0] };
    assert_eq!(tour.answer(&reply).unwrap().json(), r#"{"cities":[[0.1,2.0]],"order":[0]}"#);
    assert_eq!(tour.read_reply(br#"{"order": [0]}"#).unwrap(), reply);
    assert_eq!(serde_json::to_value(tour.request().unwrap()).unwrap()["order"], json!([]));
}

#[test]
fn fields_keep_the_order_of_declaration_whoever_fills_them_in() {
    let request = prove().request().unwrap();
    assert_eq!(names(request.iter()), ["id", "bytes", "leafIndex", "salt", "note", "remark"]);
    let hashed = prove().hashed().unwrap();
    assert_eq!(names(hashed.iter()), ["id", "leafIndex"]);
    assert_eq!(hashed.iter().map(Field::json).collect::<Vec<_>>(), ["7", "3"]);
    assert_eq!(request.json(), r#"{"id":7,"bytes":[],"leafIndex":3,"salt":"","note":null,"remark":null}"#);
    let layout = &Vault::LAYOUTS[1];
    assert_eq!(layout.hashed, ["id", "leafIndex"]);
    let required: Vec<bool> = layout.fields.iter().map(|field| field.required).collect();
    assert_eq!(required, [true, false, true, false, false, false]);
    let replies = layout.fields.iter().filter(|field| field.part == Part::Reply);
    assert_eq!(replies.map(|field| field.name).collect::<Vec<_>>(), ["bytes", "remark"]);
}

#[test]
fn an_enum_is_a_route_per_variant() {
    assert_eq!(Vault::ROUTES, ["Put", "ProveIt", "List"]);
    let routes: Vec<&str> = Vault::LAYOUTS.iter().map(|layout| layout.route).collect();
    assert_eq!(routes, Vault::ROUTES);
    for ask in [Vault::ask_put(1, vec![2]), prove(), Vault::List] {
        let body = ask.request().unwrap().json();
        assert_eq!(Vault::read_request(ask.route(), body.as_bytes()).unwrap(), ask, "{body}");
    }
    assert_eq!(prove().route(), "ProveIt");
}

#[test]
fn a_reply_derives_what_it_is_told() {
    let replies = [Kept::List, Kept::Put, Kept::Put];
    assert_eq!(BTreeSet::from(replies).len(), 2);
}

#[test]
fn a_reply_to_another_route_is_told() {
    let stray = prove().accepts(&Kept::Put).unwrap_err();
    assert!(matches!(stray, SynapseError::OtherRoute { asked: "ProveIt", answered: "Put" }), "{stray}");
    assert_eq!(stray.to_string(), "asked `ProveIt`, got a reply to `Put`");
    assert!(matches!(
        Vault::List.answer(&Kept::Prove { bytes: vec![], remark: None }),
        Err(SynapseError::OtherRoute { asked: "List", answered: "ProveIt" })
    ));
    assert!(prove().accepts(&Kept::Prove { bytes: vec![1], remark: None }).is_ok());
}

#[test]
fn a_request_is_read_without_what_it_says_in_reply_fields() {
    let check = |body: &str, expected: Vault| {
        assert_eq!(Vault::read_request("ProveIt", body.as_bytes()).unwrap(), expected, "{body}");
    };
    // As a Python peer sends it, envelope and `None` in the reply's fields included.
    check(
        r#"{"name": "ProveIt", "timeout": 12.0, "dendrite": {"hotkey": null}, "id": 7, "bytes": null,
            "leafIndex": 3, "salt": "", "note": null, "remark": null, "computed_body_hash": ""}"#,
        prove(),
    );
    check(r#"{"id":7,"leafIndex":3,"bytes":"nonsense"}"#, prove());
    check(
        r#"{"leafIndex":3,"salt":"x","note":"y","id":7}"#,
        Vault::ask_prove(7, 3, "x".into(), Some("y".into())),
    );
    assert_eq!(Ping::read_request("Ping", b"{\"name\":\"Ping\"}").unwrap(), Ping);
}

#[test]
fn a_body_that_was_read_is_not_read_again() {
    let text = r#"{"name":"ProveIt","id":7,"leafIndex":3}"#;
    let body = Body::read(&Vault::LAYOUTS[1], text.as_bytes()).unwrap();
    assert_eq!((body.route(), body.text()), ("ProveIt", text));
    assert_eq!(Vault::of_body(&body).unwrap(), prove());
    let elsewhere = Body::read(&Tour::LAYOUTS[0], b"{}").unwrap();
    assert_eq!(Vault::of_body(&elsewhere).unwrap_err().to_string(), "no route `Tour`");
}

#[test]
fn what_is_not_utf_8_is_refused_wherever_it_stands() {
    let not_text = |body: &[u8]| {
        let errors = [Vault::read_request("ProveIt", body).map(drop), prove().read_reply(body).map(drop)];
        for error in errors.map(Result::unwrap_err) {
            assert!(matches!(error, SynapseError::NotAnObject { .. }), "{error}");
        }
    };
    not_text(b"{\"id\":7,\"leafIndex\":3,\"bytes\":[],\"remark\":\"\xff\"}");
    not_text(b"{\"id\":7,\"leafIndex\":3,\"bytes\":[],\"nobody looks\":\"\xff\"}");
}

#[test]
fn bad_requests_say_which_field() {
    let check = |route: &str, body: &str, expected: &str| {
        let error = Vault::read_request(route, body.as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), expected, "{body}");
    };
    check("Prove", "{}", "no route `Prove`");
    check("ProveIt", "", "route `ProveIt`: the body is not a JSON object");
    check("ProveIt", "[7]", "route `ProveIt`: the body is not a JSON object");
    check("ProveIt", "null", "route `ProveIt`: the body is not a JSON object");
    check("ProveIt", "{} {}", "route `ProveIt`: the body is not a JSON object");
    check("ProveIt", r#"{"id":7,"#, "route `ProveIt`: the body is not a JSON object");
    check("ProveIt", r#"{"leafIndex":3}"#, "route `ProveIt`: field `id` is missing");
    check("ProveIt", r#"{"id":-7,"leafIndex":3}"#, "route `ProveIt`: field `id` does not fit");
    check("ProveIt", r#"{"id":NaN,"leafIndex":3}"#, "route `ProveIt`: the body is not a JSON object");
    check("ProveIt", r#"{"id":7,"leaf":3}"#, "route `ProveIt`: field `leafIndex` is missing");
    check("ProveIt", r#"{"id":7,"id":8,"leafIndex":3}"#, "route `ProveIt`: field `id` is there twice");
    check("ProveIt", r#"{"id":7,"leafIndex":3,"salt":null}"#, "route `ProveIt`: field `salt` does not fit");
}

#[test]
fn bad_replies_say_which_field() {
    let check = |body: &str, expected: &str| {
        let error = prove().read_reply(body.as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), expected, "{body}");
    };
    check("{}", "route `ProveIt`: field `bytes` is missing");
    check(r#"{"bytes":null}"#, "route `ProveIt`: field `bytes` does not fit");
    check(r#"{"bytes":[256]}"#, "route `ProveIt`: field `bytes` does not fit");
    check(r#"{"bytes":[1],"bytes":[1]}"#, "route `ProveIt`: field `bytes` is there twice");
    check("\"Put\"", "route `ProveIt`: the body is not a JSON object");
    assert_eq!(
        prove().read_reply(br#"{"bytes":[1],"id":"not mine","more":{}}"#).unwrap(),
        Kept::Prove { bytes: vec![1], remark: None }
    );
}

#[test]
fn nesting_without_end_is_an_error_and_not_a_crash() {
    #[derive(Clone, Debug, PartialEq, Synapse)]
    struct Anything {
        #[synapse(opaque)]
        #[reply]
        value: Value,
    }
    let nested = |depth: usize| format!("{{\"value\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
    let ask = Anything::ask();
    assert!(ask.read_reply(nested(100).as_bytes()).is_ok());
    let error = ask.read_reply(nested(1_000_000).as_bytes()).unwrap_err();
    assert!(matches!(error, SynapseError::BadField { field: "value", .. }), "{error}");
    // In a field nobody reads, nesting costs nothing but the reading.
    let unread = nested(1_000_000).replace("value", "other");
    assert_eq!(ask.read_reply(unread.as_bytes()).unwrap(), AnythingReply { value: Value::Null });
}

#[test]
fn no_field_name_gets_in_the_way() {
    let odd = Odd::ask(1, 2, 3, 4);
    let answer = odd.answer(&OddReply { reply: 5, body: 6 }).unwrap().json();
    assert_eq!(answer, r#"{"type":1,"fields":2,"json":3,"route":4,"reply":5,"body":6}"#);
    assert_eq!(Odd::read_request("Odd", answer.as_bytes()).unwrap(), odd);
}

#[test]
fn the_schema_tells_who_fills_in_what() {
    let [tour] = &Tour::schemas()[..] else { panic!("one route") };
    assert_eq!(
        (tour.route, &tour.request["title"], &tour.reply["title"]),
        ("Tour", &json!("Tour"), &json!("TourReply"))
    );
    assert_eq!(tour.request["description"], json!("A tour through cities."));
    assert_eq!(tour.request["properties"]["cities"]["description"], json!("Where to go."));
    assert_eq!(tour.request["required"], json!(["cities"]));
    assert_eq!(tour.reply["required"], json!(["order"]));
    assert_eq!(tour.reply["properties"]["order"]["items"]["maximum"], json!(65_535));
    let vault = Vault::schemas();
    assert_eq!(vault.iter().map(|schema| schema.route).collect::<Vec<_>>(), Vault::ROUTES);
    assert_eq!(vault[0].request["description"], json!("Keep this."));
    assert_eq!(vault[1].request["required"], json!(["id", "leafIndex"]));
    assert_eq!(vault[1].request["properties"]["salt"]["default"], json!(""));
    assert_eq!(vault[1].reply["required"], json!(["bytes"]));
    assert_eq!(vault[2].reply["properties"], Value::Null);
}

#[test]
fn a_float_too_large_for_its_type_is_refused() {
    let check = |json: &str| {
        let error = Floats::read_request("Floats", json.as_bytes()).unwrap_err();
        assert!(matches!(error, SynapseError::BadField { .. }), "{json}: {error}");
    };
    check(r#"{"double":1e400,"single":0.0}"#);
    check(r#"{"double":0.0,"single":1e39}"#);
}

#[test]
fn hashed_text_is_what_the_peer_reads() {
    #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
    struct Nested {
        zeta: f32,
        alpha: Vec<i64>,
    }
    #[derive(Clone, Debug, PartialEq, Synapse)]
    struct Hashed {
        #[hashed]
        whole: f64,
        #[hashed]
        nested: Nested,
    }
    // As f32 the shortest text; as a detour over f64 it would be 0.10000000149011612. zeta stays before alpha.
    let ask = Hashed::ask(1.0, Nested { zeta: 0.1, alpha: vec![-1] });
    let hashed = ask.hashed().unwrap();
    let texts: Vec<&str> = hashed.iter().map(Field::json).collect();
    assert_eq!(texts, ["1.0", r#"{"zeta":0.1,"alpha":[-1]}"#]);
    assert_eq!(ask.request().unwrap().json(), format!(r#"{{"whole":{},"nested":{}}}"#, texts[0], texts[1]));
}

fn vaults() -> impl Strategy<Value = Vault> {
    let text = || proptest::collection::vec(any::<char>(), 0..8).prop_map(String::from_iter);
    let bytes = || proptest::collection::vec(any::<u8>(), 0..8);
    prop_oneof![
        (any::<u64>(), bytes()).prop_map(|(id, data)| Vault::ask_put(id, data)),
        (any::<u64>(), any::<u32>(), text(), proptest::option::of(text()))
            .prop_map(|(id, leaf, salt, note)| Vault::ask_prove(id, leaf, salt, note)),
        Just(Vault::List),
    ]
}

proptest! {
    #[test]
    fn requests_come_back_from_the_wire_and_from_storage(ask in vaults()) {
        let body = ask.request().unwrap().json();
        prop_assert_eq!(&Vault::read_request(ask.route(), body.as_bytes()).unwrap(), &ask);
        let stored = serde_json::to_string(&ask).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Vault>(&stored).unwrap(), &ask);
    }

    #[test]
    fn replies_come_back_out_of_the_whole_answer(ask in vaults(), bytes in any::<Vec<u8>>(), told in any::<bool>()) {
        let reply = match ask {
            Vault::Put { .. } => Kept::Put,
            Vault::Prove { .. } => Kept::Prove { bytes, remark: told.then(|| "kept \u{1f512}\n".to_owned()) },
            Vault::List => Kept::List,
        };
        let answer = ask.answer(&reply).unwrap();
        prop_assert_eq!(&ask.read_reply(answer.json().as_bytes()).unwrap(), &reply);
        prop_assert_eq!(Vault::read_request(ask.route(), answer.json().as_bytes()).unwrap(), ask);
        let stored = serde_json::to_string(&reply).unwrap();
        prop_assert_eq!(serde_json::from_str::<Kept>(&stored).unwrap(), reply);
    }

    #[test]
    fn floats_come_back_to_the_bit(double in any::<f64>(), single in any::<f32>()) {
        prop_assume!(double.is_finite() && single.is_finite());
        let ask = Floats::ask(double, single);
        let back = Floats::read_request("Floats", ask.request().unwrap().json().as_bytes()).unwrap();
        prop_assert_eq!((back.double.to_bits(), back.single.to_bits()), (double.to_bits(), single.to_bits()));
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in any::<Vec<u8>>(), start in 0..40_usize) {
        let answer = br#"{"id":7,"bytes":[1],"leafIndex":3,"salt":"x","note":null}"#;
        let mixed: Vec<u8> = answer.iter().take(start).chain(&bytes).copied().collect();
        for route in Vault::ROUTES {
            let _ = Vault::read_request(route, &mixed);
        }
        let _ = prove().read_reply(&mixed);
    }
}
