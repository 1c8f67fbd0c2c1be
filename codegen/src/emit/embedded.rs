use std::fmt::Write as _;

use kafka_schema::model::File;

use crate::file_name;

/// Which files `schema/` has, with their texts.
pub fn files(files: &[File]) -> String {
    let mut names: Vec<String> = files.iter().map(file_name).collect();
    names.extend(["enums.kafka".to_owned(), "errors.kafka".to_owned()]);
    names.sort();
    let mut text = String::from(
        "/// Path and text of every file of `schema/`.\n\
         pub(super) const FILES: &[(&str, &str)] = &[\n",
    );
    for name in names {
        let path = format!("schema/{name}");
        let _ = writeln!(text, "(\"{path}\", include_str!(\"../../{path}\")),");
    }
    text + "];\n"
}
