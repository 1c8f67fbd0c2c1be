use serde_json::{Map, Value as Json};

use super::error::Unknown;
use super::text;
use crate::Schema;
use crate::model::{Direction, Field, File, Kind, Literal, Message, Primitive, Type, Value};
use crate::names;

/// How to say which message is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Api<'a> {
    /// By the API's key.
    Key(i16),
    /// By Kafka's name of the API, the header or the data, in any case: `CreateTopics`.
    Name(&'a str),
}

impl From<i16> for Api<'_> {
    fn from(key: i16) -> Self {
        Self::Key(key)
    }
}

/// A name, or a key in digits.
impl<'a> From<&'a str> for Api<'a> {
    fn from(text: &'a str) -> Self {
        text.parse().map_or(Self::Name(text), Self::Key)
    }
}

impl Api<'_> {
    /// The API, header or data that is meant.
    #[must_use]
    pub fn find(self, schema: &Schema) -> Option<&File> {
        let is_it = |file: &&File| match self {
            Self::Key(key) => file.kind == Kind::Api(key),
            Self::Name(name) => file.name.eq_ignore_ascii_case(name),
        };
        schema.files.iter().find(is_it)
    }

    pub(super) fn found(self, schema: &Schema) -> Result<&File, Unknown> {
        self.find(schema).ok_or_else(|| match self {
            Self::Key(key) => Unknown::Message(format!("API {key}")),
            Self::Name(name) => Unknown::Message(name.to_owned()),
        })
    }
}

/// One message at one version.
#[derive(Clone, Copy)]
pub(super) struct Shape<'s> {
    file: &'s File,
    message: &'s Message,
    pub(super) version: i16,
    pub(super) flexible: bool,
}

impl<'s> Shape<'s> {
    pub(super) fn find(
        schema: &'s Schema,
        api: Api<'_>,
        direction: Direction,
        version: i16,
    ) -> Result<Self, Unknown> {
        Self::of(api.found(schema)?, direction, version)
    }

    pub(super) fn of(file: &'s File, direction: Direction, version: i16) -> Result<Self, Unknown> {
        let message = file.messages.iter().find(|it| it.direction == direction);
        let unknown = || Unknown::Message(format!("{} of {}", said(direction), file.name));
        let message = message.ok_or_else(unknown)?;
        if !file.versions.contains(version) {
            return Err(Unknown::Version(version));
        }
        let flexible = file.flexible.is_some_and(|since| version >= since);
        Ok(Self { file, message, version, flexible })
    }

    /// The message's own fields, of every version.
    pub(super) fn fields(&self) -> &'s [Field] {
        &self.message.fields
    }

    /// The fields of a struct, of every version.
    pub(super) fn fields_of(&self, structure: &str) -> &'s [Field] {
        self.file.find(structure).map_or(&[], |it| &it.fields)
    }

    /// Of these fields, those of this version that are not tagged.
    pub(super) fn plain(self, fields: &'s [Field]) -> impl Iterator<Item = &'s Field> + use<'s> {
        fields.iter().filter(move |field| self.has(field) && field.tag.is_none())
    }

    pub(super) fn has(&self, field: &Field) -> bool {
        field.versions.contains(self.version)
    }

    pub(super) fn is_nullable(&self, field: &Field) -> bool {
        field.nullable.is_some_and(|range| range.contains(self.version))
    }

    pub(super) fn is_flexible(&self, field: &Field) -> bool {
        self.flexible && !field.inflexible
    }

    /// The field of that tag, if this version has it.
    pub(super) fn tagged(&self, fields: &'s [Field], tag: u32) -> Option<&'s Field> {
        fields.iter().find(|field| field.tag == Some(tag) && self.has(field))
    }

    /// What a field is when nobody sets it.
    pub(super) fn default(&self, field: &Field) -> Json {
        match (&field.default, &field.ty) {
            (Some(Literal::Null), _) => Json::Null,
            (Some(Literal::Bool(value)), _) => (*value).into(),
            (Some(Literal::Int(value)), _) => (*value).into(),
            (Some(Literal::Text(text)), _) => text.as_str().into(),
            (None, Type::Array(_)) => Json::Array(Vec::new()),
            (None, Type::Struct(name)) => self.default_struct(name),
            (None, Type::Value(value)) => zero(value),
        }
    }

    fn default_struct(&self, name: &str) -> Json {
        let plain = self.plain(self.fields_of(name));
        let fields: Map<_, _> = plain.map(|it| (json_name(it), self.default(it))).collect();
        Json::Object(fields)
    }
}

fn said(direction: Direction) -> &'static str {
    match direction {
        Direction::Request => "request",
        Direction::Response => "response",
        Direction::Itself => "header or data",
    }
}

fn zero(value: &Value) -> Json {
    match value.primitive {
        Primitive::Bool => false.into(),
        Primitive::Float64 => 0.0.into(),
        Primitive::Uuid => text::base64url(&[0; 16]).into(),
        Primitive::String | Primitive::Bytes => "".into(),
        _ => 0.into(),
    }
}

/// Kafka's name of a field in JSON.
pub(super) fn json_name(field: &Field) -> String {
    field.kafka_name.clone().unwrap_or_else(|| names::camel(&field.name))
}
