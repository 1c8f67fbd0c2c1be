//! Moments that somebody types: milliseconds since 1970, or a date and a time of day (ISO 8601).

use crate::failure::{Failure, Result};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// Milliseconds since 1970 of `1767323045000`, `2026-01-02`, `2026-01-02T03:04:05Z`, or
/// `2026-01-02T03:04:05.678+01:00`. Without an offset a time is that of UTC.
pub(crate) fn parse(text: &str) -> Result<i64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let parsed = if digits { text.parse().ok() } else { iso(text) };
    parsed.filter(|millis| *millis >= 0).ok_or_else(|| {
        Failure::usage(format!("{text} is no time")).hint(
            "milliseconds since 1970, or 2026-01-02, or 2026-01-02T03:04:05.678+01:00; without an \
             offset it is UTC",
        )
    })
}

fn iso(text: &str) -> Option<i64> {
    let (date, time) = match text.split_once(['T', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let of_day = time.map_or(Some(0), of_day)?;
    Some(days(date)? * DAY + of_day)
}

/// Days since 1970, in the calendar of today.
fn days(date: &str) -> Option<i64> {
    let mut parts = date.splitn(3, '-');
    let (year, month, day) =
        (number(parts.next()?, 4)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let february = if is_leap { 29 } else { 28 };
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let place = usize::try_from(month - 1).ok()?;
    if !(1..=*months.get(place)?).contains(&day) {
        return None;
    }
    // Leap days before this year, as if the calendar had always been.
    let leaps = |year: i64| year / 4 - year / 100 + year / 400;
    let before = (year - 1970) * 365 + leaps(year - 1) - leaps(1969);
    Some(before + months[..place].iter().sum::<i64>() + day - 1)
}

/// Milliseconds since midnight of UTC.
fn of_day(time: &str) -> Option<i64> {
    let zone = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (time, zone) = time.split_at(zone);
    Some(clock(time)? - offset(zone)?)
}

/// `03:04`, `03:04:05` or `03:04:05.678`.
fn clock(time: &str) -> Option<i64> {
    let (time, millis) = match time.split_once('.') {
        Some((time, fraction)) => (time, thousandths(fraction)?),
        None => (time, 0),
    };
    let parts: Vec<&str> = time.split(':').collect();
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute] if millis == 0 => (*hour, *minute, "00"),
        [hour, minute, second] => (*hour, *minute, *second),
        _ => return None,
    };
    let (hour, minute, second) = (below(hour, 24)?, below(minute, 60)?, below(second, 60)?);
    Some(((hour * 60 + minute) * 60 + second) * 1000 + millis)
}

/// `Z`, `+01:00`, `-0530`, or nothing.
fn offset(zone: &str) -> Option<i64> {
    if matches!(zone, "" | "Z" | "z") {
        return Some(0);
    }
    let (sign, digits) = zone.split_at_checked(1)?;
    let digits = digits.replace(':', "");
    let (hours, minutes) = digits.split_at_checked(2)?;
    let minutes = if minutes.is_empty() { 0 } else { below(minutes, 60)? };
    let millis = (below(hours, 24)? * 60 + minutes) * 60 * 1000;
    Some(if sign == "-" { -millis } else { millis })
}

fn below(text: &str, limit: i64) -> Option<i64> {
    number(text, 2).filter(|number| *number < limit)
}

/// Exactly so many digits.
fn number(text: &str, digits: usize) -> Option<i64> {
    let are_digits = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| are_digits)
}

/// The first three digits behind the point count.
fn thousandths(fraction: &str) -> Option<i64> {
    let are_digits = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let millis: String = fraction.chars().chain("00".chars()).take(3).collect();
    millis.parse().ok().filter(|_| are_digits && fraction.len() <= 9)
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
    fn what_is_no_time_is_refused() {
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
}
