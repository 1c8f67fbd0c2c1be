//! The notation of `schema/`, read into the model.
//!
//! ```text
//! api 19 CreateTopics 0..7 flexible 5.. on broker,controller   "Creates topics."
//!
//! request
//!   topics: [CreatableTopic]                       "The topics to create."
//!     name: topic key                              "The topic's name."
//!     configs: [CreatableTopicConfig]
//!       name: string key
//!       value: string?                             "Null means the default."
//!   timeout_ms: int32 = 60000
//!   validate_only: bool @1..                       "Only check."
//! response
//!   throttle_time_ms: int32 @2.. ~
//! ```
//!
//! Indentation nests. `?` is nullable, `?@12..` nullable from version 12; `@` the versions a
//! field has; `#0` its tag; `=` the default; `~` ignorable: left out
//! without an error where the version lacks it; `key` a map key in Java; `classic` never
//! compact; `as` Kafka's own name where it does not follow from ours. A struct is laid out where
//! it is first named.

use crate::check::check;
use crate::model::{
    Code, Codes, Direction, Enum, Field, File, Kind, Literal, MEANINGS, Message, Primitive, Struct,
    Type, Value, Versions,
};
use crate::source::{Line, SchemaError, Words, lines};

/// Reads one API, header or data file. `enums` are the words that name an enum.
pub fn file(path: &str, text: &str, enums: &Codes) -> Result<File, SchemaError> {
    let lines = lines(path, text);
    let Some((first, rest)) = lines.split_first() else {
        let nothing = Line { file: path, number: 1, indent: 0, whole: "", content: "" };
        return Err(nothing.error("", "an empty file"));
    };
    let mut parser = Parser { lines: rest, enums, file: heading(*first)?, open: Vec::new() };
    parser.sections()?;
    Ok(parser.file)
}

/// Reads `schema/enums.kafka` or `schema/errors.kafka`.
pub fn codes(path: &str, text: &str) -> Result<Codes, SchemaError> {
    let mut codes = Codes::default();
    for line in lines(path, text) {
        match (line.indent, codes.enums.last_mut()) {
            (0, _) => codes.enums.push(enum_heading(line)?),
            (_, Some(last)) => last.codes.push(code(line)?),
            (_, None) => return Err(line.error(line.content, "a code outside of an enum")),
        }
    }
    Ok(codes)
}

fn enum_heading(line: Line<'_>) -> Result<Enum, SchemaError> {
    let mut words = Words::new(line);
    let word = words.expect("`enum`")?;
    if word != "enum" {
        return Err(line.error(word, "expected `enum NAME: TYPE \"doc\"`"));
    }
    let name = field_name(line, words.expect("a name")?)?;
    let word = words.expect("a type")?;
    let primitive = primitive(word).ok_or_else(|| line.error(word, "not an integer type"))?;
    let doc = text(line, words.expect("a description")?)?;
    words.end()?;
    Ok(Enum { name, primitive, doc, codes: Vec::new() })
}

fn code(line: Line<'_>) -> Result<Code, SchemaError> {
    let mut words = Words::new(line);
    let name = words.expect("a name")?.to_owned();
    equals(&mut words)?;
    let code = integer(line, words.expect("a number")?)?;
    let mut flags = Vec::new();
    let mut doc = None;
    for word in words {
        if word.starts_with('"') { doc = Some(text(line, word)?) } else { flags.push(word.into()) }
    }
    Ok(Code { name, code, flags, doc })
}

fn heading(line: Line<'_>) -> Result<File, SchemaError> {
    let mut words = Words::new(line);
    let kind = kind(&mut words)?;
    let name = words.expect("a name")?.to_owned();
    let word = words.expect("versions, like 0..7")?;
    let mut file = File {
        kind,
        name,
        versions: versions(line, word)?,
        flexible: None,
        unstable: false,
        listeners: Vec::new(),
        doc: None,
        messages: Vec::new(),
        structs: Vec::new(),
    };
    while let Some(word) = words.next() {
        match word {
            "flexible" => {
                let word = words.expect("versions, like 5..")?;
                file.flexible = Some(versions(line, word)?.min);
            }
            "unstable" => file.unstable = true,
            "on" => {
                let word = words.expect("listeners")?;
                file.listeners = word.split(',').map(str::to_owned).collect();
            }
            _ if word.starts_with('"') => file.doc = Some(text(line, word)?),
            _ => return Err(line.error(word, format!("unexpected `{word}`"))),
        }
    }
    Ok(file)
}

