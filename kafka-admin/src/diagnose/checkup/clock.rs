//! This machine's clock against another's: the Date of an HTTP answer.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kafka_auth::tls::client_config;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{Instant, timeout_at};

use super::finding::{Check, Finding, Way};
use crate::clock::from_now;
use crate::net::transport::{self, Secured};
use crate::{Diagnosis, Error, HostPort, Layer, Result, Tls};

/// How far a clock may be off for AWS to take a signature.
const TOLERATED: Duration = Duration::from_secs(5 * 60);
/// How much of an answer is read: the Date is among the first lines.
const MAX_HEAD: u64 = 8 * 1024;
/// How long it may take: it is of no use to anything else.
const PATIENCE: Duration = Duration::from_secs(3);

/// Compares the clocks where a login was refused that its clock may be to blame for.
pub(super) async fn look(server: &HostPort, tls: &Tls, ways: &mut [Way]) {
    let checks = ways.iter_mut().flat_map(|way| &mut way.checks);
    let mut refused = checks
        .filter(|check| check.findings.iter().any(|it| it.diagnosis == Diagnosis::IAM_DENIED));
    if let Some(check) = refused.next() {
        compare(server, tls, check).await;
    }
}

async fn compare(server: &HostPort, tls: &Tls, check: &mut Check) {
    let deadline = from_now(PATIENCE);
    check.fact("clock_server", server);
    match date(server, tls, deadline).await {
        Ok(there) => judge(there, SystemTime::now(), check),
        Err(error) => check.fact("clock_not_compared", error.message()),
    }
}

fn judge(there: u64, here: SystemTime, check: &mut Check) {
    let here = here.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let off = here.abs_diff(there);
    check.fact("clock_off_by_s", off);
    if off > TOLERATED.as_secs() {
        let word = if here > there { "ahead" } else { "behind" };
        let message = format!("this machine's clock is {off} s {word}");
        let hint =
            "set the clock, and let NTP keep it: signatures are refused that are older or newer";
        check.find(Finding::warning(Diagnosis::CLOCK, message).hinted(hint));
    }
}

/// The server's clock, in seconds since 1970.
async fn date(server: &HostPort, tls: &Tls, deadline: Instant) -> Result<u64> {
    let found = transport::resolve(server, deadline).await?;
    let ip = found.first().copied().ok_or_else(|| transport::unknown_host(server))?;
    let stream = transport::connect(ip, server.port(), deadline).await?;
    let config = match tls {
        Tls::Disabled => None,
        Tls::Config(config) => Some(config.clone()),
        Tls::Roots(roots) => Some(client_config(roots, None).map_err(Error::of_tls_settings)?),
    };
    let secured: Secured = transport::secure(stream, server, config.as_ref(), deadline).await?;
    let mut stream = secured.into_stream();
    let asked = format!("HEAD / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.host());
    let exchange = async {
        stream.write_all(asked.as_bytes()).await?;
        stream.flush().await?;
        let mut head = Vec::new();
        let mut limited = stream.take(MAX_HEAD);
        // A server that hangs up roughly has answered all the same.
        let _ = limited.read_to_end(&mut head).await;
        std::io::Result::Ok(head)
    };
    let head = timeout_at(deadline, exchange).await;
    let head = head.map_err(|_| Error::closed(Layer::Tcp))?;
    let head = head.map_err(|error| Error::of_io(error, Layer::Tcp))?;
    of_head(&String::from_utf8_lossy(&head)).ok_or_else(|| Error::config("it tells no date"))
}

fn of_head(head: &str) -> Option<u64> {
    let mut lines = head.lines().take_while(|line| !line.is_empty());
    let date = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("date").then(|| value.trim())
    })?;
    seconds(date)
}

/// RFC 9110 section 5.6.7, IMF-fixdate: `Sun, 06 Nov 1994 08:49:37 GMT`.
fn seconds(date: &str) -> Option<u64> {
    let mut words = date.split(' ').skip(1);
    let day: u64 = words.next()?.parse().ok()?;
    let month = words.next()?;
    let months =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = u64::try_from(months.iter().position(|it| *it == month)?).ok()? + 1;
    let year: u64 = words.next()?.parse().ok()?;
    let time: Vec<u64> =
        words.next()?.split(':').map(|it| it.parse().ok()).collect::<Option<_>>()?;
    let [hour, minute, second] = *time.as_slice() else { return None };
    if words.next() != Some("GMT") || !(1970..=9999).contains(&year) || !(1..=31).contains(&day) {
        return None;
    }
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    // Days from civil, with the year beginning in March.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1;
    let days = days.checked_sub(719_468)?;
    Some(days * 86_400 + hour * 3_600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::checkup::Stage;

    #[test]
    fn a_date_of_http_is_read_and_nothing_is_guessed() {
        for (date, expected) in [
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(784_111_777)),
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0)),
            ("Thu, 29 Feb 2024 23:59:59 GMT", Some(1_709_251_199)),
            ("Mon, 01 Mar 2100 00:00:00 GMT", Some(4_107_542_400)),
            ("Sun, 06 Nov 1994 08:49:37 CET", None),
            ("Sunday, 06-Nov-94 08:49:37 GMT", None),
            ("Sun, 06 Nov 18446744073709551615 08:49:37 GMT", None),
            ("Sun, 06 Nov 1994 99:49:37 GMT", None),
            ("", None),
        ] {
            assert_eq!(seconds(date), expected, "{date}");
        }
        let head = "HTTP/1.1 404 Not Found\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\nDate: x";
        assert_eq!(of_head(head), Some(784_111_777));
        assert_eq!(of_head("HTTP/1.1 200 OK\r\n\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT"), None);
    }

    #[test]
    fn five_minutes_are_tolerated_and_no_more() {
        let here = UNIX_EPOCH + Duration::from_secs(1_000_000);
        for (there, findings) in [(1_000_000, 0), (1_000_300, 0), (1_000_301, 1), (999_699, 1)] {
            let mut check = Check::of(Stage::Login);
            judge(there, here, &mut check);
            assert_eq!(check.findings.len(), findings, "{there}");
        }
    }
}
