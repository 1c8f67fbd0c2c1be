//! Moments that somebody types: milliseconds since 1970, or a date and a time of day (ISO 8601).

use crate::failure::{Failure, Result};
use crate::span::{DAY, digits, millis};

/// Milliseconds since 1970 of `1767323045000`, `2026-01-02`, `2026-01-02T03:04:05Z`, or
/// `2026-01-02T03:04:05.678+01:00`. Without an offset a time is that of UTC.
pub(crate) fn parse(text: &str) -> Result<i64> {
    let parsed = match text.split_once(['T', ' ']) {
        Some((date, time)) => at(date, time),
        None => digits(text).or_else(|| Some(days(text)? * DAY)),
    };
    parsed.filter(|millis| *millis >= 0).ok_or_else(|| {
        Failure::usage(format!("{text} is no time")).hint(
            "milliseconds since 1970, or 2026-01-02, or 2026-01-02T03:04:05.678+01:00; without an \
             offset it is UTC",
        )
    })
}

/// `2026-05-01T12:30:00.000`, with `Z`, `+02:00`, or without a zone, which is UTC: in milliseconds since
/// 1970.
pub(crate) fn date_time(text: &str) -> std::result::Result<i64, String> {
    let found = text.split_once(['T', 't']).and_then(|(date, time)| at(date, time));
    let wrong = || format!("a time is 2026-05-01T12:30:00Z or so, not {text}");
    found.filter(|millis| *millis >= 0).ok_or_else(wrong)
}

/// The milliseconds since 1970 of a date, and a time with its zone.
fn at(date: &str, time: &str) -> Option<i64> {
    let zone = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (time, zone) = time.split_at_checked(zone)?;
    Some(days(date)? * DAY + of_day(time)? - offset(zone)?)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_understood_as_date_says_them() {
        // The right side is what `date -u -d … +%s` says, in milliseconds.
        let table = [
            ("0", 0),
            ("1767323045678", 1_767_323_045_678),
            ("1970-01-01", 0),
            ("2000-02-29", 951_782_400_000),
            ("2100-03-01", 4_107_542_400_000),
            ("2026-01-02T03:04:05Z", 1_767_323_045_000),
            ("2026-01-02T03:04:05.678Z", 1_767_323_045_678),
            ("2026-01-02T03:04:05.5", 1_767_323_045_500),
            ("2026-01-02 03:04", 1_767_323_040_000),
            ("2026-01-02T04:04:05+01:00", 1_767_323_045_000),
            ("2026-01-01T21:34:05-0530", 1_767_323_045_000),
            ("2026-01-02T04:04:05+01", 1_767_323_045_000),
        ];
        for (text, millis) in table {
            assert_eq!(parse(text).unwrap(), millis, "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        let table = [
            "",
            "-1",
            "yesterday",
            "2026-02-29",
            "2026-13-01",
            "2026-1-2",
            "1969-12-31",
            "2026-01-02T",
            "2026-01-02T24:00",
            "2026-01-02T03:04:05.",
            "2026-01-02T03:04:05+1",
            "2026-01-02T03:04:60Z",
            "99999999999999999999",
            "2026-01-02T03:04:05Zé",
        ];
        for text in table {
            assert_eq!(parse(text).unwrap_err().exit, crate::USAGE, "{text}");
        }
    }

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
}
