//! Bytes as people have them.

/// Hex, plain or as a dump.
///
/// Spaces, colons and commas may stand between groups of digits, `0x` and `\\x` in front of them. Offsets in front of
/// a line and texts behind it, as xxd, hexdump -C, tcpdump -X and Wireshark have, are left out. None for anything else.
#[must_use]
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let has_bars = text.lines().any(|line| line.contains("  |") && line.ends_with('|'));
    let groups = text.lines().flat_map(|line| groups(line, has_bars));
    let bytes: Option<Vec<_>> = groups.map(bytes_of).collect();
    bytes.map(|bytes| bytes.concat())
}

fn bytes_of(group: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = group.chars().map(|c| Some(c.to_digit(16)? as u8)).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

/// The groups of digits in a line, without the offset in front and the text behind them.
///
/// ```text
/// 00000000: 0000 0017 0012 0003  ........            xxd
///     0x0000:  0000 0017 0012 0003  ........         tcpdump -X
/// 00000000  00 00 00 17  00 12 00 03  |........|     hexdump -C
/// 0000   00 00 00 17 00 12 00 03   ........          Wireshark
/// ```
fn groups(line: &str, has_bars: bool) -> Vec<&str> {
    let line = line.trim();
    let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let data = match offset(first) {
        Some(true) => before_text(rest),
        // The last line of hexdump -C is an offset alone.
        Some(false) if has_bars => rest.split('|').next().unwrap_or_default(),
        Some(false) if rest.starts_with(' ') => before_text(rest),
        _ => line,
    };
    let groups = data.split(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | '\\'));
    groups.map(|it| it.strip_prefix("0x").or(it.strip_prefix('x')).unwrap_or(it)).collect()
}

/// Whether it can be the offset of a line, and whether it can be nothing else.
fn offset(word: &str) -> Option<bool> {
    let digits = word.strip_suffix(':').unwrap_or(word);
    let number = digits.strip_prefix("0x").unwrap_or(digits);
    let is_number = number.len() >= 4 && number.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_number.then_some(digits.len() < word.len())
}

fn before_text(line: &str) -> &str {
    let line = line.trim_start();
    line.split_once("  ").map_or(line, |(data, _)| data)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BYTES: [u8; 20] = *b"\0\0\0\x10\0\x12\0\x00\0\0\0\x07\0\x06ab|cd ";

    #[test]
    fn hex_is_read_in_every_usual_shape() {
        for text in [
            "0000001000120000000000070006 61627C636420",
            "00 00 00 10 00 12 00 00\n00 00 00 07 00 06 61 62 7c 63 64 20\n",
            "00:00:00:10:00:12:00:00:00:\n00:00:07:00:06:61:62:7c:63:64:20",
            "0x000000100012000000000007 0x000661627c636420",
            "0x00, 0x00, 0x00, 0x10, 0x00, 0x12, 0000 00000007,0006,6162,7c63,6420",
            r"\x00\x00\x00\x10\x00\x12\x00\x00\x00\x00\x00\x07\x00\x06\x61\x62\x7c\x63\x64\x20",
        ] {
            assert_eq!(unhex(text).unwrap(), BYTES, "{text}");
        }
    }

    #[test]
    fn dumps_are_read_without_their_offsets_and_texts() {
        for text in [
            "00000000: 0000 0010 0012 0000 0000 0007 0006 6162  ..............ab\n\
             00000010: 7c63 6420                                |cd \n",
            "\t0x0000:  0000 0010 0012 0000 0000 0007 0006 6162  ..............ab\n\
             \t0x0010:  7c63 6420                                .cd.\n",
            "00000000  00 00 00 10 00 12 00 00  00 00 00 07 00 06 61 62  |..............ab|\n\
             00000010  7c 63 64 20                                       ||cd |\n00000014\n",
            "0000   00 00 00 10 00 12 00 00 00 00 00 07 00 06 61 62   ..............ab\n\
             0010   7c 63 64 20                                       .cd \n",
        ] {
            assert_eq!(unhex(text).unwrap(), BYTES, "{text}");
        }
    }

    #[test]
    fn what_is_no_hex_is_none() {
        for text in ["00 0g", "000", "0 0", "password"] {
            assert_eq!(unhex(text), None, "{text}");
        }
    }
}
