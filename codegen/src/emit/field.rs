use kafka_schema::model::{Field, Literal, Primitive, Type, Value, Versions};
use kafka_schema::names::ident;

/// A field in its struct, which exists in some versions.
pub struct Place<'a> {
    pub field: &'a Field,
    /// The versions in which the struct is on the wire.
    pub within: Versions,
}

impl Place<'_> {
    pub fn name(&self) -> String {
        ident(&self.field.name)
    }

    /// The Rust type, without a lifetime where `'a` is not needed.
    pub fn rust_type(&self) -> String {
        let ty = rust_type(&self.field.ty);
        if self.is_option() { format!("Option<{ty}>") } else { ty }
    }

    /// Null in some version that can be on the wire.
    pub fn is_option(&self) -> bool {
        self.null_versions().is_some_and(|range| !range.is_empty())
    }

    fn null_versions(&self) -> Option<Versions> {
        self.field.nullable.map(|range| range.and(self.versions()))
    }

    pub fn versions(&self) -> Versions {
        self.field.versions.and(self.within)
    }

    /// A condition on the version, unless the field is always there.
    pub fn gate(&self, version: &str) -> Option<String> {
        gate(self.field.versions, self.within, version)
    }

    pub fn default(&self) -> String {
        let value = match (&self.field.default, &self.field.ty) {
            (Some(Literal::Null), _) => return "None".into(),
            (Some(literal), ty) => wrap(ty, literal_text(literal)),
            (None, Type::Array(_)) => "Array::default()".into(),
            (None, Type::Struct(name)) => format!("{name}::default()"),
            (None, Type::Value(value)) => zero(value),
        };
        if self.is_option() { format!("Some({value})") } else { value }
    }

    /// Whether `#[derive(Default)]` gives this field's default.
    pub fn has_plain_default(&self) -> bool {
        match &self.field.default {
            Some(Literal::Null) => true,
            Some(_) => false,
            None => !self.is_option(),
        }
    }

    /// A condition: the field differs from its default.
    pub fn is_set(&self) -> String {
        let it = format!("self.{}", self.name());
        if self.is_option() {
            return match (&self.field.default, &self.field.ty) {
                (Some(Literal::Null), _) => format!("{it}.is_some()"),
                (None, Type::Array(_)) => format!("{it}.as_ref().is_none_or(|it| !it.is_empty())"),
                _ => format!("{it} != {}", self.default()),
            };
        }
        match (&self.field.default, &self.field.ty) {
            (Some(Literal::Bool(true)), _) => format!("!{it}"),
            (Some(_), _) => format!("{it} != {}", self.default()),
            (None, Type::Array(_)) => format!("!{it}.is_empty()"),
            (None, Type::Struct(_)) => format!("{it} != Default::default()"),
            (None, Type::Value(value)) if newtype(value).is_some() => format!("{it}.0 != 0"),
            (None, Type::Value(value)) => match value.primitive {
                Primitive::Bool => it,
                Primitive::String | Primitive::Bytes => format!("!{it}.is_empty()"),
                Primitive::Uuid => format!("!{it}.is_zero()"),
                _ => format!("{it} != {}", self.default()),
            },
        }
    }

    /// The expression that reads it from `r`.
    pub fn read(&self) -> String {
        let null = format!("r.{}nullable_{}", self.classic(), self.reading());
        let plain = wrap(&self.field.ty, format!("r.{}", self.reading()));
        match self.null_versions().filter(|range| !range.is_empty()) {
            None => plain,
            Some(range) => match gate(range, self.versions(), "r.version()") {
                None => null,
                Some(condition) => format!("if {condition} {{ {null} }} else {{ Some({plain}) }}"),
            },
        }
    }

    fn reading(&self) -> String {
        format!("{}(\"{}\")", method(&self.field.ty), self.field.name)
    }

    fn classic(&self) -> &'static str {
        if self.field.inflexible { "classic_" } else { "" }
    }

    /// The statement that writes it to `w`.
    pub fn write(&self) -> String {
        match self.null_versions().filter(|range| !range.is_empty()) {
            None => format!("{};", self.write_plain()),
            Some(range) => match gate(range, self.versions(), "w.version()") {
                None => format!("{};", self.write_option("nullable")),
                Some(condition) => format!(
                    "if {condition} {{ {}; }} else {{ {}; }}",
                    self.write_option("nullable"),
                    self.write_option("required")
                ),
            },
        }
    }

    /// The expression that writes it as a tagged field.
    pub fn write_tagged(&self) -> String {
        if self.is_option() { self.write_option("nullable") } else { self.write_plain() }
    }

    fn write_plain(&self) -> String {
        let (it, name) = (format!("self.{}", self.name()), &self.field.name);
        match &self.field.ty {
            Type::Struct(_) => format!("{it}.write(w)"),
            Type::Array(_) => format!("w.array(\"{name}\", &{it})"),
            Type::Value(value) => match value.primitive {
                Primitive::String | Primitive::Bytes => {
                    format!("w.{}(\"{name}\", {it})", method(&self.field.ty))
                }
                _ if newtype(value).is_some() => format!("w.{}({it}.0)", method(&self.field.ty)),
                _ => format!("w.{}({it})", method(&self.field.ty)),
            },
        }
    }

    fn write_option(&self, prefix: &str) -> String {
        let (it, name) = (format!("self.{}", self.name()), &self.field.name);
        let (method, classic) = (method(&self.field.ty), self.classic());
        match &self.field.ty {
            Type::Struct(_) => format!("w.{prefix}_{method}({it}.as_ref())"),
            Type::Array(_) => format!("w.{prefix}_{method}(\"{name}\", {it}.as_ref())"),
            Type::Value(_) => format!("w.{classic}{prefix}_{method}(\"{name}\", {it})"),
        }
    }
}