fn kind(words: &mut Words<'_>) -> Result<Kind, SchemaError> {
    let line = words.line;
    match words.expect("`api`, `header` or `data`")? {
        "api" => {
            let word = words.expect("the API's key")?;
            let key = word.parse().map_err(|_| line.error(word, "not an API key"))?;
            Ok(Kind::Api(key))
        }
        "header" => Ok(Kind::Header),
        "data" => Ok(Kind::Data),
        word => Err(line.error(word, "expected `api`, `header` or `data`")),
    }
}

struct Parser<'a> {
    lines: &'a [Line<'a>],
    enums: &'a Codes,
    file: File,
    /// The structs around the line that is read.
    open: Vec<String>,
}

impl<'a> Parser<'a> {
    fn sections(&mut self) -> Result<(), SchemaError> {
        while let Some((&line, rest)) = self.lines.split_first() {
            let direction = match line.content {
                "request" => Direction::Request,
                "response" => Direction::Response,
                "fields" => Direction::Itself,
                word => {
                    return Err(line.error(word, "expected `request`, `response` or `fields`"));
                }
            };
            self.lines = rest;
            let fields = self.fields(line.indent)?;
            self.file.messages.push(Message { direction, fields });
        }
        Ok(())
    }

    /// The fields one level below `indent`.
    fn fields(&mut self, indent: usize) -> Result<Vec<Field>, SchemaError> {
        let mut fields: Vec<Field> = Vec::new();
        let Some(level) = self.lines.first().map(|line| line.indent).filter(|new| *new > indent)
        else {
            return Ok(fields);
        };
        while let Some((&line, rest)) = self.lines.split_first() {
            if line.indent < level {
                break;
            }
            if line.indent > level {
                return Err(line.error(line.content, "indented too far"));
            }
            self.lines = rest;
            let field = self.field(line)?;
            check(&self.file, &fields, &field).map_err(|it| line.error(line.content, it))?;
            fields.push(field);
        }
        Ok(fields)
    }

    fn field(&mut self, line: Line<'a>) -> Result<Field, SchemaError> {
        let mut words = Words::new(line);
        let name = field_name(line, words.expect("a field")?)?;
        let word = words.expect("a type")?;
        let (ty, nullable) = self.field_type(line, word)?;
        let mut field = Field {
            name,
            kafka_name: None,
            ty,
            versions: Versions::ALL,
            nullable,
            tag: None,
            default: None,
            ignorable: false,
            key: false,
            inflexible: false,
            doc: None,
        };
        while let Some(word) = words.next() {
            attribute(line, word, &mut words, &mut field)?;
        }
        self.layout(line, word, &field)?;
        Ok(field)
    }

    fn field_type(
        &self,
        line: Line<'a>,
        word: &'a str,
    ) -> Result<(Type, Option<Versions>), SchemaError> {
        let (word, nullable) = match word.split_once('?') {
            None => (word, None),
            Some((word, "")) => (word, Some(Versions::ALL)),
            Some((word, range)) => {
                let range = range.strip_prefix('@').unwrap_or(range);
                (word, Some(versions(line, range)?))
            }
        };
        Ok((self.type_of(line, word)?, nullable))
    }

    fn type_of(&self, line: Line<'a>, word: &'a str) -> Result<Type, SchemaError> {
        if let Some(element) = word.strip_prefix('[') {
            let element =
                element.strip_suffix(']').ok_or_else(|| line.error(word, "expected `]`"))?;
            return Ok(Type::Array(Box::new(self.type_of(line, element)?)));
        }
        if let Some(value) = value(word, self.enums) {
            return Ok(Type::Value(value));
        }
        match word.chars().next() {
            Some(first) if first.is_ascii_uppercase() => Ok(Type::Struct(word.to_owned())),
            _ => Err(line.error(word, format!("there is no type `{word}`"))),
        }
    }

