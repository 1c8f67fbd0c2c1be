//! What a person at the keyboard is told has no names of Rust in it.

use std::fs;
use std::path::Path;

/// The crates whose texts kadm prints.
const CRATES: [&str; 3] = ["kafka-auth", "kafka-admin", "kafka-cli"];
/// Of SigV4's canonical request; only its length counts.
const NOT_SHOWN: [&str; 1] = ["/host::host"];

#[test]
fn no_text_that_kadm_prints_names_an_item_of_rust() {
    let (mut texts, mut wrong) = (0, Vec::new());
    for name in CRATES {
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name).join("src");
        for (file, code) in sources(&src) {
            for text in literals(&code) {
                texts += 1;
                if names_rust(&text) && !NOT_SHOWN.contains(&&*text) {
                    wrong.push(format!("{file}: {text:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(texts > 500, "only {texts} texts found");
}

#[test]
fn the_search_finds_what_it_looks_for() {
    let code = "// \"a::b\"\nlet x = \"set Config::auth, \\\n    or not\"; '\"'; \"::1\"\n\
                #[cfg(test)]\nmod tests { \"c::d\" }";
    let found = literals(code);
    assert_eq!(found, ["set Config::auth, \\\n    or not", "::1"]);
    assert!(names_rust(&found[0]) && !names_rust(&found[1]));
    assert!(!names_rust("SASL_SSL://[2001:db8::1]:9096"));
}

/// The files of a folder and those below, without tests.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

/// The string literals outside of comments, attributes and the tests at the end.
fn literals(code: &str) -> Vec<String> {
    let code = code.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let code = code.split("#[cfg(test)]\npub(crate) mod ").next().unwrap_or_default();
    let is_told = |line: &&str| !["//", "#["].iter().any(|it| line.trim_start().starts_with(it));
    let lines = code.lines().filter(is_told);
    let code = lines.collect::<Vec<_>>().join("\n").replace("'\"'", "");
    let code = code.replace(r#"\\"#, "").replace(r#"\""#, "");
    code.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// `Type::item` or `module::item`; not an address of IPv6.
fn names_rust(text: &str) -> bool {
    text.match_indices("::").any(|(at, _)| {
        let before = text[..at].chars().next_back().is_some_and(|c| c.is_alphabetic() || c == '_');
        let after = text[at + 2..].chars().next().is_some_and(|c| c.is_alphabetic() || c == '_');
        before && after
    })
}
