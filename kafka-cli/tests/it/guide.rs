//! The command lines of GUIDE.md and HABITS.md, run as they are printed.
//!
//! The files that they name are in the folder of the test, and so are the contexts, which lead to the emulator.

use std::path::{Path, PathBuf};

use kafka_cli::Captured;
use kafka_emulator::{Emulator, Listener};

const PASSWORD: &str = "password-of-rudder";
const KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_KEY: &str = "secret-access-key";
/// Stands for any text.
const ANY: &str = "…";

/// A cluster, and a folder with what the guide's files are.
struct Reader {
    emulator: Emulator,
    folder: PathBuf,
}

/// A fenced block: the words behind its fence, and its lines.
struct Block<'t> {
    info: Vec<&'t str>,
    first_line: usize,
    lines: Vec<&'t str>,
}

/// A command line with what it prints and its exit code.
struct Command {
    line: String,
    number: usize,
    printed: Vec<String>,
    code: u8,
}

impl Reader {
    async fn start(name: &str) -> Self {
        let emulator = Emulator::builder()
            .brokers(3)
            .scram_user("rudder", PASSWORD)
            .iam_identity(KEY_ID, SECRET_KEY, None, "arn:aws:iam::111122223333:user/administrator")
            .start()
            .await
            .unwrap();
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(folder.join("kadm")).unwrap();
        let reader = Self { emulator, folder };
        for (file, text) in [("rudder.txt", PASSWORD), ("old.txt", "one"), ("new.txt", "another")] {
            reader.write(file, text);
        }
        let captured =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../kafka-capture/tests/captures");
        std::fs::copy(captured.join("java.pcap"), reader.folder.join("kafka.pcap")).unwrap();
        reader
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.folder.join(file);
        std::fs::write(&path, text).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, PermissionsExt::from_mode(0o600)).unwrap();
        }
    }

    /// Contexts by the names of the guide, for this cluster.
    fn write_contexts(&self) {
        self.write("ca.pem", self.emulator.ca_pem());
        let file = |name: &str| self.folder.join(name).display().to_string();
        let of = |name: &str, listener, mechanism: &str| {
            format!(
                "{name}.bootstrap.servers = {}\n{name}.security.protocol = SASL_SSL\n\
                 {name}.sasl.mechanism = {mechanism}\n{name}.ssl.truststore.location = {}\n",
                self.emulator.addresses(listener).join(","),
                file("ca.pem")
            )
        };
        let text = of("prod", Listener::Iam, "AWS_MSK_IAM")
            + &of("rudder", Listener::Scram, "SCRAM-SHA-512")
            + &format!(
                "rudder.sasl.username = rudder\nrudder.password.file = {}\n",
                file("rudder.txt")
            )
            + "current = prod\n";
        self.write("kadm/contexts.properties", &text);
    }

    fn captured(&self) -> Captured {
        Captured::default()
            .var("XDG_CONFIG_HOME", self.folder.to_str().unwrap())
            .var("AWS_ACCESS_KEY_ID", KEY_ID)
            .var("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
            .var("AWS_REGION", "us-east-1")
            .var("KADM_USER_BOOTSTRAP", &self.emulator.scram_address())
    }

    /// Gives what is printed, standard output first, and the exit code.
    async fn run(&self, line: &str) -> (String, u8) {
        let words: Vec<String> = words(line).into_iter().map(|word| self.file(word)).collect();
        assert_eq!(words[0], "kadm", "{line}");
        let mut captured = self.captured();
        let code = kafka_cli::run_with(words, captured.outside()).await;
        (captured.stdout() + &captured.stderr(), code)
    }

    /// The name of a file as this process finds it.
    fn file(&self, word: String) -> String {
        let ends = [".txt", ".json", ".log", ".ndjson", ".pcap"];
        let (flag, name) = match word.split_once('=') {
            Some((flag, name)) if flag.starts_with("--") => (format!("{flag}="), name),
            _ => (String::new(), word.as_str()),
        };
        match ends.iter().any(|end| name.ends_with(end)) {
            true => format!("{flag}{}", self.folder.join(name).display()),
            false => word,
        }
    }
}

