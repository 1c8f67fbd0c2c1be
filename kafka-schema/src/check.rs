//! Rules that a well-formed field can still break.

use crate::model::{Field, File, Literal, Primitive, Type, Versions};

/// Says what is wrong with `field`, which stands behind `before` in its struct.
pub fn check(file: &File, before: &[Field], field: &Field) -> Result<(), String> {
    if before.iter().any(|known| known.name == field.name) {
        return Err("there is a field of that name".into());
    }
    // The writer merges known and unknown tags in one pass, and so relies on their order.
    if field.tag.is_some() && before.iter().any(|known| known.tag >= field.tag) {
        return Err("tags should ascend".into());
    }
    if field.versions.and(file.versions).is_empty() {
        return Err(format!("versions {} are outside of {}", field.versions, file.versions));
    }
    if field.tag.is_some() && file.flexible.is_none() {
        return Err("a tag in a message that is never flexible".into());
    }
    if field.default == Some(Literal::Null) && field.nullable.is_none() {
        return Err("null by default, but never nullable".into());
    }
    if let (Type::Struct(_), Some(range)) = (&field.ty, field.nullable) {
        // Kafka has none of these, and both would be written in forms of their own.
        if field.tag.is_some() || !range.covers(field.versions.and(file.versions)) {
            return Err("a struct that is nullable as a tag, or in some versions only".into());
        }
    }
    default_fits(field)
}

fn default_fits(field: &Field) -> Result<(), String> {
    let Type::Value(value) = &field.ty else {
        return match &field.default {
            None | Some(Literal::Null) => Ok(()),
            Some(_) => Err("only null can be the default of a struct or an array".into()),
        };
    };
    let fits = match (&field.default, value.primitive) {
        (None | Some(Literal::Null), _) => true,
        (Some(Literal::Bool(_)), primitive) => primitive == Primitive::Bool,
        (Some(Literal::Text(_)), primitive) => primitive == Primitive::String,
        (Some(Literal::Int(number)), primitive) => range(primitive).contains(number),
    };
    if fits { Ok(()) } else { Err("the default does not fit the type".into()) }
}

fn range(primitive: Primitive) -> std::ops::RangeInclusive<i64> {
    match primitive {
        Primitive::Int8 => i8::MIN.into()..=i8::MAX.into(),
        Primitive::Int16 => i16::MIN.into()..=i16::MAX.into(),
        Primitive::Uint16 => 0..=u16::MAX.into(),
        Primitive::Int32 => i32::MIN.into()..=i32::MAX.into(),
        Primitive::Int64 => i64::MIN..=i64::MAX,
        #[expect(clippy::reversed_empty_ranges, reason = "no number fits")]
        _ => 1..=0,
    }
}

/// The fewest bytes a struct takes in any version that `versions` and the file share.
pub fn min_size(file: &File, fields: &[Field], versions: Versions) -> usize {
    let range = versions.and(file.versions);
    (range.min..=range.max).map(|version| size_at(file, fields, version)).min().unwrap_or(1).max(1)
}

fn size_at(file: &File, fields: &[Field], version: i16) -> usize {
    let flexible = file.flexible.is_some_and(|since| version >= since);
    let here = |field: &&Field| field.versions.contains(version) && field.tag.is_none();
    let sum: usize =
        fields.iter().filter(here).map(|it| field_size(file, it, version, flexible)).sum();
    sum + usize::from(flexible)
}

fn field_size(file: &File, field: &Field, version: i16, flexible: bool) -> usize {
    match &field.ty {
        Type::Value(value) => value.primitive.min_size(flexible && !field.inflexible),
        Type::Array(_) => Primitive::Bytes.min_size(flexible),
        // Null takes one byte.
        Type::Struct(_) if field.nullable.is_some_and(|range| range.contains(version)) => 1,
        Type::Struct(name) => {
            file.find(name).map_or(0, |inner| size_at(file, &inner.fields, version))
        }
    }
}
