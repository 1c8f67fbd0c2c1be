//! `codegen import`: Kafka's definitions become `schema/`, and our own texts stay.

#![allow(clippy::unwrap_used, reason = "a failure is a failed test")]

use std::fs;
use std::path::{Path, PathBuf};

use codegen::{SCHEMA, print};
use kafka_schema::model::File;

/// A repository with nothing but a schema.
struct Repository(PathBuf);

impl Repository {
    fn new(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&root);
        let it = Self(root);
        let ours = codegen::repository();
        it.write("rustfmt.toml", &fs::read_to_string(ours.join("rustfmt.toml")).unwrap());
        for name in ["enums.kafka", "errors.kafka"] {
            it.write(
                &format!("{SCHEMA}/{name}"),
                &fs::read_to_string(ours.join(SCHEMA).join(name)).unwrap(),
            );
        }
        it
    }

    fn write(&self, path: &str, text: &str) -> String {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    fn schema(&self) -> Vec<(String, String)> {
        let entries = fs::read_dir(self.0.join(SCHEMA)).unwrap().map(|entry| entry.unwrap());
        let text = |path: &Path| fs::read_to_string(path).unwrap();
        let mut files: Vec<_> =
            entries.map(|it| (it.file_name().into_string().unwrap(), text(&it.path()))).collect();
        files.sort();
        files
    }
}

/// `KAFKA_CLIENTS_JARS=kafka-clients-3.9.2.jar:kafka-clients-4.4.0.jar`, oldest first.
#[test]
fn the_jars_say_what_the_schema_says() {
    let Ok(jars) = std::env::var("KAFKA_CLIENTS_JARS") else {
        return println!("SKIPPED: KAFKA_CLIENTS_JARS is not set");
    };
    let repository = Repository::new("jars");
    for entry in fs::read_dir(codegen::repository().join(SCHEMA)).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        repository.write(&format!("{SCHEMA}/{name}"), &fs::read_to_string(&path).unwrap());
    }
    let before = repository.schema();
    let jars: Vec<&str> = jars.split(':').collect();
    let report = codegen::import(&repository.0, &jars).unwrap();
    println!("{report}");
    for (before, after) in before.iter().zip(repository.schema()) {
        assert_eq!(*before, after);
    }
    assert_eq!(before.len(), repository.schema().len());

    // From nothing it is the same, but for our texts.
    let scratch = Repository::new("scratch");
    codegen::import(&scratch.0, &jars).unwrap();
    let without_texts = |repository: &Repository| -> Vec<String> {
        let files = codegen::read_schema(&repository.0).unwrap().files;
        files.into_iter().map(|file| print::file(&without_texts(file))).collect()
    };
    let (whole, scratch) = (without_texts(&repository), without_texts(&scratch));
    assert_eq!(whole.len(), scratch.len());
    whole.iter().zip(&scratch).for_each(|(whole, scratch)| assert_eq!(whole, scratch));
}

fn without_texts(mut file: File) -> File {
    let below = file.structs.iter_mut().flat_map(|it| &mut it.fields);
    let fields = file.messages.iter_mut().flat_map(|it| &mut it.fields).chain(below);
    fields.for_each(|field| field.doc = None);
    File { doc: None, ..file }
}

