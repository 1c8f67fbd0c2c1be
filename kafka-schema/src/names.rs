//! Kafka's names in Rust's spelling, and back.

/// `TopicAuthorizedOperations` → `topic_authorized_operations`.
pub fn snake(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (index, c) in chars.iter().enumerate() {
        let after_small = index > 0 && !chars[index - 1].is_ascii_uppercase();
        let before_small = chars.get(index + 1).is_some_and(char::is_ascii_lowercase);
        let starts_word = c.is_ascii_uppercase() && (after_small || before_small);
        if index > 0 && starts_word && !out.ends_with('_') {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// `topic_authorized_operations` → `topicAuthorizedOperations`, as Kafka writes it in JSON.
pub fn camel(name: &str) -> String {
    let mut out = String::new();
    let mut upper = false;
    for c in name.chars() {
        match c {
            '_' => upper = true,
            _ if upper => {
                out.push(c.to_ascii_uppercase());
                upper = false;
            }
            _ => out.push(c),
        }
    }
    out
}

/// The first letter small: Kafka's JSON name of a field.
pub fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_ascii_lowercase().to_string() + chars.as_str())
}

/// A field's name as Rust can say it.
pub fn ident(name: &str) -> String {
    match name {
        "type" | "match" | "move" | "ref" | "self" | "use" | "where" => format!("r#{name}"),
        _ => name.to_owned(),
    }
}

/// `DescribeAclsRequest` → `describe_acls_request`; `Topology` → `topology`.
pub fn module(name: &str) -> String {
    snake(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found() {
        for (kafka, ours) in [
            ("TopicAuthorizedOperations", "topic_authorized_operations"),
            ("timeoutMs", "timeout_ms"),
            ("IsrNodes", "isr_nodes"),
            ("LastKnownElr", "last_known_elr"),
        ] {
            assert_eq!(snake(kafka), ours);
            assert_eq!(camel(ours), lower_first(kafka));
        }
    }
}
