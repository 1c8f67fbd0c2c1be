//! Names by pattern, as a shell has it: `*` is any characters, `?` is one. No topic has such a character in its
//! name. Commands that only read take patterns; what changes or deletes something takes names.

use kafka_admin::Admin;
use kafka_admin::escape::Escaped;

use crate::failure::{Failure, Result};

pub(crate) fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?'])
}

/// Whether the whole name is of the pattern. It takes no more steps than the product of both lengths.
pub(crate) fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut of_name) = (0, 0);
    // Where the last star is, and up to where it reaches in the name.
    let mut star: Option<(usize, usize)> = None;
    while of_name < name.len() {
        match (pattern.get(at), star) {
            (Some('*'), _) => {
                star = Some((at, of_name));
                at += 1;
            }
            (Some(c), _) if *c == '?' || name.get(of_name) == Some(c) => {
                at += 1;
                of_name += 1;
            }
            (_, Some((place, reach))) => {
                star = Some((place, reach + 1));
                (at, of_name) = (place + 1, reach + 1);
            }
            (_, None) => return false,
        }
    }
    pattern.iter().skip(at).all(|c| *c == '*')
}

/// Whether one of the patterns fits, or there is none.
pub(crate) fn is_meant(patterns: &[String], name: &str) -> bool {
    patterns.is_empty() || patterns.iter().any(|pattern| matches(pattern, name))
}

/// The names, with the topics that there are in the place of each pattern.
///
/// # Errors
/// No topic is of a pattern.
pub(crate) async fn topics(admin: &Admin, wanted: &[String]) -> Result<Vec<String>> {
    if !wanted.iter().any(|it| is_pattern(it)) {
        return Ok(wanted.to_vec());
    }
    let listed = admin.list_topics().await?;
    let mut names: Vec<String> = Vec::new();
    for it in wanted {
        if !is_pattern(it) {
            names.push(it.clone());
            continue;
        }
        let before = names.len();
        let found = listed.iter().map(|topic| &topic.name).filter(|name| matches(it, name));
        names.extend(found.cloned());
        if names.len() == before {
            return Err(Failure::unexpected(format!("no topic is of the pattern {}", Escaped(it)))
                .hint("kadm topic list shows the topics you may DESCRIBE"));
        }
    }
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    Ok(names)
}

/// The same; where no name is given, all topics that there are, and none is no error.
pub(crate) async fn topics_or_all(admin: &Admin, wanted: &[String]) -> Result<Vec<String>> {
    match wanted {
        [] => Ok(admin.list_topics().await?.into_iter().map(|topic| topic.name).collect()),
        wanted => topics(admin, wanted).await,
    }
}

/// For commands that change or delete: what they do is spelled out, name by name.
pub(crate) fn refuse<'n>(mut names: impl Iterator<Item = &'n str>) -> Result<()> {
    match names.find(|name| is_pattern(name)) {
        None => Ok(()),
        Some(pattern) => {
            let pattern = Escaped(pattern);
            Err(Failure::usage(format!("{pattern} is a pattern, and this takes names"))
                .hint(format!("kadm topic list '{pattern}' lists the topics of that pattern")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_anything_and_a_question_mark_one_character() {
        for (pattern, name, expected) in [
            ("orders", "orders", true),
            ("orders", "orders2", false),
            ("orders*", "orders", true),
            ("*eu*", "orders-eu-1", true),
            ("*-eu", "orders-eu-1-eu", true),
            ("o?ders", "orders", true),
            ("o?ders", "oders", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-b-b-d", false),
            ("*", "", true),
            ("?", "", false),
            ("", "", true),
            ("", "a", false),
            ("*é?", "caféx", true),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }

    /// One that tries every way to share a name among the stars takes longer than the universe lasts.
    #[test]
    fn many_stars_take_no_time() {
        assert!(!matches(&"*a".repeat(2_000), &"b".repeat(10_000)));
        assert!(!matches(&("a*".repeat(500) + "b"), &"a".repeat(2_000)));
    }
}
