//! Walks a message to its end and keeps nothing: stands in for `json.rs` below the
//! generated `to_json.rs`.

use std::ops::RangeInclusive;

use kafka_proto::{Array, Opaque, Tags, Uuid, Wire};
use serde_json::Value;

/// A value that can be walked. The generated code gives trait and method their names.
pub(crate) trait ToJson {
    fn to_json(&self, version: i16) -> Value;
}

/// The fields of a message that its version has.
pub(crate) struct Object {
    version: i16,
}

impl Object {
    pub(crate) fn new(version: i16) -> Self {
        Self { version }
    }

    pub(crate) fn put(&mut self, _: &str, versions: RangeInclusive<i16>, value: &impl ToJson) {
        if versions.contains(&self.version) {
            value.to_json(self.version);
        }
    }

    pub(crate) fn put_tagged(
        &mut self,
        name: &str,
        versions: RangeInclusive<i16>,
        _is_set: bool,
        value: &impl ToJson,
    ) {
        self.put(name, versions, value);
    }

    pub(crate) fn finish(self, unknown: &Tags<'_>) -> Value {
        assert_eq!(unknown.iter().count(), unknown.len(), "unknown tags");
        Value::Null
    }
}

impl<'a, T: ToJson + Wire<'a> + Clone> ToJson for Array<'a, T> {
    fn to_json(&self, version: i16) -> Value {
        let mut count = 0;
        for element in self {
            element.to_json(version);
            count += 1;
        }
        // An element that cannot be read a second time would end the iterator early.
        assert_eq!(count, self.len(), "elements");
        Value::Null
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn to_json(&self, version: i16) -> Value {
        self.as_ref().map_or(Value::Null, |value| value.to_json(version))
    }
}

macro_rules! plain {
    ($($type:ty),*) => {$(
        impl ToJson for $type {
            fn to_json(&self, _: i16) -> Value {
                std::hint::black_box(self);
                Value::Null
            }
        }
    )*};
}

plain!(bool, i8, i16, u16, i32, i64, f64, &str, Uuid, Opaque<'_>);

macro_rules! codes {
    ($($type:ident),*) => { plain!($(kafka_proto::$type),*); };
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
