//! What to try when bytes are not what they were taken for: everything here was tried.

use crate::model::Direction;

use super::content::Content;

/// The next step, for bytes with their length in front if they have one, that could not be decoded as `content`. The
/// flags that it names are those of `kadm decode`.
#[must_use]
pub fn next_step(content: Content, bytes: &[u8]) -> String {
    let frame = content.without_length(bytes);
    let found = several_frames(content, bytes)
        .or_else(|| header(content, frame))
        .or_else(|| other_versions(content, frame))
        .or_else(|| cut_short(content, bytes));
    found.unwrap_or_else(|| fallback(content).to_owned())
}

/// A stream has one frame behind the other.
fn several_frames(content: Content, bytes: &[u8]) -> Option<String> {
    let (length, rest) = length(bytes)?;
    content.decode(rest.get(..length)?).ok()?;
    let more = rest.len() - length;
    Some(format!("the frame ends after {length} bytes, and {more} more follow: take one at a time"))
}

/// The usual mistakes about what stands in front of the body.
fn header(content: Content, frame: &[u8]) -> Option<String> {
    let readings = match content {
        Content::Request => return None,
        Content::Response { api, version } => {
            let body = Content::Body { api, version, direction: Direction::Response };
            vec![
                (body, 0, "it has no header: give --body"),
                (body, 4, "it has response header v0, where this version has v1"),
                (body, 5, "it has response header v1, where this version has v0"),
            ]
        }
        Content::Body { direction: Direction::Request, .. } => {
            vec![(Content::Request, 0, "it has a header: leave --body out")]
        }
        Content::Body { api, version, .. } => {
            vec![(Content::Response { api, version }, 0, "it has a header: leave --body out")]
        }
    };
    for (content, skip, advice) in readings {
        if frame.get(skip..).is_some_and(|bytes| content.decode(bytes).is_ok()) {
            return Some(advice.to_owned());
        }
    }
    None
}

fn other_versions(content: Content, frame: &[u8]) -> Option<String> {
    let fits = content.versions().filter(|(_, other)| other.decode(frame).is_ok());
    let fits: Vec<_> = fits.map(|(version, _)| version.to_string()).collect();
    (!fits.is_empty()).then(|| format!("it can be read with --version {}", fits.join(" or ")))
}

/// Only a guess: the first bytes may be something else.
fn cut_short(content: Content, bytes: &[u8]) -> Option<String> {
    const LARGEST: usize = 100 << 20;
    let (length, rest) = length(bytes).filter(|(length, _)| *length <= LARGEST)?;
    let missing = length.checked_sub(rest.len()).filter(|missing| *missing > 0)?;
    let guess = format!("if the first four bytes are a length, {missing} of {length} are missing");
    Some(format!("{guess}; {}", fallback(content)))
}

fn fallback(content: Content) -> &'static str {
    match content {
        Content::Request => {
            "if it is a response, say so with --response, and give --api and --version of the \
             request; otherwise it is no Kafka request, or a part of one"
        }
        _ => {
            "no version of this API fits: check --api, whether it is a request instead, and \
             whether all bytes were captured"
        }
    }
}

fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    Some((usize::try_from(i32::from_be_bytes(*length)).ok()?, rest))
}
