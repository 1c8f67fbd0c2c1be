//! Spans of time that somebody types: `15m`, or `PT15M` (ISO 8601).

use std::time::Duration;

/// The milliseconds of a day.
pub(crate) const DAY: i64 = 86_400_000;

/// Units, by how many milliseconds they have.
const UNITS: [(&str, u64); 5] =
    [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

/// `500ms`, `90s`, `15m`, `12h`, `7d`.
pub(crate) fn parse(text: &str) -> Result<Duration, String> {
    let unit = text.find(|c: char| !c.is_ascii_digit()).and_then(|at| text.split_at_checked(at));
    let found = unit.and_then(|(number, unit)| {
        let (_, millis) = UNITS.iter().find(|(name, _)| *name == unit)?;
        number.parse::<u64>().ok()?.checked_mul(*millis)
    });
    let wrong = || format!("{text} is no time such as 90s, 15m, 12h or 7d");
    found.map(Duration::from_millis).ok_or_else(wrong)
}

/// The same, and more than nothing.
pub(crate) fn some(text: &str) -> Result<Duration, String> {
    match parse(text)? {
        Duration::ZERO => Err(format!("{text} is no time at all")),
        span => Ok(span),
    }
}

/// `P7D`, `PT1H30M`, `P1DT0.5S`: in milliseconds.
pub(crate) fn iso(text: &str) -> Result<i64, String> {
    let wrong = || format!("a duration is P7D, PT1H30M or so, not {text}");
    let rest = text.strip_prefix(['P', 'p']).ok_or_else(wrong)?;
    let (date, time) = rest.split_once(['T', 't']).map_or((rest, None), |(d, t)| (d, Some(t)));
    let has_empty_part = time.map_or(date.is_empty(), str::is_empty);
    let found = || {
        let date = parts(date, &[('D', DAY)])?;
        let units = [('H', 3_600_000), ('M', 60_000), ('S', 1_000)];
        date.checked_add(parts(time.unwrap_or_default(), &units)?)
    };
    found().filter(|_| !has_empty_part).ok_or_else(wrong)
}

/// `1H30M`: each unit at most once, in this order; seconds may have a fraction.
fn parts(mut text: &str, units: &[(char, i64)]) -> Option<i64> {
    let mut sum = 0_i64;
    for (unit, milliseconds) in units {
        let is_unit = |c: char| c.eq_ignore_ascii_case(unit);
        let Some((number, rest)) = text.split_once(is_unit) else { continue };
        let part = match number.split_once('.').filter(|_| *unit == 'S') {
            Some((whole, fraction)) => {
                digits(whole)?.checked_mul(1_000)?.checked_add(millis(fraction)?)?
            }
            None => digits(number)?.checked_mul(*milliseconds)?,
        };
        (sum, text) = (sum.checked_add(part)?, rest);
    }
    text.is_empty().then_some(sum)
}

/// The milliseconds of the digits behind a point.
pub(crate) fn millis(fraction: &str) -> Option<i64> {
    digits(fraction)?;
    let first = fraction.get(..3).unwrap_or(fraction);
    let missing = u32::try_from(3 - first.len()).ok()?;
    Some(digits(first)? * 10_i64.pow(missing))
}

/// Digits, and nothing else.
pub(crate) fn digits(text: &str) -> Option<i64> {
    let only_digits = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    only_digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_has_a_number_and_a_unit() {
        assert_eq!(some("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(some("7d"), Ok(Duration::from_secs(7 * 86_400)));
        for wrong in ["", "7", "d", "0s", "-1s", "1w", "1.5h", "99999999999999999999d", "1h "] {
            assert!(some(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_number_has_a_unit() {
        for (text, millis) in
            [("7ms", 7), ("90s", 90_000), ("15m", 900_000), ("2h", 7_200_000), ("1d", 86_400_000)]
        {
            assert_eq!(parse(text), Ok(Duration::from_millis(millis)), "{text}");
        }
        for wrong in ["", "15", "m", "-1s", "1.5h", "15 m", "213503982334602d"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn durations_are_those_of_iso_8601() {
        for (text, expected) in [
            ("P7D", 604_800_000),
            ("PT1H30M", 5_400_000),
            ("P1DT0.5S", 86_400_500),
            ("pt2s", 2_000),
            ("PT0S", 0),
        ] {
            assert_eq!(iso(text), Ok(expected), "{text}");
        }
        for text in
            ["", "P", "PT", "P1DT", "7D", "P1H", "PT1D", "PT1M1H", "PT-1H", "-PT1H", "P1.5D"]
        {
            assert!(iso(text).is_err(), "{text}");
        }
        assert!(iso("P99999999999999999D").is_err());
        assert!(iso("PT9223372036854775.9S").is_err());
    }
}
