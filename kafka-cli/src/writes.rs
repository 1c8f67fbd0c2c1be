//! One rule for all commands that write, held against every verb of the command line:
//!
//! - whatever writes has `--dry-run`, which shows it and does nothing;
//! - whatever deletes, or changes what no other change brings back, shows it too, and needs `--yes`. Without
//!   that it says so and does nothing, at a terminal and on a pipe alike: kadm asks nobody but for passwords.

use clap::{ArgAction, Command, CommandFactory};
use kafka_emulator::Emulator;
use serde_json::Value;

use crate::cli::Cli;
use crate::{Captured, USAGE};

/// What a verb does to a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    /// Nothing.
    Reads,
    /// It adds, or changes what the same verb can change back.
    Writes,
    /// It deletes, or changes for good.
    Ends,
}
use Does::{Ends, Reads, Writes};

/// Every verb, with arguments for those that need a yes. `""` is a verb that the emulator cannot show.
const VERBS: &[(&str, Does, &str)] = &[
    ("acl can", Reads, ""),
    ("acl create", Writes, ""),
    ("acl delete", Ends, "--principal User:a"),
    ("acl grant", Writes, ""),
    ("acl learn", Reads, ""),
    ("acl list", Reads, ""),
    ("acl who", Reads, ""),
    ("acl why", Reads, ""),
    ("bench handshake", Reads, ""),
    ("broker api-versions", Reads, ""),
    ("broker list", Reads, ""),
    ("broker log-dirs", Reads, ""),
    ("broker unregister", Ends, "1"),
    ("cluster add-voter", Ends, "1 --directory AAAAAAAAAAAAAAAAAAAAAQ --listener C=localhost:1"),
    ("cluster describe", Reads, ""),
    ("cluster features", Reads, ""),
    ("cluster quorum", Reads, ""),
    ("cluster remove-voter", Ends, "1 --directory AAAAAAAAAAAAAAAAAAAAAQ"),
    ("cluster unregister-controller", Ends, "1"),
    ("cluster update-features", Ends, "--upgrade metadata.version=25"),
    ("complete", Reads, ""),
    ("completion", Reads, ""),
    ("config alter", Ends, "topic orders --set retention.ms=5"),
    ("config describe", Reads, ""),
    ("config list", Reads, ""),
    // They change a file of this machine, and nothing of a cluster.
    ("context add", Reads, ""),
    ("context delete", Reads, ""),
    ("context list", Reads, ""),
    ("context show", Reads, ""),
    ("context use", Reads, ""),
    ("decode", Reads, ""),
    ("demo", Reads, ""),
    ("doctor", Reads, ""),
    ("emulator", Reads, ""),
    ("group delete", Ends, "g"),
    ("group describe", Reads, ""),
    ("group lag", Reads, ""),
    ("group list", Reads, ""),
    ("group offsets alter", Ends, "g orders:0=0"),
    ("group offsets delete", Ends, "g --all-topics"),
    ("group offsets list", Reads, ""),
    ("group remove-members", Ends, "g --all"),
    ("group reset", Ends, "g --all-topics --to-latest"),
    ("group share-offsets alter", Ends, ""),
    ("group share-offsets delete", Ends, ""),
    ("group share-offsets list", Reads, ""),
    ("hostile list", Reads, ""),
    ("hostile run", Reads, ""),
    ("hostile serve", Reads, ""),
    ("man", Reads, ""),
    ("metadata", Reads, ""),
    ("partition cancel", Writes, ""),
    ("partition clear-throttles", Ends, ""),
    ("partition elect", Ends, "--type unclean"),
    ("partition reassign", Ends, "--topic orders --partition 0 --replicas 1"),
    ("partition reassignments", Reads, ""),
    ("producer fence", Ends, "t"),
    ("producer list", Reads, ""),
    ("quota delete", Ends, "--user a"),
    ("quota list", Reads, ""),
    ("quota set", Writes, ""),
    ("share", Writes, ""),
    ("tap", Reads, ""),
    ("token create", Writes, ""),
    ("token expire", Ends, "TOKEN"),
    ("token list", Reads, ""),
    ("token renew", Writes, ""),
    ("topic alter", Ends, "orders --partitions 4"),
    ("topic create", Writes, ""),
    ("topic delete", Ends, "orders"),
    ("topic delete-records", Ends, "orders --all-records"),
    ("topic describe", Reads, ""),
    ("topic list", Reads, ""),
    ("topic offsets", Reads, ""),
    ("transaction abort", Ends, "--topic orders --partition 0 --producer-id 1 --producer-epoch 0"),
    ("transaction describe", Reads, ""),
    ("transaction find-hanging", Reads, ""),
    ("transaction list", Reads, ""),
    ("transaction terminate", Ends, "t"),
    ("trust", Reads, ""),
    ("unshare", Ends, "orders --with a"),
    ("user alter", Writes, ""),
    ("user create", Writes, ""),
    ("user delete", Ends, "a"),
    ("user list", Reads, ""),
    ("whoami", Reads, ""),
];

