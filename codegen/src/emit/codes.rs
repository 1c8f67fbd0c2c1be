use std::fmt::Write as _;

use kafka_schema::model::{Code, Codes, Enum, Primitive};

/// `enums.rs`.
pub fn enums(codes: &Codes) -> String {
    let mut out = String::from("use crate::codes::codes;\n\n");
    for it in &codes.enums {
        codes_macro(&mut out, it);
    }
    out
}

/// `error_code.rs`.
pub fn errors(codes: &Codes) -> String {
    let mut out = String::from("use crate::codes::codes;\n\n");
    for it in &codes.enums {
        codes_macro(&mut out, it);
        let _ = writeln!(out, "impl {} {{", it.name);
        flag(
            &mut out,
            it,
            "retriable",
            "is_retriable",
            "Whether Java's client tries again by itself (`RetriableException`).",
        );
        flag(
            &mut out,
            it,
            "refresh",
            "is_refresh_retriable",
            "Whether trying again makes sense only with fresh metadata (`RefreshRetriableException`).",
        );
        flag(
            &mut out,
            it,
            "invalid_metadata",
            "is_invalid_metadata",
            "Whether cached metadata is out of date (`InvalidMetadataException`).",
        );
        out.push_str("}\n");
    }
    out
}

fn codes_macro(out: &mut String, it: &Enum) {
    let ty = match it.primitive {
        Primitive::Int8 => "i8",
        Primitive::Int16 => "i16",
        _ => "i32",
    };
    let _ = writeln!(out, "codes! {{\n    /// {}\n    pub struct {}({ty}) {{", it.doc, it.name);
    for code in &it.codes {
        let _ = writeln!(out, "        /// {}\n        {} = {},", doc(code), code.name, code.code);
    }
    out.push_str("    }\n}\n\n");
}

fn doc(code: &Code) -> String {
    code.doc.clone().unwrap_or_else(|| format!("`{}`.", code.name))
}

fn flag(out: &mut String, it: &Enum, flag: &str, name: &str, doc: &str) {
    let has = |code: &&Code| code.flags.iter().any(|known| known == flag);
    let codes: Vec<String> = it.codes.iter().filter(has).map(|it| it.code.to_string()).collect();
    let _ = writeln!(
        out,
        "/// {doc}\n#[must_use]\npub fn {name}(self) -> bool {{\nmatches!(self.0, {})\n}}\n",
        codes.join(" | ")
    );
}
