//! `kadm bench handshake`.

use crate::common::{Cluster, run};
use kafka_cli::Captured;

#[tokio::test]
async fn the_emulator_needs_no_settings() {
    let line = "bench handshake --emulator --connections 3 --concurrency 2";
    let text = run(line, Captured::default()).await.succeeds().stdout;
    let phases: Vec<_> = text.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(phases[..7], ["3", "PHASE", "tcp", "tls", "sasl", "metadata", "total"], "{text}");
}

#[tokio::test]
async fn every_phase_is_in_the_json() {
    for mechanism in ["AWS_MSK_IAM", "scram-sha-256"] {
        let line = format!(
            "bench handshake --emulator --mechanism {mechanism} --connections 2 --no-resumption --no-key-cache --format json"
        );
        let result = run(&line, Captured::default()).await.succeeds().json();
        assert_eq!((&result["connections"], &result["resumed"]), (&2.into(), &0.into()));
        assert!(result["per_second"].as_f64().unwrap() > 0.0, "{result}");
        for phase in ["tcp", "tls", "sasl", "metadata", "total"] {
            assert!(result["phases"][phase]["p99_ms"].as_f64().unwrap() >= 0.0, "{result}");
        }
    }
}

#[tokio::test]
async fn a_broker_is_measured_as_the_settings_say() {
    let cluster = Cluster::start().await;
    let chart = std::env::temp_dir().join(format!("kadm-bench-{}.svg", std::process::id()));
    let line = format!("bench handshake --connections 2 --until sasl --chart {}", chart.display());
    let text = cluster.user(&line).await.succeeds().stdout;
    let svg = std::fs::read_to_string(&chart).unwrap();
    std::fs::remove_file(&chart).unwrap();
    assert!(text.contains("sasl") && !text.contains("metadata"), "{text}");
    assert!(svg.starts_with("<svg") && svg.matches("</text>").count() == 9, "{svg}");
    cluster.user("bench handshake --mechanism PLAIN").await.fails(1);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    for line in ["bench", "bench handshake --emulator -b h:1", "bench handshake --connections 0"] {
        run(line, Captured::default()).await.fails(2);
    }
    run("bench handshake --emulator --mechanism PLAIN", Captured::default()).await.fails(2);
}
