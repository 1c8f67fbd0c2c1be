use serde_json::{Map, Value as Json, json};

use super::bytes::Bytes;
use super::error::{DecodeError, DecodeErrorKind as Kind};
use super::shape::{Shape, json_name};
use super::{UNKNOWN_TAGS, text};
use crate::model::{Field, Primitive, Type};

/// Reads a message off the front of `bytes`.
pub(super) fn message(shape: Shape<'_>, bytes: &mut Bytes<'_>) -> Result<Json> {
    Decoder { shape, bytes }.object(shape.fields())
}

type Result<T> = std::result::Result<T, DecodeError>;

struct Decoder<'s, 'b, 'm> {
    shape: Shape<'s>,
    bytes: &'m mut Bytes<'b>,
}

impl<'s, 'b> Decoder<'s, 'b, '_> {
    fn object(&mut self, fields: &'s [Field]) -> Result<Json> {
        let mut object = Map::new();
        for field in self.shape.plain(fields) {
            let name = json_name(field);
            let value = self.field(field).map_err(|error| error.in_field(&name))?;
            object.insert(name, value);
        }
        if self.shape.flexible {
            self.tagged_fields(fields, &mut object)?;
        }
        Ok(Json::Object(object))
    }

    fn field(&mut self, field: &'s Field) -> Result<Json> {
        let is_nullable = self.shape.is_nullable(field);
        // A struct that may be null has a byte in front, negative for null.
        let has_marker = is_nullable && matches!(field.ty, Type::Struct(_));
        if has_marker && self.bytes.int(1)? < 0 {
            return Ok(Json::Null);
        }
        match self.value(&field.ty, self.shape.is_flexible(field))? {
            None if !is_nullable => Err(self.bytes.error(Kind::NullNotAllowed)),
            value => Ok(value.unwrap_or(Json::Null)),
        }
    }

    /// None for null.
    fn value(&mut self, ty: &'s Type, flexible: bool) -> Result<Option<Json>> {
        match ty {
            Type::Struct(name) => self.object(self.shape.fields_of(name)).map(Some),
            Type::Array(element) => self.array(element, flexible),
            Type::Value(value) => self.primitive(value.primitive, flexible),
        }
    }

    fn array(&mut self, element: &'s Type, flexible: bool) -> Result<Option<Json>> {
        let Some(count) = self.bytes.len(4, flexible)? else { return Ok(None) };
        // No element takes less than a byte.
        let left = self.bytes.left();
        if count > left {
            return Err(self.bytes.error(Kind::CountTooLarge { count, left }));
        }
        let elements = (0..count)
            .map(|index| self.element(element, flexible).map_err(|error| error.at_index(index)));
        elements.collect::<Result<_>>().map(Some)
    }

    fn element(&mut self, ty: &'s Type, flexible: bool) -> Result<Json> {
        let value = self.value(ty, flexible)?;
        value.ok_or_else(|| self.bytes.error(Kind::NullNotAllowed))
    }

    fn primitive(&mut self, primitive: Primitive, flexible: bool) -> Result<Option<Json>> {
        let bytes = &mut *self.bytes;
        Ok(Some(match primitive {
            // Every value but zero is true, as in Java.
            Primitive::Bool => json!(bytes.int(1)? != 0),
            Primitive::Int8 => json!(bytes.int(1)?),
            Primitive::Int16 => json!(bytes.int(2)?),
            Primitive::Uint16 => json!(bytes.int(2)? & 0xffff),
            Primitive::Int32 => json!(bytes.int(4)?),
            Primitive::Int64 => json!(bytes.int(8)?),
            Primitive::Float64 => float(f64::from_bits(bytes.int(8)? as u64)),
            Primitive::Uuid => json!(text::base64url(bytes.take(16)?)),
            Primitive::String => return Ok(bytes.string(flexible)?.map(Json::from)),
            Primitive::Bytes => {
                let Some(len) = bytes.len(4, flexible)? else { return Ok(None) };
                json!(text::base64(bytes.take(len)?))
            }
        }))
    }

    fn tagged_fields(&mut self, fields: &'s [Field], object: &mut Map<String, Json>) -> Result<()> {
        let mut unknown = Vec::new();
        let mut least = 0;
        for _ in 0..self.tag_section(Bytes::varint)? {
            let tag = self.tag_section(|bytes| tag(bytes, least))?;
            least = u64::from(tag) + 1;
            let data = self.tag_section(|bytes| {
                let size = bytes.varint()? as usize;
                bytes.split(size)
            })?;
            match self.shape.tagged(fields, tag) {
                Some(field) => self.tagged_field(field, data, object)?,
                None => unknown.push(json!({ "tag": tag, "data": text::hex(data.rest()) })),
            }
        }
        if !unknown.is_empty() {
            object.insert(UNKNOWN_TAGS.to_owned(), Json::Array(unknown));
        }
        Ok(())
    }

    /// Reads something that belongs to no field.
    fn tag_section<T>(&mut self, read: impl FnOnce(&mut Bytes<'b>) -> Result<T>) -> Result<T> {
        read(self.bytes).map_err(|error| error.in_field("tagged fields"))
    }

    fn tagged_field(
        &self,
        field: &'s Field,
        mut data: Bytes<'b>,
        object: &mut Map<String, Json>,
    ) -> Result<()> {
        let name = json_name(field);
        let mut decoder = Decoder { shape: self.shape, bytes: &mut data };
        let value = decoder.field(field).and_then(|value| data.finish().map(|()| value));
        let value = value.map_err(|error| error.in_field(&name))?;
        if value != self.shape.default(field) {
            object.insert(name, value);
        }
        Ok(())
    }
}

/// KIP-482: "tags are serialized in ascending order", so none comes twice.
fn tag(bytes: &mut Bytes<'_>, least: u64) -> Result<u32> {
    let tag = bytes.varint()?;
    let is_ascending = u64::from(tag) >= least;
    if is_ascending { Ok(tag) } else { Err(bytes.error(Kind::TagOutOfOrder(tag))) }
}

/// JSON has no number for some values; Jackson writes their Java names.
fn float(value: f64) -> Json {
    match value {
        _ if value.is_nan() => "NaN".into(),
        f64::INFINITY => "Infinity".into(),
        f64::NEG_INFINITY => "-Infinity".into(),
        _ => value.into(),
    }
}
