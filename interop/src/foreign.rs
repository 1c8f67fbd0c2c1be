//! The clients of `interop/clients`, each a program that does what it is told, line by line.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::client::{ClientError, parse};
use crate::error::{StartError, Tried};
use crate::gate;
use crate::options::KafkaOptions;
use crate::toolchain::{self, cache, find, fingerprint, once};

/// A client of another language.
pub struct Foreign {
    program: PathBuf,
    arguments: Vec<String>,
    variables: Vec<(&'static str, String)>,
}

/// What of a client is built is built anew when it changes.
const JAVA: &[(&str, &str)] = &[
    ("AdminCalls.java", include_str!("../clients/java/AdminCalls.java")),
    ("Calls.java", include_str!("../clients/java/Calls.java")),
    ("Member.java", include_str!("../clients/java/Member.java")),
];
const FRANZ_GO: &[(&str, &str)] = &[
    ("client.go", include_str!("../clients/franz-go/client.go")),
    ("go.mod", include_str!("../clients/franz-go/go.mod")),
    ("main.go", include_str!("../clients/franz-go/main.go")),
];
const KAFKAJS: &[(&str, &str)] =
    &[("package-lock.json", include_str!("../clients/kafkajs/package-lock.json"))];
const PYTHON: &[(&str, &str)] =
    &[("requirements.txt", include_str!("../clients/python/requirements.txt"))];

impl Foreign {
    /// Kafka's own client, with Amazon's plugin for MSK; `None` where the tests do not run, as in
    /// [`shared`](crate::shared).
    ///
    /// # Panics
    /// As [`shared`](crate::shared).
    pub fn java() -> Option<Self> {
        made(|| java("clients.Member"))
    }

    /// Kafka's own client, which calls each method of its `Admin` and takes no commands. Otherwise as
    /// [`java`](Self::java).
    ///
    /// # Panics
    /// As [`java`](Self::java).
    pub fn java_admin() -> Option<Self> {
        made(|| java("clients.AdminCalls"))
    }

    /// librdkafka, by confluent-kafka for Python. Otherwise as [`java`](Self::java).
    ///
    /// # Panics
    /// As [`java`](Self::java).
    pub fn librdkafka() -> Option<Self> {
        made(|| python("librdkafka.py"))
    }

    /// kafka-python. Otherwise as [`java`](Self::java).
    ///
    /// # Panics
    /// As [`java`](Self::java).
    pub fn kafka_python() -> Option<Self> {
        made(|| python("kafka_python.py"))
    }

    /// boto3's client for Amazon MSK, which takes methods for commands. Otherwise as [`java`](Self::java).
    ///
    /// # Panics
    /// As [`java`](Self::java).
    pub fn boto3() -> Option<Self> {
        made(|| python("aws.py"))
    }

    /// kafkajs, for Node.js. Otherwise as [`java`](Self::java).
    ///
    /// # Panics
    /// As [`java`](Self::java).
    pub fn kafkajs() -> Option<Self> {
        made(|| {
            let node = program("node", "node (18 or later, to run kafkajs)")?;
            let folder = cache("clients-kafkajs").join(format!("{:016x}", fingerprint(KAFKAJS)));
            once(&folder, install_kafkajs)?;
            let script = sources("kafkajs").join("client.js").display().to_string();
            let modules = folder.join("node_modules").display().to_string();
            let variables = vec![("NODE_PATH", modules)];
            Ok(Self { program: node, arguments: vec![script], variables })
        })
    }

    /// franz-go, for Go. Otherwise as [`java`](Self::java).
    ///
    /// # Panics
    /// As [`java`](Self::java).
    pub fn franz_go() -> Option<Self> {
        made(|| {
            let folder = cache("clients-franz-go").join(format!("{:016x}", fingerprint(FRANZ_GO)));
            if !folder.is_dir() {
                program("go", "go (1.21 or later, to build franz-go's client)")?;
            }
            once(&folder, build_franz_go)?;
            let program = folder.join("client");
            Ok(Self { program, arguments: Vec::new(), variables: Vec::new() })
        })
    }

    /// Starts it with these variables: see `clients/README.md`.
    ///
    /// # Errors
    /// The program does not start, or does not say who it is.
    pub fn start(&self, variables: &[(&str, &str)]) -> Result<Member, ClientError> {
        let mut command = self.command();
        command.envs(variables.iter().copied());
        let started = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        Member::of(started.map_err(|error| failed(&error))?)
    }

    /// What runs it, to be told more.
    pub fn command(&self) -> Command {
        self.command_of(&self.arguments)
    }

