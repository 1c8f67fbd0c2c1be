//! The reports of `kadm doctor` in a real browser (`BROWSER=required`, `.ci/run pages`): what they consist of, compared
//! by structure, in both schemes of colors.

use std::path::{Path, PathBuf};

use kafka_cli::Captured;
use serde_json::{Value, json};
use test_support::browser::{Browser, Scheme};

use crate::common::{Cluster, Run, run};

/// A report, what it is about, and where it breaks: the stages of each way as the page draws them.
struct Fault {
    report: PathBuf,
    addresses: Vec<String>,
    title: &'static str,
    headings: &'static [&'static str],
    ways: &'static [&'static str],
    /// The stage that is unfolded.
    open: &'static str,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("browser")
}

fn report(name: &str) -> PathBuf {
    std::fs::create_dir_all(folder()).unwrap();
    folder().join(format!("{name}.html"))
}

async fn examined(address: &str, line: &str) -> Run {
    let captured = Captured::default()
        .var("KAFKA_BOOTSTRAP_SERVERS", address)
        .var("KAFKA_SECURITY_PROTOCOL", "SSL");
    run(line, captured).await
}

async fn faults() -> Vec<Fault> {
    let cluster = Cluster::start().await;
    cluster.admin("topic create orders").await.succeeds();
    let scram = cluster.0.scram_address();
    let line = |name: &str| format!("doctor --report {}", report(name).display());
    examined("nowhere", &line("settings")).await.fails(11);
    examined(&scram, &line("tls")).await.fails(14);
    cluster.user_with_password(&line("login"), "MARKER-wrong").await.fails(16);
    cluster.user(&format!("{} orders", line("denied"))).await.fails(17);
    cluster.admin(&line("good")).await.succeeds();
    let fault = |name: &str, title, headings, ways, open| {
        let addresses = vec![scram.clone(), cluster.0.iam_address()];
        Fault { report: report(name), addresses, title, headings, ways, open }
    };
    vec![
        fault("settings", "KADM0101 The settings cannot work", &[], &[], "settings broken"),
        fault(
            "tls",
            "KADM0406 The issuer of the certificate is neither sent nor trusted",
            &["h3 BROKER bootstrap server"],
            &["ok ok broken skipped skipped skipped skipped"],
            "TLS broken",
        ),
        fault(
            "login",
            "KADM0605 User or password is wrong",
            &["h3 BROKER bootstrap server"],
            &["ok ok ok ok ok broken skipped"],
            "login broken",
        ),
        fault(
            "denied",
            "KADM0701 The topic is denied",
            &[
                "h3 BROKER bootstrap server",
                "h3 BROKER broker 1, as advertised",
                "h3 What this login may do",
            ],
            &["ok ok ok ok ok ok ok", "ok ok ok ok ok ok ok"],
            "rights: topic orders broken",
        ),
        fault(
            "good",
            "",
            &[
                "h3 BROKER bootstrap server",
                "h3 BROKER broker 1, as advertised",
                "h3 What this login may do",
            ],
            &["ok ok ok ok ok ok ok", "ok ok ok ok ok ok ok"],
            "",
        ),
    ]
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect()
}

/// The classes of the stages of each way.
fn ways(found: &Value) -> Vec<String> {
    let ways = found["lists"].as_array().unwrap().iter().map(|way| {
        let stages = strings(way).into_iter().map(|it| it.split(':').next().unwrap().to_owned());
        stages.collect::<Vec<_>>().join(" ")
    });
    ways.collect()
}

impl Fault {
    fn is_as_expected(&self, found: &Value) {
        let Self { title, .. } = self;
        let broken = format!("Broken: {title}");
        let told = if title.is_empty() { "Nothing is broken." } else { &broken };
        for (name, expected) in [
            ("lang", json!("en")),
            ("title", format!("kadm doctor: {told}").into()),
            ("landmarks", json!(["header", "main", "section"])),
            ("status", json!([told])),
            ("jumps", 0.into()),
            ("unnamed", json!([])),
            ("broken_links", 0.into()),
            ("scripts", 0.into()),
            ("outside", json!([])),
            ("fetched", json!([])),
            ("wide", false.into()),
        ] {
            assert_eq!(found[name], expected, "{name} {title}");
        }
        let contrast = found["contrast"].as_f64().unwrap();
        assert!(contrast >= 4.5, "WCAG 1.4.3: {contrast} of {}", found["contrast_of"]);
        assert_eq!(ways(found), self.ways, "{title}");
        self.has_headings(&strings(&found["headings"]));
        self.has_an_order(&strings(&found["focus"]), &strings(&found["open"]));
    }

    /// In order, and no level is left out on the way down.
    fn has_headings(&self, headings: &[String]) {
        let mut shown = headings.join("\n");
        for address in &self.addresses {
            shown = shown.replace(address, "BROKER");
        }
        let found: Vec<_> = shown.lines().filter(|line| line.starts_with("h3")).collect();
        assert_eq!(found, [&["h3 Settings"], self.headings].concat(), "{}", self.title);
        let levels: Vec<u8> = headings.iter().map(|it| it.as_bytes()[1] - b'0').collect();
        assert!(
            levels[0] == 1 && levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
            "{headings:?}"
        );
        let findings = headings.iter().filter(|it| it.starts_with("h4 Broken")).count();
        assert_eq!(findings, usize::from(!self.title.is_empty()), "{headings:?}");
    }

    /// From the top to the bottom: the way around, each stage, and the next command behind the stage that needs it.
    fn has_an_order(&self, focus: &[String], open: &[String]) {
        assert_eq!(focus[0], "a Skip to the findings");
        let unfolded: Vec<_> = open.iter().filter(|it| it.contains(" true ")).collect();
        if self.open.is_empty() {
            assert!(unfolded.is_empty(), "{unfolded:?}");
            return;
        }
        assert_eq!(unfolded, [&format!("broken true {}", self.open)]);
        let stage = focus.iter().position(|it| *it == format!("summary {}", self.open)).unwrap();
        assert_eq!(focus[stage + 1], "pre Next command", "{focus:?}");
        let summaries = focus.iter().filter(|it| it.starts_with("summary")).count();
        assert_eq!(summaries, open.len(), "{focus:?}");
    }
}

#[tokio::test]
async fn a_report_is_marked_up_for_everybody_in_both_schemes() {
    let Some(browser) = Browser::find("reports", Path::new(&folder())) else { return };
    for fault in faults().await {
        let page = std::fs::read_to_string(&fault.report).unwrap();
        assert!(!page.contains("MARKER"), "{}", fault.title);
        let mut grounds = Vec::new();
        for scheme in [Scheme::Light, Scheme::Dark] {
            let (found, console) = browser.inspect(&page, scheme);
            assert_eq!(console, Vec::<String>::new(), "{}", fault.title);
            let found: Value = serde_json::from_str(&found).unwrap();
            fault.is_as_expected(&found);
            grounds.push(found["background"].as_str().unwrap().to_owned());
        }
        assert_eq!(grounds, ["rgb(255, 255, 255)", "rgb(13, 17, 23)"]);
    }
    let url = format!("file://{}", report("login").display());
    for (scheme, name) in [(Scheme::Light, "light"), (Scheme::Dark, "dark")] {
        let picture = folder().join(format!("report-{name}.png"));
        let _ = std::fs::remove_file(&picture);
        browser.picture(&url, scheme, &picture);
        assert!(std::fs::metadata(&picture).unwrap().len() > 10_000, "{}", picture.display());
    }
}
