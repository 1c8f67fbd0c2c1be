use std::fmt::Write as _;

use super::message::type_name;
use kafka_schema::model::{Direction, File, Kind};
use kafka_schema::names;

/// The module of a file.
pub fn module(file: &File) -> String {
    names::snake(&file.name)
}

/// `messages/mod.rs`: the map, and a path for each request and response.
pub fn messages(files: &[File]) -> String {
    let mut out =
        String::from("//! Every message, a module for each API, and their structs.\n//!\n");
    out.push_str("//! | key | API | versions | flexible |\n//! |---|---|---|---|\n");
    for file in files {
        if let Kind::Api(key) = file.kind {
            let flexible = file.flexible.map_or("never".into(), |since| format!("{since}.."));
            let (name, module) = (&file.name, module(file));
            let _ = writeln!(
                out,
                "//! | {key} | [{name}]({module}) | {} | {flexible} |",
                file.versions
            );
        }
    }
    out.push_str("\nmod apis;\n\npub(crate) use self::apis::{API_INFOS, visit};\n\n");
    for file in files {
        let _ = writeln!(out, "pub mod {};", module(file));
    }
    out.push('\n');
    for file in files {
        for message in &file.messages {
            let _ = writeln!(
                out,
                "pub use self::{}::{};",
                module(file),
                type_name(file, message.direction)
            );
        }
    }
    out
}

/// `messages/apis.rs`: the keys and the table of versions.
pub fn apis(files: &[File]) -> String {
    let mut apis: Vec<(i16, &File)> = files
        .iter()
        .filter_map(|file| match file.kind {
            Kind::Api(key) => Some((key, file)),
            _ => None,
        })
        .collect();
    apis.sort_by_key(|(key, _)| *key);
    let mut out = String::from(
        "use crate::api_key::{ApiInfo, NEVER};\nuse crate::{ApiKey, Visitor};\n\nimpl ApiKey {\n",
    );
    for (key, file) in &apis {
        let name = names::snake(&file.name).to_ascii_uppercase();
        let doc = file.doc.clone().unwrap_or_else(|| format!("{}.", file.name));
        let _ = writeln!(out, "/// {doc}\npub const {name}: Self = Self({key});");
    }
    out.push_str("}\n\n/// By key, ascending.\npub(crate) static API_INFOS: &[ApiInfo] = &[\n");
    for (key, file) in &apis {
        info(&mut out, *key, file);
    }
    out.push_str("];\n\n");
    visit(&mut out, &apis);
    out
}

/// From a key to the type of its request.
fn visit(out: &mut String, apis: &[(i16, &File)]) {
    out.push_str(
        "/// Calls the visitor with the request of that API.\n\
         pub(crate) fn visit<'a, V: Visitor<'a>>(key: ApiKey, visitor: V) -> Option<V::Output> {\n\
         Some(match key {\n",
    );
    for (_, file) in apis {
        let key = names::snake(&file.name).to_ascii_uppercase();
        let request = type_name(file, Direction::Request);
        let _ = writeln!(out, "ApiKey::{key} => visitor.visit::<super::{request}<'a>>(),");
    }
    out.push_str("_ => return None,\n})\n}\n");
}

fn info(out: &mut String, key: i16, file: &File) {
    let (name, min, max) = (&file.name, file.versions.min, file.versions.max);
    let flexible = file.flexible.map_or("NEVER".into(), |since| since.to_string());
    let _ = write!(out, "ApiInfo::new({key}, \"{name}\", ({min}, {max}), {flexible})");
    for listener in &file.listeners {
        let _ = write!(out, ".on_{listener}()");
    }
    out.push_str(if file.unstable { ".unstable(),\n" } else { ",\n" });
}
