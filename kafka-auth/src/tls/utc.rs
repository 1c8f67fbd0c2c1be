//! Moments as people and certificates write them.

use std::fmt;

/// A moment in seconds since 1970; `Display` writes `2026-01-02 03:04:05 UTC`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Utc(pub u64);

impl Utc {
    /// The moment of a date and time, `None` for one that is in no calendar or before 1970.
    pub(super) fn at(date: [u64; 3], time: [u64; 3]) -> Option<Self> {
        let [hour, minute, second] = time;
        // RFC 5280 section 4.1.2.5 knows no leap seconds.
        let clock = hour < 24 && minute < 60 && second < 60;
        let days = days_before(date).filter(|days| clock && civil(*days) == date.into())?;
        Some(Self(days * 86_400 + hour * 3_600 + minute * 60 + second))
    }
}

impl fmt::Display for Utc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil(self.0 / 86_400);
        let second = self.0 % 86_400;
        let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
        write!(f, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
    }
}

/// Days since 1970-01-01 to a Gregorian date, counting years from March so that the leap day comes
/// last (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`).
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days.saturating_add(719_468);
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    (year, month, day)
}

/// The other way round (`days_from_civil` of the same paper).
fn days_before([year, month, day]: [u64; 3]) -> Option<u64> {
    let shifted_year = year.checked_sub(u64::from(month <= 2))?;
    let (era, year_of_era) = (shifted_year / 400, shifted_year % 400);
    let march_month = (month + 9) % 12;
    let day_of_year = ((153 * march_month + 2) / 5 + day).checked_sub(1)?;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    (era * 146_097 + day_of_era).checked_sub(719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_around_leap_days() {
        for (seconds, text) in [
            (0, "1970-01-01 00:00:00 UTC"),
            (951_782_399, "2000-02-28 23:59:59 UTC"),
            (951_782_400, "2000-02-29 00:00:00 UTC"),
            (1_709_251_199, "2024-02-29 23:59:59 UTC"),
            (1_767_323_045, "2026-01-02 03:04:05 UTC"),
            (4_107_542_400, "2100-03-01 00:00:00 UTC"),
        ] {
            assert_eq!(Utc(seconds).to_string(), text);
        }
        assert_eq!(Utc::at([2000, 2, 29], [0, 0, 0]), Some(Utc(951_782_400)));
        assert_eq!(Utc::at([2026, 1, 2], [3, 4, 5]), Some(Utc(1_767_323_045)));
        for date in [[1969, 12, 31], [2023, 2, 29], [2024, 0, 1], [2024, 13, 1], [0, 1, 1]] {
            assert_eq!(Utc::at(date, [0, 0, 0]), None, "{date:?}");
        }
        assert_eq!(Utc::at([2024, 1, 1], [24, 0, 0]), None);
        assert!(!Utc(u64::MAX).to_string().is_empty());
    }
}
