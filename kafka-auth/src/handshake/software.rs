//! The software name and version that a client sends with ApiVersions v3 and later (KIP-511).

/// KIP-511: both "must match the following regex: `[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?`",
/// or the broker answers INVALID_REQUEST.
pub(super) fn is_valid(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().all(|byte| is_inner(*byte))
        && bytes.first().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.last().is_some_and(u8::is_ascii_alphanumeric)
}

/// The nearest text that is valid: `my_app` becomes `my-app`, nothing becomes `unknown`.
pub(super) fn sanitised(text: &str) -> String {
    let dashed: String =
        text.chars().map(|c| if c.is_ascii() && is_inner(c as u8) { c } else { '-' }).collect();
    match dashed.trim_matches(['-', '.']) {
        "" => "unknown".to_owned(),
        name => name.to_owned(),
    }
}

fn is_inner(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kip_511_names_match_the_regex() {
        for text in ["a", "kafka-auth", "1.2.3", "a..b--c"] {
            assert!(is_valid(text), "{text}");
            assert_eq!(sanitised(text), text);
        }
        for text in ["", "-", ".a", "a-", "my_app", "a b", "é", "a\n"] {
            assert!(!is_valid(text), "{text}");
        }
    }

    #[test]
    fn kip_511_other_names_are_made_to_match() {
        let cases =
            [("my_app", "my-app"), ("", "unknown"), ("_._", "unknown"), (" é1.0+x ", "1.0-x")];
        for (text, name) in cases {
            assert_eq!(sanitised(text), name);
            assert!(is_valid(name));
        }
    }
}