#[tokio::test]
async fn the_guide_prints_what_kadm_prints() {
    let (reader, text) = (Reader::start("guide").await, document("GUIDE.md"));
    let (mut ran, mut is_setup, mut wrong) = (0, true, Vec::new());
    for block in blocks(&text) {
        match block.info.as_slice() {
            ["console"] => {
                for command in commands(&block) {
                    if is_setup && !command.line.starts_with("kadm context") {
                        reader.write_contexts();
                        is_setup = false;
                    }
                    let (printed, code) = reader.run(&command.line).await;
                    let place = format!("GUIDE.md, line {}: {}", command.number, command.line);
                    let lines: Vec<&str> = printed.lines().collect();
                    let expected: Vec<&str> = command.printed.iter().map(String::as_str).collect();
                    if code != command.code || !are_alike(&expected, &lines) {
                        wrong.push(format!("{place}\n{printed}[{code}]\n"));
                    }
                    ran += 1;
                }
            }
            [_, file] => reader.write(file, &(block.lines.join("\n") + "\n")),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "printed otherwise:\n{}", wrong.join("\n"));
    assert!(ran > 50, "{ran}");
    let recipes = text.lines().filter(|line| line.starts_with("## ")).count();
    assert_eq!(text.matches("](#").count(), recipes, "the list names each recipe");
    assert!(recipes >= 25);
}

#[tokio::test]
async fn each_habit_has_a_line_that_works() {
    let reader = Reader::start("habits").await;
    reader.write_contexts();
    let mut rows = 0;
    for row in document("HABITS.md").lines().filter(|line| line.starts_with("| `")) {
        let [_, habit, line, _] = row.split('|').map(str::trim).collect::<Vec<_>>()[..] else {
            panic!("{row}")
        };
        let line = line.trim_matches('`');
        let (printed, code) = reader.run(line).await;
        assert_eq!(code, 0, "{habit}\n{line}\n{printed}");
        rows += 1;
    }
    assert!(rows >= 30, "{rows}");
}

/// Kafka's own words behind kadm's noun, and nothing else changed.
#[tokio::test]
async fn a_line_of_kafkas_tools_works_behind_the_noun() {
    let reader = Reader::start("words").await;
    reader.write_contexts();
    for (line, told) in [
        ("kadm topic --create --topic a --partitions 2", "created a"),
        ("kadm topic --describe", "a, partitions: 2"),
        ("kadm topics ls", "a"),
        ("kadm config --describe --entity-type TOPICS", "topic a"),
        ("kadm group offsets alter --group g a:0=0 --yes", "set a-0 to 0"),
        ("kadm group --describe", "g: Classic"),
        (
            "kadm acl --add --topic a --allow-principal b --operation DESCRIBE_CONFIGS",
            "created ALLOW DESCRIBE_CONFIGS",
        ),
        ("kadm topic list --format JSON", "\"ok\":true"),
        ("kadm partition elect --election-type PREFERRED", "no partition needs an election"),
        ("kadm topic --delete --topic a --yes", "deleted a"),
    ] {
        let (printed, code) = reader.run(line).await;
        assert!(code == 0 && printed.contains(told), "{line}: {printed}");
    }
}

fn document(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
    std::fs::read_to_string(path).unwrap()
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut is_open = false;
    for (number, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), is_open) {
            (Some(info), false) => {
                let info = info.split_whitespace().collect();
                blocks.push(Block { info, first_line: number + 2, lines: Vec::new() });
                is_open = true;
            }
            (Some(_), true) => is_open = false,
            (None, true) => blocks.last_mut().unwrap().lines.push(line),
            (None, false) => {}
        }
    }
    blocks
}

fn commands(block: &Block<'_>) -> Vec<Command> {
    let mut commands: Vec<Command> = Vec::new();
    for (number, line) in block.lines.iter().enumerate() {
        if let Some(line) = line.strip_prefix("$ ") {
            let number = block.first_line + number;
            commands.push(Command { line: line.into(), number, printed: Vec::new(), code: 0 });
            continue;
        }
        let command = commands.last_mut().expect("a block begins with a command");
        let code = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')?.parse().ok());
        match code {
            Some(code) => command.code = code,
            None => command.printed.push((*line).to_owned()),
        }
    }
    commands
}

/// Whether the lines are as expected; a line of its own with `…` stands for any number of lines.
fn are_alike(expected: &[&str], lines: &[&str]) -> bool {
    match (expected, lines) {
        ([], lines) => lines.is_empty(),
        ([first, rest @ ..], _) if first.trim() == ANY => {
            (0..=lines.len()).any(|skipped| are_alike(rest, &lines[skipped..]))
        }
        ([first, rest @ ..], [line, others @ ..]) => {
            is_alike(first, line) && are_alike(rest, others)
        }
        (_, []) => false,
    }
}

/// Whether a line is as expected; `…` stands for any text in it. How columns are padded differs with what they hold.
fn is_alike(expected: &str, line: &str) -> bool {
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let indent = |text: &str| text.len() - text.trim_start().len();
    let (wanted, shown) = (squeezed(expected), squeezed(line));
    if !expected.contains(ANY) {
        return expected == line;
    }
    let mut parts = wanted.split(ANY).map(str::trim);
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = shown.strip_prefix(first) else { return false };
    let mut last = "";
    for part in parts {
        last = part;
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    indent(expected) == indent(line) && shown.ends_with(last)
}

/// Words as a shell makes them, with single quotes.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut is_quoted) = (Vec::new(), None::<String>, false);
    for c in line.chars() {
        match c {
            '\'' => {
                is_quoted = !is_quoted;
                word.get_or_insert_default();
            }
            ' ' if !is_quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}
