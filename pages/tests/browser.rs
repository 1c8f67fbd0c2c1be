//! The page in a real browser (`BROWSER=required`, `.ci/run pages`), and its decoder without one.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use test_support::browser::{Browser, Scheme};

/// SaslHandshake v1 by nobody, for PLAIN, behind its length.
const HANDSHAKE: &str = "00000011 0011 0001 00000007 ffff 0005 504c41494e";
/// SaslAuthenticate v1 with a password.
const PASSWORD: &str = "00000023 0024 0001 00000001 ffff 00000015 \
                        00 727564646572 00 4d41524b45522d706173737764";

fn ask(question: &Value) -> Value {
    serde_json::from_str(&pages::answer(&question.to_string())).unwrap()
}

/// Messages of Kafka's own serializer: API, kind, version, JSON and hex.
fn golden(file: &str) -> Vec<[String; 7]> {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../kafka-proto/tests/golden/kafka-4.4.0");
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#') && !line.starts_with("api_key"));
    let rows = rows.map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>());
    rows.map(|row| row.try_into().unwrap()).collect()
}

/// What bytes of Kafka's are asked with.
fn question([_, api, kind, version, _, _, hex]: &[String; 7]) -> Value {
    json!({"text": hex, "what": format!("{kind}-body"), "api": api, "version": version, "secrets": true})
}

#[test]
fn kafkas_own_bytes_give_kafkas_own_json() {
    let mut decoded = 0;
    for file in
        ["03_Metadata.tsv", "19_CreateTopics.tsv", "29_DescribeAcls.tsv", "36_SaslAuthenticate.tsv"]
    {
        for row in golden(file).iter().filter(|row| !row[6].is_empty()) {
            let answer = ask(&question(row));
            assert_eq!(answer["body"], serde_json::from_str::<Value>(&row[5]).unwrap(), "{row:?}");
            decoded += 1;
        }
    }
    assert!(decoded > 100, "{decoded}");
}

#[test]
fn bad_input_is_told_with_the_input_at_fault() {
    for (question, input, message) in [
        (json!({"text": "0g", "what": "request"}), "text", "neither hex"),
        (json!({"text": " \n", "what": "request"}), "text", "no bytes"),
        (json!({"text": "00", "what": "response"}), "api", "of which API"),
        (json!({"text": "00", "what": "response", "api": "Fly"}), "api", "no API Fly"),
        (
            json!({"text": "00", "what": "response", "api": "3", "version": "99"}),
            "version",
            "Metadata has the versions 0..13",
        ),
        (
            json!({"text": "00", "what": "response", "api": "3", "version": "x"}),
            "version",
            "Metadata has",
        ),
        (json!({"text": "00", "what": "dance"}), "what", "Say what it is"),
        (
            json!({"text": "0011 0001 00000007 ffff 0005 504c", "what": "request"}),
            "text",
            "mechanism: needs 5 bytes, 2 left",
        ),
        (Value::Null, "text", "no bytes"),
    ] {
        let error = &ask(&question)["error"];
        assert_eq!(error["input"], input, "{question} {error}");
        assert!(error["message"].as_str().unwrap().contains(message), "{question} {error}");
    }
    let cut = ask(&json!({"text": "0011 0001 00000007 ffff 0005 504c", "what": "request"}));
    assert_eq!(
        (&cut["error"]["field"], &cut["error"]["offset"]),
        (&"mechanism".into(), &12.into())
    );
    assert!(pages::answer("{").contains("no bytes"));
}

#[test]
fn credentials_are_shown_only_when_asked_for() {
    let mut question = json!({"text": PASSWORD, "what": "request"});
    let answer = ask(&question);
    assert_eq!(
        (&answer["body"]["authBytes"], &answer["hidden"]),
        (&"[left out: 21 bytes]".into(), &1.into())
    );
    question["secrets"] = true.into();
    assert_eq!(ask(&question)["hidden"], 0);
    let apis = ask(&json!({"list": true}));
    assert!(apis["apis"].as_array().is_some_and(|it| it.len() > 80), "{apis}");
}

/// The page as `.ci/run pages` puts it together.
fn page() -> PathBuf {
    let page = std::env::var_os("PAGE").expect("PAGE is the page: .ci/run pages makes it");
    std::path::absolute(page).unwrap()
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
}

/// A link that brings along what is to be decoded.
fn link(question: &Value) -> String {
    let members = question.as_object().unwrap().iter();
    let pairs = members.map(|(name, value)| {
        let value = value.as_str().unwrap_or_default().bytes();
        format!("{name}={}", value.map(|byte| format!("%{byte:02x}")).collect::<String>())
    });
    format!("file://{}#{}", page().display(), pairs.collect::<Vec<_>>().join("&"))
}

