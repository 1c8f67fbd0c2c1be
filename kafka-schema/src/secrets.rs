//! Which fields of Kafka's messages hold credentials.

use serde_json::{Map, Value};

/// SASL messages (a PLAIN one is the password), SCRAM keys, delegation tokens, and messages inside
/// of an Envelope, which hold any of these.
const FIELDS: [&str; 6] =
    ["authBytes", "hmac", "requestData", "responseData", "salt", "saltedPassword"];

/// What a configuration is called whose value is one (`ConfigDef.Type.PASSWORD` in Kafka, and what
/// plugins are likely to have): `ssl.keystore.password`, `sasl.jaas.config`, `ssl.keystore.key`.
const CONFIGURATIONS: [&str; 6] = ["password", "secret", "jaas", "key", "token", "credential"];

/// Replaces them in a decoded message by their lengths, and says how many there were.
pub fn hide(members: &mut Map<String, Value>) -> usize {
    let is_configuration = is_secret_configuration(members);
    let mut hidden = 0;
    for (name, value) in members {
        hidden += match value {
            Value::Object(members) => hide(members),
            Value::Array(elements) => {
                elements.iter_mut().filter_map(Value::as_object_mut).map(hide).sum()
            }
            _ if FIELDS.contains(&name.as_str()) => leave_out(value, base64_len),
            _ if is_configuration && name == "value" => leave_out(value, str::len),
            _ => 0,
        };
    }
    hidden
}

/// A struct with `name` and `value`, as AlterConfigs and IncrementalAlterConfigs have.
fn is_secret_configuration(members: &Map<String, Value>) -> bool {
    let name = members.get("name").and_then(Value::as_str).unwrap_or_default().to_lowercase();
    CONFIGURATIONS.iter().any(|part| name.contains(part))
}

/// Nothing is no secret: the empty answer of a broker says that the login is over.
fn leave_out(value: &mut Value, len: fn(&str) -> usize) -> usize {
    let len = value.as_str().map_or(0, len);
    if len > 0 {
        *value = format!("[left out: {len} bytes]").into();
    }
    usize::from(len > 0)
}

fn base64_len(text: &str) -> usize {
    text.trim_end_matches('=').len() * 3 / 4
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::{Field, Primitive, Type};

    /// Whoever adds a field of bytes says here what it is.
    const HARMLESS: [&str; 9] = [
        "assignment",
        "clientHostAddress",
        "memberAssignment",
        "memberMetadata",
        "metadata",
        "metrics",
        "requestPrincipal",
        "unalignedRecords",
        "userData",
    ];

    fn bytes_fields() -> Vec<String> {
        let files = &crate::embedded().files;
        let of_messages = files.iter().flat_map(|it| &it.messages).flat_map(|it| &it.fields);
        let of_structs = files.iter().flat_map(|it| &it.structs).flat_map(|it| &it.fields);
        let fields = of_messages.chain(of_structs).filter(|field| is_bytes(field));
        fields.map(|field| crate::names::camel(&field.name)).collect()
    }

    fn is_bytes(field: &Field) -> bool {
        matches!(&field.ty, Type::Value(it) if it.primitive == Primitive::Bytes)
    }

    #[test]
    fn every_field_of_bytes_is_known_as_secret_or_harmless() {
        let fields = bytes_fields();
        for name in fields.iter().filter(|name| *name != "records") {
            let name = name.as_str();
            assert!(FIELDS.contains(&name) != HARMLESS.contains(&name), "{name}");
        }
        for name in FIELDS.iter().chain(&HARMLESS) {
            assert!(fields.iter().any(|field| field == name), "{name} is no field");
        }
    }

    #[test]
    fn only_the_length_is_left() {
        let message = json!({"body": {
            "authBytes": "AHUAcHc=",
            "configs": [
                {"name": "ssl.keystore.password", "value": "pw"},
                {"name": "retention.ms", "value": "1"},
                {"name": "sasl.jaas.config", "value": null},
            ],
        }});
        let Value::Object(mut message) = message else { unreachable!() };
        assert_eq!(hide(&mut message), 2);
        let expected = json!({
            "authBytes": "[left out: 5 bytes]",
            "configs": [
                {"name": "ssl.keystore.password", "value": "[left out: 2 bytes]"},
                {"name": "retention.ms", "value": "1"},
                {"name": "sasl.jaas.config", "value": null},
            ],
        });
        assert_eq!(message["body"], expected);
    }
}
