use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::error::{EncodeError, EncodeErrorKind as Kind};
use super::shape::{Shape, json_name};
use super::{UNKNOWN_TAGS, text};
use crate::model::{Field, Primitive, Type};

/// The bytes of a message.
pub(super) fn message(shape: Shape<'_>, json: &Json) -> Result<Vec<u8>> {
    let mut encoder = Encoder { shape, out: Vec::new() };
    encoder.object(shape.fields(), json)?;
    Ok(encoder.out)
}

type Result<T> = std::result::Result<T, EncodeError>;

struct Encoder<'s> {
    shape: Shape<'s>,
    out: Vec<u8>,
}

impl<'s> Encoder<'s> {
    fn object(&mut self, fields: &'s [Field], json: &Json) -> Result<()> {
        let object = json.as_object().ok_or_else(|| unfit("an object"))?;
        self.check_names(fields, object)?;
        for field in self.shape.plain(fields) {
            let name = json_name(field);
            let value = object.get(&name).ok_or_else(|| EncodeError::new(Kind::Missing));
            let written = value.and_then(|value| self.field(field, value));
            written.map_err(|error| error.in_field(&name))?;
        }
        if self.shape.flexible { self.tagged_fields(fields, object) } else { Ok(()) }
    }

    /// Nothing that was asked for vanishes.
    fn check_names(&self, fields: &[Field], object: &Map<String, Json>) -> Result<()> {
        for (name, value) in object {
            let known = fields.iter().find(|field| json_name(field) == *name);
            let is_lost = match known {
                None if name == UNKNOWN_TAGS => !self.shape.flexible,
                None => return Err(EncodeError::new(Kind::UnknownField).in_field(name)),
                Some(field) if self.shape.has(field) => false,
                Some(field) => !field.ignorable && *value != self.shape.default(field),
            };
            if is_lost {
                return Err(EncodeError::new(Kind::NotInVersion(self.shape.version)).in_field(name));
            }
        }
        Ok(())
    }

    fn field(&mut self, field: &'s Field, json: &Json) -> Result<()> {
        let is_nullable = self.shape.is_nullable(field);
        match (&field.ty, json.is_null()) {
            (_, true) if !is_nullable => Err(EncodeError::new(Kind::NullNotAllowed)),
            (ty, true) => {
                self.null(ty, self.shape.is_flexible(field));
                Ok(())
            }
            (ty, false) => {
                if is_nullable && matches!(ty, Type::Struct(_)) {
                    self.out.push(1);
                }
                self.value(ty, json, self.shape.is_flexible(field))
            }
        }
    }

    fn null(&mut self, ty: &Type, flexible: bool) {
        let is_string = matches!(ty, Type::Value(value) if value.primitive == Primitive::String);
        match ty {
            Type::Struct(_) => self.int(-1, 1),
            _ if flexible => self.out.push(0),
            _ => self.int(-1, if is_string { 2 } else { 4 }),
        }
    }

    fn value(&mut self, ty: &'s Type, json: &Json, flexible: bool) -> Result<()> {
        match ty {
            Type::Struct(name) => self.object(self.shape.fields_of(name), json),
            Type::Array(element) => self.array(element, json, flexible),
            Type::Value(value) => self.primitive(value.primitive, json, flexible),
        }
    }

    fn array(&mut self, element: &'s Type, json: &Json, flexible: bool) -> Result<()> {
        let elements = json.as_array().ok_or_else(|| unfit("an array"))?;
        self.len(elements.len(), 4, flexible)?;
        for (index, value) in elements.iter().enumerate() {
            self.value(element, value, flexible).map_err(|error| error.at_index(index))?;
        }
        Ok(())
    }

    fn primitive(&mut self, primitive: Primitive, json: &Json, flexible: bool) -> Result<()> {
        match primitive {
            Primitive::Bool => {
                let value = json.as_bool().ok_or_else(|| unfit("true or false"))?;
                self.out.push(value.into());
            }
            Primitive::Int8 => self.number(json, 1, i8::MIN.into()..=i8::MAX.into())?,
            Primitive::Int16 => self.number(json, 2, i16::MIN.into()..=i16::MAX.into())?,
            Primitive::Uint16 => self.number(json, 2, 0..=u16::MAX.into())?,
            Primitive::Int32 => self.number(json, 4, i32::MIN.into()..=i32::MAX.into())?,
            Primitive::Int64 => self.number(json, 8, i64::MIN..=i64::MAX)?,
            Primitive::Float64 => self.out.extend(float(json)?.to_be_bytes()),
            Primitive::Uuid => {
                let bytes = json.as_str().and_then(text::unbase64url);
                let bytes = bytes.filter(|bytes| bytes.len() == 16);
                self.out.extend(bytes.ok_or_else(|| unfit("a uuid: 16 bytes in base64url"))?);
            }
            Primitive::String => {
                let text = json.as_str().ok_or_else(|| unfit("a string"))?;
                let bytes = text.as_bytes();
                i16::try_from(bytes.len()).map_err(|_| too_long(bytes.len()))?;
                self.len(bytes.len(), 2, flexible)?;
                self.out.extend(bytes);
            }
            Primitive::Bytes => {
                let bytes = json.as_str().and_then(text::unbase64);
                let bytes = bytes.ok_or_else(|| unfit("bytes in base64"))?;
                self.len(bytes.len(), 4, flexible)?;
                self.out.extend(bytes);
            }
        }
        Ok(())
    }