/// The text of an element that has no others inside.
fn text<'d>(dom: &'d str, start: &str) -> &'d str {
    let rest = dom.split_once(start).unwrap_or_else(|| panic!("no {start} in {dom}")).1;
    rest.split_once('>').unwrap().1.split_once("</").unwrap().0
}

/// Names and values of the tree, in order.
fn fields(dom: &str) -> Vec<String> {
    let parts = dom.split("<span class=\"").skip(1);
    let parts =
        parts.filter_map(|part| part.strip_prefix("name\">").or(part.strip_prefix("value\">")));
    parts.map(|part| part.split_once("</span>").unwrap().0.to_owned()).collect()
}

#[test]
fn the_page_decodes_in_a_browser() {
    let Some(browser) = Browser::find("decodes", &folder()) else { return };
    let load = |question: Value| {
        let loaded = browser.load(&link(&question), Scheme::Light);
        assert_eq!(loaded.console, Vec::<String>::new(), "{question}");
        assert!(loaded.dom.contains("data-ready=\"true\""), "{}", loaded.dom);
        loaded.dom
    };
    let dom = load(json!({"text": HANDSHAKE}));
    assert_eq!(text(&dom, "id=\"status\""), "SaslHandshake (key 17) request, version 1");
    assert_eq!(
        fields(&dom),
        [
            "header",
            "clientId",
            "null",
            "correlationId",
            "7",
            "requestApiKey",
            "17",
            "requestApiVersion",
            "1",
            "body",
            "mechanism",
            "\"PLAIN\""
        ]
    );
    let rows = golden("03_Metadata.tsv");
    let row = rows.iter().find(|row| row[2..5] == ["response", "12", "populated"]).unwrap();
    let dom = load(question(row));
    let names = |value: &Value| value.to_string().matches("\":").count();
    let body: Value = serde_json::from_str(&row[5]).unwrap();
    assert_eq!(text(&dom, "id=\"status\""), "Metadata (key 3) response, version 12");
    let found =
        fields(&dom).iter().filter(|it| !it.starts_with('"') && it.parse::<f64>().is_err()).count();
    assert!(found > names(&body), "{found} {dom}");

    let dom = load(json!({"text": PASSWORD}));
    assert!(
        text(&dom, "id=\"status\"").ends_with("credentials left out: 1")
            && !dom.contains("QVJLRVI")
    );
    let dom = load(json!({"text": "<b>0g", "what": "response", "api": "<i>Fly"}));
    assert!(text(&dom, "id=\"status\"").starts_with("This is neither hex"), "{dom}");
    assert!(!dom.contains("<b>0g") && !dom.contains("<i>Fly"), "no input is markup");
    let dom = load(json!({"text": "00000011 0011 0001 00000007 ffff 0005 504c41"}));
    assert!(text(&dom, "id=\"status\"").contains("2 of 17 are missing"), "{dom}");
}

#[test]
fn the_page_can_be_used_with_a_keyboard_and_read_aloud() {
    let Some(browser) = Browser::find("used", &folder()) else { return };
    let page = std::fs::read_to_string(page()).unwrap();
    let mut grounds = Vec::new();
    for scheme in [Scheme::Light, Scheme::Dark] {
        let (found, console) = browser.inspect(&page, scheme);
        let found: Value = serde_json::from_str(&found).unwrap();
        assert_eq!(console, Vec::<String>::new());
        let expected = json!({
            "lang": "en",
            "title": "Kafka frame decoder",
            "landmarks": ["header", "main", "form", "section"],
            "status": ["Nothing is decoded yet."],
            "headings": ["h1 Kafka frame decoder", "h2 Result"],
            "focus": [
                "a Skip to the result",
                "textarea Bytes in hex, or a dump of xxd, hexdump -C, tcpdump -X or Wireshark",
                "select What it is",
                "input API, by name or key",
                "input Version of the request",
                "input Show credentials: SASL messages, SCRAM keys, tokens, secret settings",
                "button Decode",
            ],
            "jumps": 0, "unnamed": [], "broken_links": 0, "outside": [], "fetched": [], "wide": false,
        });
        for (name, value) in expected.as_object().unwrap() {
            assert_eq!(&found[name], value, "{name} {scheme:?}");
        }
        assert!(
            found["contrast"].as_f64().unwrap() >= 4.5,
            "{} {}",
            found["contrast"],
            found["contrast_of"]
        );
        grounds.push(found["background"].as_str().unwrap().to_owned());
    }
    assert_eq!(grounds, ["rgb(255, 255, 255)", "rgb(13, 17, 23)"]);
}
