//! The processor time of this process, without a call that would need `unsafe`.

use std::time::Duration;

/// `USER_HZ`: 100 on every Linux that Rust runs on.
const TICKS_PER_SECOND: u64 = 100;

/// The processor time of this process so far: all threads, user and system time, to 10 ms. `None` where
/// there is no Linux `/proc`.
#[must_use]
pub fn process_cpu() -> Option<Duration> {
    match cfg!(target_os = "linux") {
        true => parse(&std::fs::read_to_string("/proc/self/stat").ok()?),
        false => None,
    }
}

/// proc_pid_stat(5): `utime` and `stime` are fields 14 and 15; field 2, in brackets, may hold blanks
/// and brackets.
fn parse(stat: &str) -> Option<Duration> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(11).map(str::parse::<u64>);
    let ticks = fields.next()?.ok()?.checked_add(fields.next()?.ok()?)?;
    Some(Duration::from_millis(ticks.checked_mul(1_000 / TICKS_PER_SECOND)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_and_blanks_moves_no_field() {
        let stat = "7 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0 1";
        assert_eq!(parse(stat), Some(Duration::from_secs(3)));
        assert_eq!(parse("7 (a) S 1"), None);
        assert_eq!(parse(""), None);
    }
}