    fn number(
        &mut self,
        json: &Json,
        size: usize,
        range: std::ops::RangeInclusive<i64>,
    ) -> Result<()> {
        let number = json.as_i64().filter(|number| range.contains(number));
        self.int(number.ok_or_else(|| unfit("a number of its type"))?, size);
        Ok(())
    }

    /// The lowest `size` bytes of a number.
    fn int(&mut self, value: i64, size: usize) {
        self.out.extend(&value.to_be_bytes()[8 - size..]);
    }

    fn len(&mut self, len: usize, size: usize, flexible: bool) -> Result<()> {
        let checked = i32::try_from(len).map_err(|_| too_long(len))?;
        match flexible {
            true => self.varint(checked as u32 + 1),
            false => self.int(checked.into(), size),
        }
        Ok(())
    }

    fn varint(&mut self, value: u32) {
        let mut rest = value;
        while rest > 0x7f {
            self.out.push((rest % 0x80) as u8 | 0x80);
            rest /= 0x80;
        }
        self.out.push(rest as u8);
    }

    fn tagged_fields(&mut self, fields: &'s [Field], object: &Map<String, Json>) -> Result<()> {
        let mut tags = self.unknown_tags(object).map_err(|it| it.in_field(UNKNOWN_TAGS))?;
        for field in fields.iter().filter(|field| self.shape.has(field)) {
            let name = json_name(field);
            let (Some(tag), value) = (field.tag, object.get(&name)) else { continue };
            let value = value.filter(|value| **value != self.shape.default(field));
            let data = value.map(|value| self.tagged_field(field, value)).transpose();
            let data = data.map_err(|error| error.in_field(&name))?;
            // A known tag stands under its name, even if it has its default.
            let is_taken = tags.contains_key(&tag);
            if is_taken {
                return Err(EncodeError::new(Kind::DuplicateTag(tag)).in_field(UNKNOWN_TAGS));
            }
            tags.extend(data.map(|data| (tag, data)));
        }
        self.varint(tags.len() as u32);
        for (tag, data) in tags {
            self.varint(tag);
            self.varint(u32::try_from(data.len()).map_err(|_| too_long(data.len()))?);
            self.out.extend(data);
        }
        Ok(())
    }

    fn tagged_field(&self, field: &'s Field, json: &Json) -> Result<Vec<u8>> {
        let mut encoder = Self { shape: self.shape, out: Vec::new() };
        encoder.field(field, json)?;
        Ok(encoder.out)
    }

    fn unknown_tags(&self, object: &Map<String, Json>) -> Result<BTreeMap<u32, Vec<u8>>> {
        let mut tags = BTreeMap::new();
        let Some(list) = object.get(UNKNOWN_TAGS) else { return Ok(tags) };
        for one in list.as_array().ok_or_else(|| unfit("an array"))? {
            let tag = one["tag"].as_u64().and_then(|tag| u32::try_from(tag).ok());
            let data = one["data"].as_str().and_then(text::unhex);
            let (tag, data) = tag.zip(data).ok_or_else(|| unfit("{tag, data in hex}"))?;
            if tags.insert(tag, data).is_some() {
                return Err(EncodeError::new(Kind::DuplicateTag(tag)));
            }
        }
        Ok(tags)
    }
}

fn float(json: &Json) -> Result<f64> {
    match json.as_str() {
        Some("NaN") => Ok(f64::NAN),
        Some("Infinity") => Ok(f64::INFINITY),
        Some("-Infinity") => Ok(f64::NEG_INFINITY),
        _ => json.as_f64().ok_or_else(|| unfit("a number")),
    }
}

fn unfit(expected: &'static str) -> EncodeError {
    EncodeError::new(Kind::Unfit(expected))
}

fn too_long(len: usize) -> EncodeError {
    EncodeError::new(Kind::TooLong(len))
}