    /// What runs it, with other arguments: Python with the packages of the lock file.
    pub fn command_of(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }
}

/// A client that runs, as one user. It ends when this is dropped.
pub struct Member {
    child: Child,
    input: ChildStdin,
    lines: Receiver<String>,
    name: String,
}

/// Longer than a client waits for anything.
const PATIENCE: Duration = Duration::from_secs(60);

impl Member {
    fn of(mut child: Child) -> Result<Self, ClientError> {
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(failed(&"no pipes"));
        };
        let (sender, lines) = channel();
        thread::spawn(move || {
            let lines = BufReader::new(output).lines().map_while(Result::ok);
            lines.map(|line| sender.send(line)).take_while(Result::is_ok).count()
        });
        let mut member = Self { child, input, lines, name: String::new() };
        let line = member.line()?;
        member.name = line.strip_prefix("READY ").ok_or_else(|| failed(&line))?.to_owned();
        Ok(member)
    }

    /// The client and its version.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Asks for something and waits for the answer.
    ///
    /// # Errors
    /// What the client reports, with Kafka's code if there is one.
    pub fn ask(&mut self, command: &str) -> Result<String, ClientError> {
        self.tell(command)?;
        self.answer()
    }

    /// Asks for something.
    ///
    /// # Errors
    /// The client has ended.
    pub fn tell(&mut self, command: &str) -> Result<(), ClientError> {
        self.input.write_all(format!("{command}\n").as_bytes()).map_err(|error| failed(&error))
    }

    /// Waits for the answer.
    ///
    /// # Errors
    /// As [`ask`](Self::ask).
    pub fn answer(&mut self) -> Result<String, ClientError> {
        let line = self.line()?;
        match line.split_once(' ').unwrap_or((&line, "")) {
            ("OK", result) => Ok(result.to_owned()),
            ("ERROR", error) => Err(parse(error)),
            _ => Err(failed(&line)),
        }
    }

    fn line(&mut self) -> Result<String, ClientError> {
        self.lines.recv_timeout(PATIENCE).map_err(|error| failed(&format!("no answer: {error}")))
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        // Fails only if it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn made(prepare: impl FnOnce() -> Result<Foreign, StartError>) -> Option<Foreign> {
    gate::is_on().then(prepare).and_then(gate::pass)
}

fn failed(error: &impl ToString) -> ClientError {
    ClientError { code: -1, message: error.to_string() }
}

fn program(name: &str, what: &str) -> Result<PathBuf, StartError> {
    find(name).ok_or_else(|| StartError::Missing(what.to_owned()))
}

fn sources(language: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("clients").join(language)
}

fn java(class: &str) -> Result<Foreign, StartError> {
    let tools = toolchain::prepare_msk(&KafkaOptions::default().version)?;
    let folder = cache("clients-java").join(format!("{:016x}", fingerprint(JAVA)));
    once(&folder, |target| toolchain::compile_with(&tools, &sources("java"), JAVA, target))?;
    let class_path = format!("{}:{}", folder.display(), tools.class_path);
    let arguments = [
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
        "-cp",
        &class_path,
        class,
    ];
    let arguments = arguments.map(str::to_owned).to_vec();
    Ok(Foreign { program: tools.java, arguments, variables: Vec::new() })
}

fn python(script: &str) -> Result<Foreign, StartError> {
    let folder = cache("clients-python").join(format!("{:016x}", fingerprint(PYTHON)));
    once(&folder, install_python)?;
    let script = sources("python").join(script).display().to_string();
    let program = folder.join("bin/python");
    Ok(Foreign { program, arguments: vec![script], variables: Vec::new() })
}

/// Debian has `venv` in a package of its own.
fn install_python(target: &Path) -> Result<(), StartError> {
    let what = "python3 with venv (3.9 or later, to run librdkafka, kafka-python and boto3)";
    let python = program("python3", what)?;
    let has_venv = Command::new(&python).args(["-c", "import ensurepip, venv"]).status();
    if !has_venv.is_ok_and(|status| status.success()) {
        return Err(StartError::Missing(what.to_owned()));
    }
    let mut venv = Command::new(python);
    run_in(venv.args(["-m", "venv"]).arg(target), "python3 -m venv")?;
    let mut pip = Command::new(target.join("bin/python"));
    pip.args([
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
    ]);
    run_in(pip.arg(sources("python").join("requirements.txt")), "pip install")
}

fn install_kafkajs(target: &Path) -> Result<(), StartError> {
    let npm = program("npm", "npm (to fetch kafkajs)")?;
    for file in ["package.json", "package-lock.json"] {
        let copied = std::fs::copy(sources("kafkajs").join(file), target.join(file));
        copied.tried(format!("copy {file}"))?;
    }
    let mut install = Command::new(npm);
    install.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    run_in(install.current_dir(target), "npm ci (kafkajs)")
}

fn build_franz_go(target: &Path) -> Result<(), StartError> {
    let program = target.canonicalize().tried("find the folder for franz-go's client")?;
    let mut build = Command::new(find("go").unwrap_or_else(|| "go".into()));
    build.arg("build").arg("-o").arg(program.join("client")).arg(".");
    run_in(build.current_dir(sources("franz-go")), "go build (franz-go)")
}

fn run_in(command: &mut Command, step: &str) -> Result<(), StartError> {
    let output = command.output().tried(step)?;
    toolchain::succeeded(&output, step)
}