/// What there is to end, made before.
const STATE: [&str; 7] = [
    "topic create orders",
    "acl grant a --topic orders --produce",
    "group offsets alter g orders:0=0 --yes",
    "quota set producer_byte_rate=1 --user a",
    "user create a --generate",
    "token create",
    "producer fence t --yes --create",
];

/// What shows all of that.
const SHOWN: [&str; 9] = [
    "topic list",
    "topic describe orders",
    "config describe topic orders",
    "acl list",
    "group offsets list g",
    "quota list",
    "user list",
    "token list",
    "transaction list",
];

/// The verbs below a command, with all words in front.
fn verbs(command: &Command, words: &str, found: &mut Vec<(String, Command)>) {
    for below in command.get_subcommands().filter(|it| it.get_name() != "help") {
        let words = format!("{words} {}", below.get_name()).trim_start().to_owned();
        match below.has_subcommands() {
            true => verbs(below, &words, found),
            false => found.push((words, below.clone())),
        }
    }
}

fn all_verbs() -> Vec<(String, Command)> {
    let mut command = Cli::command();
    command.build();
    let mut found = Vec::new();
    verbs(&command, "", &mut found);
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    found
}

fn flag<'c>(command: &'c Command, name: &str) -> Option<&'c clap::Arg> {
    let mut flags = command.get_arguments().filter(|arg| arg.get_long() == Some(name));
    flags.next().inspect(|flag| assert!(matches!(flag.get_action(), ArgAction::SetTrue)))
}

#[test]
fn each_verb_has_a_row_and_the_flags_of_what_it_does() {
    let all = all_verbs();
    let names: Vec<&str> = all.iter().map(|(words, _)| words.as_str()).collect();
    let rows: Vec<&str> = VERBS.iter().map(|(words, ..)| *words).collect();
    assert_eq!(names, rows, "a verb has no row, or a row no verb");
    for ((words, command), (_, does, _)) in all.iter().zip(VERBS) {
        let [yes, dry_run] = ["yes", "dry-run"].map(|name| flag(command, name));
        let (asks, shows) = (*does == Ends, *does != Reads);
        assert_eq!((yes.is_some(), dry_run.is_some()), (asks, shows), "{words} does: {does:?}");
        if asks {
            let both = format!("kadm {words} --yes --dry-run");
            let refused = Cli::command().try_get_matches_from(both.split(' ')).unwrap_err();
            let expected = "cannot be used with";
            assert!(refused.to_string().contains(expected), "{words}: {refused}");
        }
    }
}

struct Cluster(Emulator);

impl Cluster {
    async fn start() -> Self {
        let builder = Emulator::builder().delegation_tokens(true);
        Self(builder.iam_identity("K", "S", None, "arn:aws:iam::1:user/a").start().await.unwrap())
    }

    async fn kadm(&self, line: &str) -> (u8, Value) {
        let mut captured = Captured::default()
            .var("KAFKA_BOOTSTRAP_SERVERS", &self.0.iam_address())
            .var("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
            .var("KAFKA_SASL_MECHANISM", "AWS_MSK_IAM")
            .var("KAFKA_SSL_TRUSTSTORE_CERTIFICATES", self.0.ca_pem())
            .var("AWS_ACCESS_KEY_ID", "K")
            .var("AWS_SECRET_ACCESS_KEY", "S")
            .var("AWS_REGION", "us-east-1");
        let words = format!("kadm {line} --format json");
        let code = crate::run_with(words.split_whitespace(), captured.outside()).await;
        (code, serde_json::from_str(&captured.stdout()).unwrap())
    }

    async fn shown(&self) -> Vec<Value> {
        let mut shown = Vec::new();
        for line in SHOWN {
            let (code, answer) = self.kadm(line).await;
            assert_eq!(code, 0, "{line}: {answer}");
            shown.push(answer);
        }
        shown
    }
}

#[tokio::test]
async fn without_a_yes_nothing_ends_and_the_reason_is_said() {
    let cluster = Cluster::start().await;
    for line in STATE {
        let (code, answer) = cluster.kadm(line).await;
        assert_eq!(code, 0, "{line}: {answer}");
    }
    let before = cluster.shown().await;
    let token = before[7]["tokens"][0]["token_id"].as_str().unwrap().to_owned();
    let with_arguments = VERBS.iter().filter(|(.., arguments)| !arguments.is_empty());
    let mut tried = 0;
    for (words, _, arguments) in with_arguments {
        let line = format!("{words} {}", arguments.replace("TOKEN", &token));
        let (code, answer) = cluster.kadm(&line).await;
        let error = &answer["error"];
        assert_eq!(
            (code, &error["kind"]),
            (USAGE, &"ConfirmationRequired".into()),
            "{line}: {answer}"
        );
        assert!(error["hint"].as_str().unwrap().contains("--yes"), "{line}: {answer}");
        let (code, answer) = cluster.kadm(&format!("{line} --dry-run")).await;
        assert_eq!(answer["dry_run"], true, "{line}: {answer}");
        assert_ne!(code, USAGE, "{line}: {answer}");
        tried += 1;
    }
    assert_eq!(tried, 24, "each verb that ends something, but where the emulator lacks the API");
    assert_eq!(cluster.shown().await, before);
}