/// What a release says of an API that is asked and answers in two versions.
const FIRST: &[(&str, &str)] = &[
    (
        "GreetRequest.json",
        r#"// Somebody's licence.
        {
          "apiKey": 7000, "type": "request", "listeners": ["broker", "zkBroker"], "name": "GreetRequest",
          // Version 1 adds a language.
          "validVersions": "0-1", "flexibleVersions": "1+",
          "fields": [
            { "name": "Names", "type": "[]Name", "versions": "0+", "about": "Their words.", "fields": [
              { "name": "Name", "type": "string", "versions": "0+", "mapKey": true, "entityType": "topicName" },
              { "name": "OldForm", "type": "int8", "versions": "0" }
            ]},
            { "name": "Language", "type": "string", "versions": "1+", "nullableVersions": "1+",
              "default": "null", "taggedVersions": "1+", "tag": 0, "ignorable": true }
          ]
        }"#,
    ),
    (
        "GreetResponse.json",
        r#"{
          "apiKey": 7000, "type": "response", "name": "GreetResponse",
          "validVersions": "0-1", "flexibleVersions": "1+",
          "fields": [
            { "name": "ErrorCode", "type": "int16", "versions": "0+" },
            { "name": "Names", "type": "[]Name", "versions": "0+", "fields": [
              { "name": "Greeting", "type": "bytes", "versions": "0+" }
            ]}
          ]
        }"#,
    ),
    (
        "Mood.json",
        r#"{ "type": "data", "name": "Mood", "validVersions": "0", "flexibleVersions": "0+",
             "fields": [{ "name": "Level", "type": "int32", "versions": "0+", "default": "0x7fffffff" }] }"#,
    ),
    (
        "GoneRequest.json",
        r#"{ "apiKey": 7001, "type": "request", "name": "GoneRequest", "validVersions": "none",
             "fields": [] }"#,
    ),
    (
        "TopicRecord.json",
        r#"{ "apiKey": 2, "type": "metadata", "name": "TopicRecord", "validVersions": "0",
             "fields": [{ "name": "Name", "type": "string", "versions": "0+" }] }"#,
    ),
];

/// The next release: version 0 is gone, version 2 is not final, and the API has another name.
const SECOND: &[(&str, &str)] = &[
    (
        "WelcomeRequest.json",
        r#"{
          "apiKey": 7000, "type": "request", "listeners": ["controller", "broker"], "name": "WelcomeRequest",
          "validVersions": "1-2", "flexibleVersions": "1+", "latestVersionUnstable": true,
          "fields": [
            { "name": "Names", "type": "[]Name", "versions": "0+", "fields": [
              { "name": "Name", "type": "string", "versions": "0+", "mapKey": true, "entityType": "topicName" },
              { "name": "Age", "type": "uint16", "versions": "2+" }
            ]},
            { "name": "Language", "type": "string", "versions": "1+", "nullableVersions": "1+",
              "default": "null", "taggedVersions": "1+", "tag": 0, "ignorable": true }
          ]
        }"#,
    ),
    (
        "WelcomeResponse.json",
        r#"{
          "apiKey": 7000, "type": "response", "name": "WelcomeResponse",
          "validVersions": "1-2", "flexibleVersions": "1+",
          "fields": [
            { "name": "ErrorCode", "type": "int16", "versions": "0+" },
            { "name": "Names", "type": "[]Name", "versions": "0+", "fields": [
              { "name": "Greeting", "type": "bytes", "versions": "0+", "nullableVersions": "2+" }
            ]}
          ]
        }"#,
    ),
];

const GREET: &str = "\
api 7000 Greet 0..1 flexible 1.. on broker

request
  names: [RequestName]
    name: topic key
    old_form: int8 @0
  language: string? @1.. #0 = null ~

response
  error_code: error
  names: [ResponseName]
    greeting: bytes
";

/// After both, with texts of ours.
const WELCOME: &str = "\
api 7000 Welcome 0..2 flexible 1.. unstable on broker,controller  \"Says hello.\"

request
  names: [RequestName]
    name: topic key  \"To whom.\"
    old_form: int8 @0
    age: uint16 @2..
  language: string? @1.. #0 = null ~

response
  error_code: error
  names: [ResponseName]
    greeting: bytes?@2..
";

const CHANGES: &str = "\
changed schema/7000_welcome.kafka
  api 7000 Greet 0..1 flexible 1.. on broker → \
    api 7000 Welcome 0..2 flexible 1.. unstable on broker,controller
  RequestName.age: added, uint16 @2..
  ResponseName.greeting: bytes → bytes?@2..
