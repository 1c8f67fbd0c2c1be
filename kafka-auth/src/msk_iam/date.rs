//! `X-Amz-Date`: seconds since 1970 as `yyyyMMddTHHmmssZ`.

use std::time::SystemTime;

use der::DateTime;

/// Writes a UTC date of the years 1970 to 9999, and the last one of those for any other.
pub(super) fn format(time: SystemTime) -> String {
    let time = DateTime::from_system_time(time).unwrap_or(DateTime::INFINITY);
    let (year, month, day) = (time.year(), time.month(), time.day());
    let (hour, minute, second) = (time.hour(), time.minutes(), time.seconds());
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

/// Reads a UTC date of the years 1970 to 9999 into seconds since 1970-01-01.
pub(super) fn parse(text: &str) -> Option<u64> {
    if text.len() != 16 || !text.is_ascii() {
        return None;
    }
    let ((date, rest), zone) = (text[..15].split_once('T')?, &text[15..]);
    let (date, rest) = (date.get(..8)?, rest.get(..6)?);
    let (year, month, day) = (&date[..4], &date[4..6], &date[6..]);
    let (hour, minute, second) = (&rest[..2], &rest[2..4], &rest[4..]);
    let written = format!("{year}-{month}-{day}T{hour}:{minute}:{second}{zone}");
    Some(written.parse::<DateTime>().ok()?.unix_duration().as_secs())
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
