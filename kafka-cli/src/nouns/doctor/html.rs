//! An examination as one page to send to the other party: no scripts, nothing from elsewhere, no
//! secrets.

use std::fmt::Write;

use kafka_admin::diagnose::{Check, Examination, Finding, Severity, State, Way};
use kafka_admin::escape::escaped;

use super::next::Next;

const STYLE: &str = include_str!("report.css");

/// The page.
pub(super) fn page(seen: &[(&str, &Examination)], when: &str, next: &Next<'_>) -> String {
    let mut body = String::new();
    for (who, seen) in seen {
        section(&mut body, who, seen, next);
    }
    let verdict = seen.iter().find_map(|(_, seen)| seen.verdict());
    let (class, told) = match verdict {
        None => ("ok", "Nothing is broken.".to_owned()),
        Some(it) => ("broken", format!("Broken: {} {}", it.diagnosis, it.diagnosis.title())),
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>kadm doctor: {title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">Skip to the findings</a>\n\
         <header>\n<h1>The way to a Kafka cluster</h1>\n\
         <p>Made by kadm {version} at {when}. It holds host names, addresses, names of users and \
         certificates, and no secret.</p>\n</header>\n<main id=\"main\" tabindex=\"-1\">\n\
         <p class=\"verdict {class}\" role=\"status\">{told}</p>\n{body}</main>\n</body>\n</html>\n",
        title = text(&told),
        version = env!("CARGO_PKG_VERSION"),
        when = text(when),
        told = text(&told),
    )
}

fn section(page: &mut String, who: &str, seen: &Examination, next: &Next<'_>) {
    let _ = writeln!(page, "<section>\n<h2>{}</h2>\n<h3>Settings</h3>", text(who));
    checks(page, std::slice::from_ref(&seen.settings), None, next);
    for way in seen.bootstrap.iter().chain(&seen.brokers) {
        show_way(page, way, next);
    }
    if !seen.rights.is_empty() {
        page.push_str("<h3>What this login may do</h3>\n");
        checks(page, &seen.rights, None, next);
    }
    page.push_str("</section>\n");
}

fn show_way(page: &mut String, way: &Way, next: &Next<'_>) {
    let what = match way.node {
        Some(id) => format!("broker {id}, as advertised"),
        None => "bootstrap server".into(),
    };
    let _ = writeln!(page, "<h3>{} <small>{what}</small></h3>", text(&way.address));
    page.push_str("<ol class=\"way\" aria-label=\"The way from this machine\">\n");
    for check in &way.checks {
        let (class, word) = state(check.state());
        let name = check.stage.name();
        let _ = writeln!(page, "<li class=\"{class}\">{name} <span>{word}</span></li>");
    }
    page.push_str("</ol>\n");
    checks(page, &way.checks, Some(&way.address), next);
}

fn checks(page: &mut String, checks: &[Check], broker: Option<&str>, next: &Next<'_>) {
    for check in checks {
        show_check(page, check, broker, next);
    }
}

/// What is well is folded.
fn show_check(page: &mut String, check: &Check, broker: Option<&str>, next: &Next<'_>) {
    let (class, word) = state(check.state());
    let open = if check.findings.is_empty() { "" } else { " open" };
    let name = check.stage.name();
    let about = check.value("about").map(|about| format!(": {}", text(about))).unwrap_or_default();
    let _ = writeln!(
        page,
        "<details{open} class=\"{class}\">\n<summary><b>{name}</b>{about} \
         <span class=\"state\">{word}</span></summary>"
    );
    for finding in &check.findings {
        show_finding(page, finding, broker, next);
    }
    if let Some(why) = check.skipped {
        let _ = writeln!(page, "<p>{}</p>", text(why));
    }
    if !check.facts.is_empty() {
        page.push_str("<dl>\n");
        for (name, value) in &check.facts {
            let name = name.replace('_', " ");
            let _ = writeln!(page, "<dt>{}</dt><dd>{}</dd>", text(&name), text(value));
        }
        page.push_str("</dl>\n");
    }
    page.push_str("</details>\n");
}

fn show_finding(page: &mut String, finding: &Finding, broker: Option<&str>, next: &Next<'_>) {
    let Finding { diagnosis, severity, message, hint, .. } = finding;
    let kind = if *severity == Severity::Broken { "Broken" } else { "Warning" };
    let _ = writeln!(
        page,
        "<div class=\"finding\">\n<h4>{kind}: {diagnosis} {}</h4>\n<p>{}</p>\n<p>Usual cause: {}</p>",
        text(diagnosis.title()),
        text(message),
        text(diagnosis.cause())
    );
    if let Some(hint) = hint {
        let _ = writeln!(page, "<p>What to do: {}</p>", text(hint));
    }
    let line = next.line(*diagnosis, broker);
    let _ = writeln!(
        page,
        "<p>Next:</p>\n<pre tabindex=\"0\" aria-label=\"Next command\"><code>{}</code></pre>\n</div>",
        text(&line)
    );
}

fn state(state: State) -> (&'static str, &'static str) {
    match state {
        State::Ok => ("ok", "ok"),
        State::Warning => ("warning", "warning"),
        State::Broken => ("broken", "broken"),
        _ => ("skipped", "not looked at"),
    }
}

/// Text in HTML, with nothing in it that a browser or a terminal obeys.
fn text(raw: &str) -> String {
    let mut shown = String::new();
    for c in escaped(raw.to_owned()).chars() {
        match c {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '"' => shown.push_str("&quot;"),
            '\'' => shown.push_str("&#39;"),
            c => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_markup() {
        let evil = "<script>alert('x')</script>\"&\u{1b}[2J\u{202e}";
        let shown = text(evil);
        assert!(!shown.contains(['<', '>', '"', '\'', '\u{1b}', '\u{202e}']), "{shown}");
        assert!(shown.starts_with("&lt;script&gt;alert(&#39;x"), "{shown}");
    }
}