/// A condition that `version` lies in `range`, given that it lies in `within`.
pub fn gate(range: Versions, within: Versions, version: &str) -> Option<String> {
    let Versions { min, max } = range.and(within);
    match (min > within.min, max < within.max) {
        (false, false) => None,
        (true, false) => Some(format!("{version} >= {min}")),
        (false, true) => Some(format!("{version} <= {max}")),
        (true, true) if min == max => Some(format!("{version} == {min}")),
        (true, true) => Some(format!("({min}..={max}).contains(&{version})")),
    }
}

/// The opposite of [`gate`].
pub fn negated_gate(range: Versions, within: Versions, version: &str) -> Option<String> {
    let Versions { min, max } = range.and(within);
    match (min > within.min, max < within.max) {
        (false, false) => None,
        (true, false) => Some(format!("{version} < {min}")),
        (false, true) => Some(format!("{version} > {max}")),
        (true, true) => Some(format!("!({min}..={max}).contains(&{version})")),
    }
}

fn method(ty: &Type) -> &'static str {
    match ty {
        Type::Array(_) => "array",
        Type::Struct(_) => "structure",
        Type::Value(value) => match value.primitive {
            Primitive::Bool => "bool",
            Primitive::Int8 => "int8",
            Primitive::Int16 => "int16",
            Primitive::Uint16 => "uint16",
            Primitive::Int32 => "int32",
            Primitive::Int64 => "int64",
            Primitive::Float64 => "float64",
            Primitive::Uuid => "uuid",
            Primitive::String => "string",
            Primitive::Bytes => "bytes",
        },
    }
}

pub fn rust_type(ty: &Type) -> String {
    match ty {
        Type::Array(element) => format!("Array<'a, {}>", rust_type(element)),
        Type::Struct(name) => format!("{name}<'a>"),
        Type::Value(value) => match (newtype(value), value.primitive) {
            (Some(name), _) => name.to_owned(),
            (_, Primitive::Bool) => "bool".into(),
            (_, Primitive::Int8) => "i8".into(),
            (_, Primitive::Int16) => "i16".into(),
            (_, Primitive::Uint16) => "u16".into(),
            (_, Primitive::Int32) => "i32".into(),
            (_, Primitive::Int64) => "i64".into(),
            (_, Primitive::Float64) => "f64".into(),
            (_, Primitive::Uuid) => "Uuid".into(),
            (_, Primitive::String) => "&'a str".into(),
            (_, Primitive::Bytes) => "Opaque<'a>".into(),
        },
    }
}

/// The type that a code is kept in: an enum, or [`ErrorCode`].
pub fn newtype(value: &Value) -> Option<&str> {
    match value.meaning.as_deref() {
        Some("error") => Some("ErrorCode"),
        Some(name) if name.starts_with(|first: char| first.is_ascii_uppercase()) => Some(name),
        _ => None,
    }
}

fn wrap(ty: &Type, inner: String) -> String {
    match ty {
        Type::Value(value) => match newtype(value) {
            Some(name) => format!("{name}({inner})"),
            None => inner,
        },
        _ => inner,
    }
}

fn zero(value: &Value) -> String {
    if let Some(name) = newtype(value) {
        return format!("{name}(0)");
    }
    match value.primitive {
        Primitive::Bool => "false".into(),
        Primitive::Float64 => "0.0".into(),
        Primitive::Uuid => "Uuid::ZERO".into(),
        Primitive::String => "\"\"".into(),
        Primitive::Bytes => "Opaque(&[])".into(),
        _ => "0".into(),
    }
}

fn literal_text(literal: &Literal) -> String {
    match literal {
        Literal::Null => "None".into(),
        Literal::Bool(value) => value.to_string(),
        Literal::Int(value) if *value == i64::from(i32::MIN) => "i32::MIN".into(),
        Literal::Int(value) if *value == i64::from(i32::MAX) => "i32::MAX".into(),
        Literal::Int(i64::MAX) => "i64::MAX".into(),
        Literal::Int(value) => value.to_string(),
        Literal::Text(text) => format!("{text:?}"),
    }
}
