//! A line of a vector file.

/// One message: what it is, its bytes, and the values in them.
pub(crate) struct Line {
    pub(crate) name: String,
    /// `request`, `response`, `header` or `data`.
    pub(crate) kind: String,
    pub(crate) version: i16,
    /// `default`, `populated`, `null` or `empty`.
    pub(crate) case: String,
    pub(crate) json: String,
    pub(crate) bytes: Vec<u8>,
}

/// Every line of a file that is no comment, with its number.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = (usize, Result<Line, String>)> {
    let says_something = |(_, line): &(usize, &str)| !is_comment(line);
    let numbered = text.lines().enumerate().filter(says_something);
    numbered.map(|(index, line)| (index + 1, parse(line)))
}

fn is_comment(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with('#') || line.starts_with("api_key\t")
}

fn parse(line: &str) -> Result<Line, String> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [_, name, kind, version, case, json, hex] = columns.as_slice() else {
        return Err(format!("{} columns, not 7", columns.len()));
    };
    let (name, json) = renamed(name, json);
    Ok(Line {
        name: name.to_owned(),
        kind: (*kind).to_owned(),
        version: version.parse().map_err(|_| format!("{version} is not a version"))?,
        case: (*case).to_owned(),
        json,
        bytes: unhex(hex).ok_or("not hex")?,
    })
}

/// KIP-1142 (Kafka 4.1) gave API 74 and its fields other names; the bytes stayed.
fn renamed<'a>(name: &'a str, json: &str) -> (&'a str, String) {
    if name != "ListClientMetricsResources" {
        return (name, json.to_owned());
    }
    let json = json.replace("\"clientMetricsResources\"", "\"configResources\"");
    ("ListConfigResources", json.replace("\"name\"", "\"resourceName\""))
}

fn unhex(hex: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    hex.as_bytes()
        .chunks(2)
        .map(|pair| Some((digit(pair[0])? << 4 | digit(*pair.get(1)?)?) as u8))
        .collect()
}
