//! Values as Kafka's JSON converters write them.

use std::ops::RangeInclusive;

use kafka_proto::{Array, Opaque, Tags, Uuid, Wire};
use serde_json::{Map, Value, json};

/// A value as Kafka's own JSON.
pub(crate) trait ToJson {
    fn to_json(&self, version: i16) -> Value;
}

/// The fields of a message that its version has.
pub(crate) struct Object {
    version: i16,
    fields: Map<String, Value>,
}

impl Object {
    pub(crate) fn new(version: i16) -> Self {
        Self { version, fields: Map::new() }
    }

    pub(crate) fn put(&mut self, name: &str, versions: RangeInclusive<i16>, value: &impl ToJson) {
        if versions.contains(&self.version) {
            self.fields.insert(name.to_owned(), value.to_json(self.version));
        }
    }

    /// A tagged field is left out while it has its default.
    pub(crate) fn put_tagged(
        &mut self,
        name: &str,
        versions: RangeInclusive<i16>,
        is_set: bool,
        value: &impl ToJson,
    ) {
        if is_set {
            self.put(name, versions, value);
        }
    }

    pub(crate) fn finish(mut self, unknown: &Tags<'_>) -> Value {
        if !unknown.is_empty() {
            let tags = unknown
                .iter()
                .map(|(tag, data)| json!({ "tag": tag, "data": crate::to_hex(data) }))
                .collect();
            self.fields.insert("_unknownTaggedFields".to_owned(), Value::Array(tags));
        }
        Value::Object(self.fields)
    }
}

macro_rules! plain {
    ($($type:ty),*) => {$(
        impl ToJson for $type {
            fn to_json(&self, _: i16) -> Value {
                json!(self)
            }
        }
    )*};
}

plain!(bool, i8, i16, u16, i32, i64, &str);

/// JSON has no number for some values; Jackson writes their Java names.
impl ToJson for f64 {
    fn to_json(&self, _: i16) -> Value {
        match *self {
            value if value.is_nan() => json!("NaN"),
            Self::INFINITY => json!("Infinity"),
            Self::NEG_INFINITY => json!("-Infinity"),
            value => json!(value),
        }
    }
}

macro_rules! codes {
    ($($type:ident),*) => {$(
        impl ToJson for kafka_proto::$type {
            fn to_json(&self, _: i16) -> Value {
                json!(self.0)
            }
        }
    )*};
}

codes!(
    AclOperation,
    AclPermissionType,
    AlterConfigOperation,
    ConfigResourceType,
    ConfigSource,
    ConfigType,
    CoordinatorType,
    ElectionType,
    EndpointType,
    ErrorCode,
    IsolationLevel,
    PatternType,
    ResourceType,
    ScramMechanism
);

impl ToJson for Uuid {
    fn to_json(&self, _: i16) -> Value {
        json!(self.to_string())
    }
}

impl ToJson for Opaque<'_> {
    fn to_json(&self, _: i16) -> Value {
        json!(base64(self))
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn to_json(&self, version: i16) -> Value {
        self.as_ref().map_or(Value::Null, |value| value.to_json(version))
    }
}

impl<'a, T: ToJson + Wire<'a> + Clone> ToJson for Array<'a, T> {
    fn to_json(&self, version: i16) -> Value {
        self.iter().map(|element| element.to_json(version)).collect()
    }
}

/// Base64 with padding.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for index in 0..4 {
            let digit = ALPHABET[(bits >> (18 - 6 * index) & 0x3f) as usize];
            text.push(if index <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    text
}
