//! Spans of time as people write them.

use std::time::Duration;

/// `500ms`, `30s`, `15m`, `12h`, `7d`; more than nothing.
pub(super) fn span(text: &str) -> Result<Duration, String> {
    let wrong = || format!("{text} is no time such as 30s, 15m, 12h or 7d");
    let digits = text.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
    let (number, unit) = text.split_at(digits);
    let unit = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return Err(wrong()),
    };
    let number: u64 = number.parse().map_err(|_| wrong())?;
    match number.checked_mul(unit) {
        None | Some(0) => Err(wrong()),
        Some(milliseconds) => Ok(Duration::from_millis(milliseconds)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_has_a_number_and_a_unit() {
        assert_eq!(span("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(span("7d"), Ok(Duration::from_secs(7 * 86_400)));
        for wrong in ["", "7", "d", "0s", "-1s", "1w", "1.5h", "99999999999999999999d", "1h "] {
            assert!(span(wrong).is_err(), "{wrong:?}");
        }
    }
}
