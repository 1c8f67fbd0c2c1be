//! How long something has been so: `90s`, `15m`.

use std::time::Duration;

/// Seconds, minutes, hours or days, of which there are so many.
const UNITS: [(&str, u64); 4] = [("s", 1), ("m", 60), ("h", 3_600), ("d", 86_400)];

pub(super) fn parse(text: &str) -> Result<Duration, String> {
    if let Some(millis) = text.strip_suffix("ms").and_then(|number| number.parse().ok()) {
        return Ok(Duration::from_millis(millis));
    }
    let unit = UNITS.iter().find_map(|(unit, seconds)| Some((text.strip_suffix(unit)?, seconds)));
    unit.and_then(|(number, seconds)| number.parse::<u64>().ok()?.checked_mul(*seconds))
        .map(Duration::from_secs)
        .ok_or_else(|| "a number and ms, s, m, h or d, such as 15m".into())
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
