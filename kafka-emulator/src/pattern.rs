//! Regular expressions as RE2 has them, as far as filters of names use them: characters, `.`, classes, groups,
//! `|`, `*`, `+` and `?`. What is matched is the whole text, in steps of at most its length for each part of
//! the expression, so nobody can make it take long.

use std::collections::BTreeSet;

/// How deep groups may be within each other, and how many parts there may be.
const MAX_DEPTH: usize = 50;
const MAX_LENGTH: usize = 1_000;

/// An expression.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Pattern(Node);

/// The text is no expression, or has something that is not known here.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

#[derive(Debug, PartialEq, Eq)]
enum Node {
    /// One of these characters, or none of them.
    One {
        ranges: Vec<(char, char)>,
        is_in: bool,
    },
    Sequence(Vec<Node>),
    Either(Vec<Node>),
    /// At least, and whether more than once.
    Repeated {
        node: Box<Node>,
        from: usize,
        is_many: bool,
    },
}

/// Where in the text a match may have got to.
type Places = BTreeSet<usize>;

impl Pattern {
    pub(crate) fn parse(text: &str) -> Result<Self, Malformed> {
        let mut parser = Parser { left: text.chars().rev().collect(), depth: 0 };
        if parser.left.len() > MAX_LENGTH {
            return Err(Malformed);
        }
        let node = parser.either()?;
        if parser.left.is_empty() { Ok(Self(node)) } else { Err(Malformed) }
    }

    /// Whether it is the whole text.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        self.0.step(&text, &Places::from([0])).contains(&text.len())
    }
}

impl Node {
    fn step(&self, text: &[char], from: &Places) -> Places {
        match self {
            Self::One { ranges, is_in } => {
                let fits = |it: &char| {
                    ranges.iter().any(|(first, last)| (first..=last).contains(&it)) == *is_in
                };
                from.iter().filter(|at| text.get(**at).is_some_and(fits)).map(|at| at + 1).collect()
            }
            Self::Sequence(nodes) => {
                nodes.iter().fold(from.clone(), |places, node| node.step(text, &places))
            }
            Self::Either(nodes) => nodes.iter().flat_map(|node| node.step(text, from)).collect(),
            Self::Repeated { node, from: least, is_many } => {
                let first = node.step(text, from);
                let mut places = if *least == 0 { from.clone() } else { Places::new() };
                let mut fresh = first;
                loop {
                    fresh.retain(|at| !places.contains(at));
                    if fresh.is_empty() {
                        return places;
                    }
                    places.extend(&fresh);
                    if !is_many {
                        return places;
                    }
                    fresh = node.step(text, &fresh);
                }
            }
        }
    }
}

/// The characters that are left, the next one last.
struct Parser {
    left: Vec<char>,
    depth: usize,
}

impl Parser {
    fn either(&mut self) -> Result<Node, Malformed> {
        let mut nodes = vec![self.sequence()?];
        while self.takes('|') {
            nodes.push(self.sequence()?);
        }
        Ok(Node::Either(nodes))
    }

    fn sequence(&mut self) -> Result<Node, Malformed> {
        let mut nodes = Vec::new();
        while !matches!(self.left.last(), None | Some('|' | ')')) {
            let node = self.one()?;
            nodes.push(self.repeated(node)?);
        }
        Ok(Node::Sequence(nodes))
    }

    fn repeated(&mut self, node: Node) -> Result<Node, Malformed> {
        let (from, is_many) = match self.left.last() {
            Some('*') => (0, true),
            Some('+') => (1, true),
            Some('?') => (0, false),
            _ => return Ok(node),
        };
        self.left.pop();
        match self.left.last() {
            Some('*' | '+' | '?') => Err(Malformed),
            _ => Ok(Node::Repeated { node: Box::new(node), from, is_many }),
        }
    }

    fn one(&mut self) -> Result<Node, Malformed> {
        let only = |c| Node::One { ranges: vec![(c, c)], is_in: true };
        match self.left.pop().ok_or(Malformed)? {
            '(' => self.group(),
            '[' => self.class(),
            '.' => Ok(Node::One { ranges: vec![('\n', '\n')], is_in: false }),
            '\\' => self.escaped().map(only),
            '*' | '+' | '?' | '{' | '^' | '$' => Err(Malformed),
            c => Ok(only(c)),
        }
    }

    fn group(&mut self) -> Result<Node, Malformed> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Malformed);
        }
        let node = self.either()?;
        self.depth -= 1;
        if self.takes(')') { Ok(node) } else { Err(Malformed) }
    }

    fn class(&mut self) -> Result<Node, Malformed> {
        let (is_in, mut ranges) = (!self.takes('^'), Vec::new());
        while ranges.is_empty() || !self.takes(']') {
            let first = self.of_class()?;
            let is_range =
                self.left.last() == Some(&'-') && self.left.iter().rev().nth(1) != Some(&']');
            let last = match is_range && self.takes('-') {
                true => self.of_class()?,
                false => first,
            };
            if last < first {
                return Err(Malformed);
            }
            ranges.push((first, last));
        }
        Ok(Node::One { ranges, is_in })
    }

    fn of_class(&mut self) -> Result<char, Malformed> {
        match self.left.pop().ok_or(Malformed)? {
            '\\' => self.escaped(),
            c => Ok(c),
        }
    }

    /// A character that is no letter or digit stands for itself.
    fn escaped(&mut self) -> Result<char, Malformed> {
        self.left.pop().filter(char::is_ascii_punctuation).ok_or(Malformed)
    }

    fn takes(&mut self, wanted: char) -> bool {
        self.left.pop_if(|next| *next == wanted).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_text_is_matched() {
        for (pattern, yes, no) in [
            ("ab", "ab", "abc"),
            ("a.*", "abc", "ba"),
            (".*c", "abc", "ab"),
            ("a|b+", "bb", "ab"),
            ("(ab)*c?", "ababc", "abac"),
            ("[a-c_-]+", "a_-c", "ad"),
            ("[^a-c]x", "dx", "ax"),
            (r"a\.b", "a.b", "axb"),
            ("[]a]", "]", "b"),
            ("((a*)*)*", "aaa", "aab"),
            ("", "", "a"),
        ] {
            let parsed = Pattern::parse(pattern).unwrap();
            assert!(parsed.matches(yes) && !parsed.matches(no), "{pattern}");
        }
    }

    #[test]
    fn what_is_no_expression_is_refused() {
        for text in ["(", ")", "a)", "[", "[b-a]", "*", "a**", "+a", "a{2}", r"\", r"\d", "^a"] {
            assert_eq!(Pattern::parse(text), Err(Malformed), "{text}");
        }
        assert_eq!(Pattern::parse(&"(".repeat(900)), Err(Malformed));
        assert_eq!(Pattern::parse(&"a".repeat(1_001)), Err(Malformed));
    }

    #[test]
    fn nothing_takes_long() {
        let pattern = Pattern::parse(&format!("{}b", "(a*)*".repeat(100))).unwrap();
        assert!(!pattern.matches(&"a".repeat(1_000)));
    }
}