    /// Reads the struct below a field, unless it was laid out before.
    fn layout(&mut self, line: Line<'a>, word: &'a str, field: &Field) -> Result<(), SchemaError> {
        let below = self.lines.first().is_some_and(|next| next.indent > line.indent);
        let Some(name) = field.ty.structure() else {
            return match below {
                false => Ok(()),
                true => {
                    let next = self.lines[0];
                    Err(next.error(next.content, "only a struct has fields"))
                }
            };
        };
        match (self.file.find(name).is_some(), below) {
            // Its fields are read, but not all yet. Decoding it would have no depth it ends at.
            (true, false) if self.open.iter().any(|open| open == name) => {
                return Err(line.error(word, format!("{name} is inside of itself")));
            }
            (true, false) => return Ok(()),
            (true, true) => return Err(line.error(word, format!("{name} is laid out already"))),
            (false, false) => {
                return Err(line.error(word, format!("the fields of {name} should follow")));
            }
            (false, true) => {}
        }
        // The place is kept before the fields are read, so that outer structs come first.
        let place = self.file.structs.len();
        self.file.structs.push(Struct { name: name.to_owned(), fields: Vec::new() });
        self.open.push(name.to_owned());
        self.file.structs[place].fields = self.fields(line.indent)?;
        self.open.pop();
        Ok(())
    }
}

fn attribute<'a>(
    line: Line<'a>,
    word: &'a str,
    words: &mut Words<'a>,
    field: &mut Field,
) -> Result<(), SchemaError> {
    match word {
        "~" => field.ignorable = true,
        "key" => field.key = true,
        "classic" => field.inflexible = true,
        "as" => field.kafka_name = Some(words.expect("Kafka's name")?.to_owned()),
        "=" => field.default = Some(literal(line, words.expect("a default")?)?),
        _ if word.starts_with('"') => field.doc = Some(text(line, word)?),
        _ => match (word.strip_prefix('@'), word.strip_prefix('#')) {
            (Some(range), _) => field.versions = versions(line, range)?,
            (_, Some(number)) => field.tag = Some(tag(line, number)?),
            _ => return Err(line.error(word, format!("unexpected `{word}`"))),
        },
    }
    Ok(())
}

fn tag<'a>(line: Line<'a>, word: &'a str) -> Result<u32, SchemaError> {
    // The decoder marks the tags it knows in 32 bits.
    let number = word.parse().ok().filter(|tag| *tag < 32);
    number.ok_or_else(|| line.error(word, "not a tag from 0 to 31"))
}

fn value(word: &str, enums: &Codes) -> Option<Value> {
    let meaning = |primitive| Value { primitive, meaning: Some(word.to_owned()) };
    let known = MEANINGS.iter().find(|(name, _)| *name == word).map(|(_, it)| meaning(*it));
    let code = || enums.enums.iter().find(|it| it.name == word).map(|it| meaning(it.primitive));
    let plain = || primitive(word).map(|primitive| Value { primitive, meaning: None });
    known.or_else(code).or_else(plain)
}

fn primitive(word: &str) -> Option<Primitive> {
    Primitive::NAMES.iter().find(|(name, _)| *name == word).map(|(_, primitive)| *primitive)
}

fn field_name(line: Line<'_>, word: &str) -> Result<String, SchemaError> {
    match word.strip_suffix(':') {
        Some(name) if !name.is_empty() => Ok(name.to_owned()),
        _ => Err(line.error(word, "expected `name:`")),
    }
}

fn versions<'a>(line: Line<'a>, word: &'a str) -> Result<Versions, SchemaError> {
    let number = |text: &str| text.parse::<i16>().ok().filter(|version| *version >= 0);
    let range = match word.split_once("..") {
        None => number(word).map(|version| Versions { min: version, max: version }),
        Some((min, "")) => number(min).map(Versions::from),
        Some((min, max)) => number(min).zip(number(max)).map(|(min, max)| Versions { min, max }),
    };
    range
        .filter(|range| !range.is_empty())
        .ok_or_else(|| line.error(word, "not versions; write 3, 3.. or 3..7"))
}

fn literal<'a>(line: Line<'a>, word: &'a str) -> Result<Literal, SchemaError> {
    Ok(match word {
        "null" => Literal::Null,
        "true" => Literal::Bool(true),
        "false" => Literal::Bool(false),
        _ if word.starts_with('"') => Literal::Text(text(line, word)?),
        _ => Literal::Int(integer(line, word)?),
    })
}

fn integer<'a>(line: Line<'a>, word: &'a str) -> Result<i64, SchemaError> {
    word.parse().map_err(|_| line.error(word, "not a number"))
}

fn text<'a>(line: Line<'a>, word: &'a str) -> Result<String, SchemaError> {
    word.strip_prefix('"')
        .and_then(|word| word.strip_suffix('"'))
        .map(str::to_owned)
        .ok_or_else(|| line.error(word, "expected a text in double quotes"))
}

fn equals(words: &mut Words<'_>) -> Result<(), SchemaError> {
    match words.expect("`=`")? {
        "=" => Ok(()),
        word => Err(words.line.error(word, "expected `=`")),
    }
}
