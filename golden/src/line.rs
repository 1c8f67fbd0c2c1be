//! A line of a vector file.

/// One message: what it is, its bytes, and the values in them.
pub struct Line {
    /// -1 for a header or data.
    pub key: i16,
    pub name: String,
    /// `request`, `response`, `header` or `data`.
    pub kind: String,
    pub version: i16,
    /// `default`, `populated`, `null` or `empty`.
    pub case: String,
    pub json: String,
    pub bytes: Vec<u8>,
}

/// Every line of a file that is no comment, with its number.
pub fn lines(text: &str) -> impl Iterator<Item = (usize, Result<Line, String>)> {
    let says_something = |(_, line): &(usize, &str)| !is_comment(line);
    let numbered = text.lines().enumerate().filter(says_something);
    numbered.map(|(index, line)| (index + 1, parse(line)))
}

fn is_comment(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with('#') || line.starts_with("api_key\t")
}

fn parse(line: &str) -> Result<Line, String> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [key, name, kind, version, case, json, hex] = columns.as_slice() else {
        return Err(format!("{} columns, not 7", columns.len()));
    };
    let number = |text: &str| text.parse().map_err(|_| format!("{text} is not a number"));
    Ok(Line {
        key: number(key)?,
        name: (*name).to_owned(),
        kind: (*kind).to_owned(),
        version: number(version)?,
        case: (*case).to_owned(),
        json: renamed(name, json),
        bytes: unhex(hex).ok_or("not hex")?,
    })
}

/// The newer names of what Kafka 4 renamed, by API; the bytes stayed.
const RENAMED: [(&str, &str, &str); 6] = [
    // KIP-1142 (Kafka 4.1) named the API 74 itself ListConfigResources.
    ("ListClientMetricsResources", "clientMetricsResources", "configResources"),
    ("ListClientMetricsResources", "name", "resourceName"),
    ("TxnOffsetCommit", "generationId", "generationIdOrMemberEpoch"),
    ("Vote", "candidateEpoch", "replicaEpoch"),
    ("Vote", "candidateId", "replicaId"),
    ("Vote", "candidateDirectoryId", "replicaDirectoryId"),
];

fn renamed(name: &str, json: &str) -> String {
    let names = RENAMED.iter().filter(|(api, ..)| *api == name);
    names.fold(json.to_owned(), |json, (_, old, new)| {
        json.replace(&format!("\"{old}\":"), &format!("\"{new}\":"))
    })
}

fn unhex(hex: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    hex.as_bytes()
        .chunks(2)
        .map(|pair| Some((digit(pair[0])? << 4 | digit(*pair.get(1)?)?) as u8))
        .collect()
}