";

fn folder(repository: &Repository, name: &str, files: &[(&str, &str)]) -> String {
    for (file, text) in files {
        repository.write(&format!("{name}/{file}"), text);
    }
    repository.0.join(name).display().to_string()
}

#[test]
fn a_release_becomes_notation() {
    let repository = Repository::new("new");
    let report = codegen::import(&repository.0, &[&folder(&repository, "first", FIRST)]).unwrap();
    assert_eq!(report, "new schema/7000_greet.kafka\nnew schema/data_mood.kafka\n");
    let files = repository.schema();
    assert_eq!(
        files.iter().map(|it| &*it.0).collect::<Vec<_>>(),
        ["7000_greet.kafka", "data_mood.kafka", "enums.kafka", "errors.kafka",]
    );
    assert_eq!(files[0].1, GREET);
    assert_eq!(files[1].1, "data Mood 0 flexible 0..\n\nfields\n  level: int32 = 2147483647\n");
}

#[test]
fn the_next_release_changes_what_it_says_and_leaves_our_texts() {
    let repository = Repository::new("next");
    let first = folder(&repository, "first", FIRST);
    let second = folder(&repository, "second", SECOND);
    codegen::import(&repository.0, &[&first]).unwrap();
    let documented = GREET.replace("on broker", "on broker  \"Says hello.\"");
    let documented = documented.replace("topic key", "topic key  \"To whom.\"");
    repository.write("kafka-schema/schema/7000_greet.kafka", &documented);

    assert_eq!(codegen::import(&repository.0, &[&second]).unwrap(), CHANGES);
    let files = repository.schema();
    assert_eq!((&*files[0].0, &*files[0].1), ("7000_welcome.kafka", WELCOME));
    assert_eq!(files.len(), 4, "the old name is gone");

    // All of it again, in one go or one by one.
    for again in [&[&*first, &*second][..], &[&first], &[&second]] {
        assert_eq!(codegen::import(&repository.0, again).unwrap(), "", "{again:?}");
    }
    assert_eq!(repository.schema(), files);
}

#[test]
fn files_given_one_by_one_are_one_release() {
    let repository = Repository::new("files");
    let files: Vec<String> =
        FIRST.iter().map(|(name, text)| repository.write(&format!("one/{name}"), text)).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    codegen::import(&repository.0, &files).unwrap();
    assert_eq!(repository.schema()[0].1, GREET);
}

#[test]
fn a_server_brings_nothing_new() {
    let repository = Repository::new("server");
    let all: Vec<_> = FIRST.iter().filter(|(name, _)| !name.starts_with("Gr")).copied().collect();
    let server = folder(&repository, "server", &all);
    assert_eq!(codegen::import(&repository.0, &[&server]).unwrap(), "");
    repository.write("kafka-schema/schema/data_mood.kafka", "data Mood 0 flexible 0..\n\nfields\n");
    let report = codegen::import(&repository.0, &[&server]).unwrap();
    let added = "  fields.level: added, int32 = 2147483647";
    assert_eq!(report, format!("changed schema/data_mood.kafka\n{added}\n"));
}

#[test]
fn a_mistake_names_its_file() {
    let repository = Repository::new("mistakes");
    for (text, message) in [
        ("{", "EOF"),
        ("{}", "no name"),
        (r#"{ "name": "X", "type": "request" }"#, "no apiKey"),
        (r#"{ "name": "X", "type": "data", "validVersions": "a" }"#, "versions a"),
    ] {
        let file = repository.write("bad/Bad.json", text);
        let error = codegen::import(&repository.0, &[&file]).unwrap_err();
        assert!(error.contains("Bad.json: ") && error.contains(message), "{error}");
    }
    let jar = repository.write("bad/bad.jar", "PK");
    let error = codegen::import(&repository.0, &[&jar]).unwrap_err();
    assert!(error.contains("bad.jar: not a jar: "), "{error}");
}
