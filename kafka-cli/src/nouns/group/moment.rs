//! Times as people write them: ISO 8601.

/// The milliseconds of a day.
const DAY: i64 = 86_400_000;

/// `2026-05-01T12:30:00.000`, with `Z`, `+02:00`, or without a zone, which is UTC: in milliseconds since
/// 1970.
pub(super) fn date_time(text: &str) -> Result<i64, String> {
    let wrong = || format!("a time is 2026-05-01T12:30:00Z or so, not {text}");
    let (date, rest) = text.split_once(['T', 't']).ok_or_else(wrong)?;
    let at = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (time, zone) = rest.split_at_checked(at).ok_or_else(wrong)?;
    let found = || Some(days(date)? * DAY + of_day(time)? - offset(zone)?);
    found().filter(|it| *it >= 0).ok_or_else(wrong)
}

/// `P7D`, `PT1H30M`, `P1DT0.5S`: in milliseconds.
pub(super) fn duration(text: &str) -> Result<i64, String> {
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

/// The days since 1970 of `2026-05-01`.
fn days(date: &str) -> Option<i64> {
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    let (year, month, day) = (digits(year)?, digits(month)?, digits(day)?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let lengths = [31, if is_leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let before = lengths.get(..usize::try_from(month.checked_sub(1)?).ok()?)?;
    let length = *lengths.get(before.len())?;
    // The leap days before this year.
    let leaps = |year: i64| year / 4 - year / 100 + year / 400;
    let years = (year - 1970) * 365 + leaps(year - 1) - leaps(1969);
    (1..=length).contains(&day).then(|| years + before.iter().sum::<i64>() + day - 1)
}

/// The milliseconds of `12:30`, `12:30:05` or `12:30:05.250`.
fn of_day(time: &str) -> Option<i64> {
    let (time, fraction) = time.split_once('.').map_or((time, None), |(t, f)| (t, Some(f)));
    let mut parts = time.split(':');
    let (hour, minute) = (two(parts.next()?, 24)?, two(parts.next()?, 60)?);
    let second = parts.next();
    if parts.next().is_some() || (second.is_none() && fraction.is_some()) {
        return None;
    }
    let second = second.map_or(Some(0), |it| two(it, 60))?;
    let fraction = fraction.map_or(Some(0), millis)?;
    Some(((hour * 60 + minute) * 60 + second) * 1_000 + fraction)
}

/// The milliseconds that a zone is ahead of UTC: `Z`, `+02:00`, `-0330`, `+02`, or nothing.
fn offset(zone: &str) -> Option<i64> {
    let (sign, rest) = match zone.split_at_checked(1) {
        None | Some(("Z" | "z", "")) => return Some(0),
        Some(("+", rest)) => (1, rest),
        Some(("-", rest)) => (-1, rest),
        Some(_) => return None,
    };
    let (hours, minutes) = rest.split_at_checked(2)?;
    let minutes = match minutes.strip_prefix(':').unwrap_or(minutes) {
        "" if minutes.is_empty() => 0,
        minutes => two(minutes, 60)?,
    };
    Some(sign * (two(hours, 19)? * 60 + minutes) * 60_000)
}

/// Two digits below that.
fn two(text: &str, below: i64) -> Option<i64> {
    digits(text).filter(|it| text.len() == 2 && *it < below)
}

/// The milliseconds of the digits behind a point.
fn millis(fraction: &str) -> Option<i64> {
    digits(fraction)?;
    let first = fraction.get(..3).unwrap_or(fraction);
    let missing = u32::try_from(3 - first.len()).ok()?;
    Some(digits(first)? * 10_i64.pow(missing))
}

fn digits(text: &str) -> Option<i64> {
    let only_digits = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    only_digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `date -u -d TIME +%s`.
    #[test]
    fn times_are_as_gnu_date_has_them() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1972-03-01T00:00", 68_256_000_000),
            ("2000-02-29T12:00:00.000", 951_825_600_000),
            ("2026-05-01T12:30:05.25+02:00", 1_777_631_405_250),
            ("2026-05-01T12:30:05-0330", 1_777_651_205_000),
            ("2100-03-01T00:00:00Z", 4_107_542_400_000),
            ("1970-01-01t02:00:00.0009+02", 0),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ] {
            assert_eq!(date_time(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "T",
            "2026-05-01",
            "2026-05-01 12:30",
            "2026-13-01T00:00",
            "2026-00-01T00:00",
            "2026-02-29T00:00",
            "2100-02-29T00:00",
            "2026-04-31T00:00",
            "2026-04-00T00:00",
            "26-04-01T00:00",
            "2026-04-01T24:00",
            "2026-04-01T10:60",
            "2026-04-01T10:00:60",
            "2026-04-01T10:00.5",
            "2026-04-01T10:00:00.",
            "2026-04-01T10:00:00+2",
            "2026-04-01T10:00:00+02:",
            "2026-04-01T10:00:00Zx",
            "2026-04-01T10:00:00+ä",
            "1969-12-31T23:59:59Z",
            "-026-04-01T10:00",
            "2026-04-01T+1:00",
        ] {
            assert!(date_time(text).is_err(), "{text}");
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
            assert_eq!(duration(text), Ok(expected), "{text}");
        }
        for text in
            ["", "P", "PT", "P1DT", "7D", "P1H", "PT1D", "PT1M1H", "PT-1H", "-PT1H", "P1.5D"]
        {
            assert!(duration(text).is_err(), "{text}");
        }
        assert!(duration("P99999999999999999D").is_err());
        assert!(duration("PT9223372036854775.9S").is_err());
    }
}
