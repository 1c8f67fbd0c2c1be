//! What is printed is what was read: `codegen import` changes nothing it should not.

use std::fs;

use codegen::{SCHEMA, print};
use kafka_schema::parse;

#[test]
fn every_schema_file_comes_back_as_it_was() {
    let folder = codegen::repository().join(SCHEMA);
    let enums = fs::read_to_string(folder.join("enums.kafka")).unwrap();
    let enums = parse::codes("enums.kafka", &enums).unwrap();
    let mut files = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name == "enums.kafka" || name == "errors.kafka" {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let file = parse::file(name, &text, &enums).unwrap_or_else(|error| panic!("{error}"));
        assert!(print::file(&file) == text, "{name} is printed differently");
        files += 1;
    }
    assert!(files >= 108, "{files} files");
}
