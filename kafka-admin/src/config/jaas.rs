//! `sasl.jaas.config`: `LoginModule required key="value" …;`, as Kafka's `JaasConfig` reads it.

use std::iter::Peekable;
use std::str::Chars;

use zeroize::Zeroizing;

use crate::{Error, Result};

/// Characters of a value that are wiped without a trace.
const ROOM: usize = 4_096;

/// One login module and its options. No `Debug`: an option may be a password.
pub(super) struct Module {
    class: String,
    options: Vec<(String, Zeroizing<String>)>,
}

enum Token {
    Text(Zeroizing<String>),
    Equals,
    End,
}

impl Module {
    /// Reads the line. Errors say what is missing and never repeat the line.
    pub(super) fn parse(line: &str) -> Result<Self> {
        let mut tokens = tokens(line)?.into_iter();
        let class = text(tokens.next()).ok_or_else(|| broken("it names no login module"))?;
        let flag =
            text(tokens.next()).ok_or_else(|| broken("the control flag (required) is missing"))?;
        check_flag(&flag)?;
        let mut options = Vec::new();
        loop {
            match tokens.next() {
                Some(Token::Text(key)) => options.push((key.to_string(), value(&mut tokens)?)),
                Some(Token::End) => break,
                Some(Token::Equals) => return Err(broken("a = has no option in front of it")),
                None => return Err(broken("the ; at the end is missing")),
            }
        }
        match tokens.next() {
            None => Ok(Self { class: class.to_string(), options }),
            Some(_) => Err(broken("only one login module is allowed")),
        }
    }

    /// The class without its package.
    pub(super) fn class(&self) -> &str {
        self.class.rsplit('.').next().unwrap_or_default()
    }

    pub(super) fn option(&self, key: &str) -> Option<&str> {
        self.options.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }
}

fn text(token: Option<Token>) -> Option<Zeroizing<String>> {
    match token? {
        Token::Text(text) => Some(text),
        Token::Equals | Token::End => None,
    }
}

fn check_flag(flag: &str) -> Result<()> {
    let flags = ["required", "requisite", "sufficient", "optional"];
    match flags.iter().any(|known| flag.eq_ignore_ascii_case(known)) {
        true => Ok(()),
        false => Err(broken("the word behind the login module must be a control flag (required)")),
    }
}

fn value(tokens: &mut impl Iterator<Item = Token>) -> Result<Zeroizing<String>> {
    match tokens.next() {
        Some(Token::Equals) => text(tokens.next()).ok_or_else(|| broken("an option has no value")),
        _ => Err(broken("an option has no = behind it; a value with = ; or spaces needs quotes")),
    }
}

fn tokens(line: &str) -> Result<Vec<Token>> {
    let (mut tokens, mut chars) = (Vec::new(), line.chars().peekable());
    while let Some(&c) = chars.peek() {
        match c {
            '"' | '\'' => tokens.push(Token::Text(quoted(&mut chars)?)),
            '=' => tokens.push(single(&mut chars, Token::Equals)),
            ';' => tokens.push(single(&mut chars, Token::End)),
            c if c.is_whitespace() => drop(chars.next()),
            _ => tokens.push(Token::Text(word(&mut chars))),
        }
    }
    Ok(tokens)
}

fn single(chars: &mut Peekable<Chars<'_>>, token: Token) -> Token {
    chars.next();
    token
}

fn word(chars: &mut Peekable<Chars<'_>>) -> Zeroizing<String> {
    let mut word = with_room(chars);
    while let Some(c) = chars.next_if(|c| !c.is_whitespace() && !"=;\"'".contains(*c)) {
        word.push(c);
    }
    word
}

/// Up to the same quote; `\` takes the next character as it is, but `\n`, `\t` and `\r`.
fn quoted(chars: &mut Peekable<Chars<'_>>) -> Result<Zeroizing<String>> {
    let quote = chars.next();
    let mut text = with_room(chars);
    loop {
        match chars.next().ok_or_else(|| broken("a quote is not closed"))? {
            c if Some(c) == quote => return Ok(text),
            '\\' => {
                text.push(escaped(chars.next().ok_or_else(|| broken("a quote is not closed"))?))
            }
            c => text.push(c),
        }
    }
}

/// A string that grows leaves its old memory behind, unwiped: one this long holds any password.
fn with_room(chars: &Peekable<Chars<'_>>) -> Zeroizing<String> {
    let room = chars.clone().take(ROOM).map(char::len_utf8).sum();
    Zeroizing::new(String::with_capacity(room))
}

fn escaped(c: char) -> char {
    match c {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        other => other,
    }
}

fn broken(why: &'static str) -> Error {
    Error::config(format!("sasl.jaas.config: {why}"))
        .hinted("write it as: <LoginModule> required username=\"…\" password=\"…\";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_every_kafka_document() {
        let module = Module::parse(
            "org.apache.kafka.common.security.scram.ScramLoginModule required \\\n username=\"alice\" password=\"a;b=\\\"c' d\";",
        );
        assert!(module.is_err(), "a bare backslash is a word, and no flag follows");
        let module = Module::parse(
            "org.apache.kafka.common.security.scram.ScramLoginModule required\n username=\"alice\" password='a;b=\\\"c\\' d';",
        )
        .unwrap();
        assert_eq!(module.class(), "ScramLoginModule");
        assert_eq!(module.option("username"), Some("alice"));
        assert_eq!(module.option("password"), Some("a;b=\"c' d"));
        assert_eq!(module.option("other"), None);
    }

    #[test]
    fn words_need_no_quotes() {
        let line = "software.amazon.msk.auth.iam.IAMLoginModule required awsProfileName=dev awsRoleArn=arn:aws:iam::1:role/x;";
        let module = Module::parse(line).unwrap();
        assert_eq!(module.option("awsRoleArn"), Some("arn:aws:iam::1:role/x"));
    }

    #[test]
    fn a_broken_line_is_never_repeated() {
        for line in [
            "",
            ";",
            "M",
            "M required",
            "M password=MARKER;",
            "M required password=MARKER",
            "M required password MARKER;",
            "M required password=\"MARKER;",
            "M required password=;",
            "M required =MARKER;",
            "M required password=MARKER; N required;",
        ] {
            let error = Module::parse(line).err().expect(line);
            assert!(!format!("{error} {error:?}").contains("MARKER"), "{error}");
        }
    }
}
