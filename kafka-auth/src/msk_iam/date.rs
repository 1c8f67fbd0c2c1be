//! `X-Amz-Date`: seconds since 1970 as `yyyyMMddTHHmmssZ`.

use std::time::SystemTime;

use time::OffsetDateTime;

/// Writes a UTC date of the years 1970 to 9999.
pub(super) fn format(time: SystemTime) -> String {
    let time = OffsetDateTime::from(time);
    let (year, month, day) = time.to_calendar_date();
    let (hour, minute, second) = time.to_hms();
    let month = u8::from(month);
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

/// Reads a UTC date of the years 1970 to 9999 into seconds since 1970-01-01.
pub(super) fn parse(text: &str) -> Option<u64> {
    let shape = text.len() == 16 && text.is_ascii() && &text[8..9] == "T" && &text[15..] == "Z";
    if !shape {
        return None;
    }
    let number = |range: std::ops::Range<usize>| {
        let digits = &text[range];
        digits.bytes().all(|c| c.is_ascii_digit()).then(|| digits.parse::<u64>().ok()).flatten()
    };
    let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
    let (hour, minute, second) = (number(9..11)?, number(11..13)?, number(13..15)?);
    let days = days_since_1970(year, month, day)?;
    let in_day = hour < 24 && minute < 60 && second < 60;
    in_day.then_some(days * 86_400 + hour * 3_600 + minute * 60 + second)
}

fn days_since_1970(year: u64, month: u64, day: u64) -> Option<u64> {
    let leap = is_leap(year);
    let february = if leap { 29 } else { 28 };
    let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let length = *lengths.get(usize::try_from(month.checked_sub(1)?).ok()?)?;
    if year < 1970 || !(1..=length).contains(&day) {
        return None;
    }
    let whole_years: u64 = (1970..year).map(|year| if is_leap(year) { 366 } else { 365 }).sum();
    let whole_months: u64 = lengths.iter().zip(1..month).map(|(length, _)| length).sum();
    Some(whole_years + whole_months + day - 1)
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::{format, parse};

    #[test]
    fn dates_are_seconds_since_1970() {
        assert_eq!(parse("19700101T000000Z"), Some(0));
        assert_eq!(parse("20150830T123600Z"), Some(1_440_938_160));
        assert_eq!(parse("20240229T235959Z"), Some(1_709_251_199));
        assert_eq!(parse("20000301T000000Z"), Some(951_868_800));
        assert_eq!(parse("21060207T062815Z"), Some(4_294_967_295));
        assert_eq!(parse("99991231T235959Z"), Some(253_402_300_799));
    }

    /// Some 20,000 moments, a prime number of seconds apart.
    #[test]
    fn what_is_written_is_read_back() {
        for seconds in (0..253_402_300_800).step_by(12_345_701) {
            let text = format(UNIX_EPOCH + Duration::from_secs(seconds));
            assert_eq!(parse(&text), Some(seconds), "{text}");
        }
    }

    #[test]
    fn impossible_dates_are_refused() {
        for text in [
            "",
            "20150830",
            "20150830T123600",
            "20150830 123600Z",
            "20150830T123600z",
            "20150230T000000Z",
            "20151301T000000Z",
            "20150001T000000Z",
            "20150100T000000Z",
            "20210229T000000Z",
            "21000229T000000Z",
            "20150830T240000Z",
            "20150830T006000Z",
            "20150830T000060Z",
            "19691231T235959Z",
            "+0150830T123600Z",
            "2015083éT12360Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
