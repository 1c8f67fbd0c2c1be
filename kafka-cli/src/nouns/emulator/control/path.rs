//! Paths of requests, with their escapes read.

use hyper::Uri;

/// The parts between slashes, and what stands behind the question mark.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Path {
    parts: Vec<String>,
    query: Vec<(String, String)>,
}

impl Path {
    /// `None` if it is not UTF-8 behind its escapes.
    pub(super) fn parse(uri: &Uri) -> Option<Self> {
        let parts = uri.path().split('/').filter(|part| !part.is_empty());
        let parts = parts.map(unescaped).collect::<Option<_>>()?;
        let query = uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let query = query.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((unescaped(name)?, unescaped(value)?))
        });
        Some(Self { parts, query: query.collect::<Option<_>>()? })
    }

    pub(super) fn parts(&self) -> Vec<&str> {
        self.parts.iter().map(String::as_str).collect()
    }

    pub(super) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// `%2F` is a slash.
fn unescaped(text: &str) -> Option<String> {
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((first, behind)) = rest.split_first() {
        let hex = behind.get(..2).filter(|_| *first == b'%');
        let digits = hex.and_then(|hex| std::str::from_utf8(hex).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_read_within_the_parts() {
        let path = |text: &str| Path::parse(&text.parse().unwrap());
        let read = path("/v1/clusters/arn%3Aaws%3Acluster%2Fa%2fb/topics?maxResults=3&x").unwrap();
        assert_eq!(read.parts(), ["v1", "clusters", "arn:aws:cluster/a/b", "topics"]);
        assert_eq!(
            (read.query("maxResults"), read.query("x"), read.query("y")),
            (Some("3"), Some(""), None)
        );
        assert_eq!(path("/%ff"), None);
        assert_eq!(path("/100%/%zz").unwrap().parts(), ["100%", "%zz"]);
    }
}
