//! Java, Maven, and what they make once per Kafka version: the jars and our compiled classes.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, id};
use std::sync::{Mutex, PoisonError};

use crate::error::{StartError, Tried};

/// A Java that can run one Kafka version.
#[derive(Clone)]
pub(crate) struct Toolchain {
    pub(crate) java: PathBuf,
    /// Our classes, then Kafka's jars.
    pub(crate) class_path: String,
}

/// The sources of the broker's starter and the IAM plugin, built into this crate so that a
/// change of theirs is seen.
const SOURCES: &[(&str, &str)] = &[
    ("Broker.java", include_str!("../java/interop/Broker.java")),
    ("Client.java", include_str!("../java/interop/Client.java")),
    ("IamLoginModule.java", include_str!("../java/interop/IamLoginModule.java")),
    ("IamSaslServer.java", include_str!("../java/interop/IamSaslServer.java")),
    ("IamVerifier.java", include_str!("../java/interop/IamVerifier.java")),
    ("Move.java", include_str!("../java/interop/Move.java")),
    ("Session.java", include_str!("../java/interop/Session.java")),
];

/// The same for releases with ZooKeeper, which have neither StorageTool nor all that our clients use.
const SOURCES_WITH_ZOOKEEPER: &[(&str, &str)] = &[
    ("../zookeeper/interop/Broker.java", include_str!("../java/zookeeper/interop/Broker.java")),
    ("IamLoginModule.java", include_str!("../java/interop/IamLoginModule.java")),
    ("IamSaslServer.java", include_str!("../java/interop/IamSaslServer.java")),
    ("IamVerifier.java", include_str!("../java/interop/IamVerifier.java")),
];

/// Whether brokers of the release need ZooKeeper.
pub(crate) fn needs_zookeeper(version: &str) -> bool {
    version.starts_with("2.")
}

fn sources(version: &str) -> &'static [(&'static str, &'static str)] {
    if needs_zookeeper(version) { SOURCES_WITH_ZOOKEEPER } else { SOURCES }
}

/// Finds the programs and makes what is not there yet. The first run for a version downloads
/// about 44 MB; later ones need neither Maven nor the network.
pub(crate) fn prepare(version: &str) -> Result<Toolchain, StartError> {
    let folder = cache(version);
    let jars = folder.join("lib");
    let classes = folder.join(format!("classes-{:016x}", fingerprint(sources(version))));
    let java = find_all(!jars.is_dir(), !classes.is_dir())?;
    once(&jars, |target| fetch(version, target))?;
    once(&classes, |target| compile(&jars, sources(version), target))?;
    let class_path = format!("{}:{}/*", classes.display(), jars.display());
    Ok(Toolchain { java, class_path })
}

/// The same for a client with Amazon's plugin for MSK: 30 MB more, once.
pub(crate) fn prepare_msk(version: &str) -> Result<Toolchain, StartError> {
    let Toolchain { java, class_path } = prepare(version)?;
    let jars = cache("aws-msk-iam-auth").join("lib");
    find_all(!jars.is_dir(), false)?;
    once(&jars, fetch_msk)?;
    Ok(Toolchain { java, class_path: format!("{class_path}:{}/*", jars.display()) })
}

/// Where everything of one version is kept: `target/interop/<version>`.
pub(crate) fn cache(version: &str) -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    workspace.join(target).join("interop").join(version)
}

/// `java`, after all that is missing has been named in one go.
fn find_all(fetching: bool, compiling: bool) -> Result<PathBuf, StartError> {
    let java = find("java");
    let wanted = [
        (java.is_none(), "java (17 or later, to run Kafka)"),
        (compiling && find("javac").is_none(), "javac (a JDK, to compile the IAM plugin)"),
        (fetching && find("mvn").is_none(), "mvn (Maven 3, to fetch Kafka)"),
    ];
    let missing: Vec<&str> =
        wanted.iter().filter(|(missing, _)| *missing).map(|(_, what)| *what).collect();
    match java {
        Some(java) if missing.is_empty() => Ok(java),
        _ => Err(StartError::Missing(missing.join(", "))),
    }
}

/// A program of `JAVA_HOME`, else of `PATH`.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let home = env::var_os("JAVA_HOME").map(|home| PathBuf::from(home).join("bin"));
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders = home.into_iter().chain(env::split_paths(&path));
    folders.find_map(|folder| Some(folder.join(program)).filter(|file| file.is_file()))
}

/// Makes a folder whole or not at all, even if several threads or processes try at once: threads
/// take turns, since Maven's own repository does not bear two writers, and processes each make
/// their own.
pub(crate) fn once(
    folder: &Path,
    make: impl FnOnce(&Path) -> Result<(), StartError>,
) -> Result<(), StartError> {
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    if folder.is_dir() {
        return Ok(());
    }
    let unfinished = folder.with_extension(format!("{}.tmp", id()));
    fs::create_dir_all(&unfinished).tried(format!("create {}", unfinished.display()))?;
    let made = make(&unfinished).and_then(|()| publish(&unfinished, folder));
    // Gone after success; after failure, or if another process was faster, nobody needs it.
    let _ = fs::remove_dir_all(&unfinished);
    made
}

fn publish(unfinished: &Path, folder: &Path) -> Result<(), StartError> {
    match fs::rename(unfinished, folder) {
        Err(_) if folder.is_dir() => Ok(()),
        renamed => renamed.tried(format!("create {}", folder.display())),
    }
}

fn fetch(version: &str, target: &Path) -> Result<(), StartError> {
    let mut mvn = copy_dependencies("pom.xml", target);
    mvn.arg(format!("-Dkafka.version={version}"));
    run(mvn, format!("mvn dependency:copy-dependencies (Kafka {version})"))
}

fn fetch_msk(target: &Path) -> Result<(), StartError> {
    let mut mvn = copy_dependencies("msk/pom.xml", target);
    mvn.arg("-DexcludeGroupIds=org.apache.kafka,org.slf4j");
    run(mvn, "mvn dependency:copy-dependencies (aws-msk-iam-auth)".to_owned())
}

fn copy_dependencies(pom: &str, target: &Path) -> Command {
    let mut mvn = Command::new(find("mvn").unwrap_or_else(|| "mvn".into()));
    mvn.args(["-q", "-B", "-f"]).arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(pom));
    mvn.arg("dependency:copy-dependencies");
    mvn.arg(format!("-DoutputDirectory={}", target.display()));
    mvn
}

fn compile(jars: &Path, sources: &[(&str, &str)], target: &Path) -> Result<(), StartError> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("java/interop");
    javac(&format!("{}/*", jars.display()), &folder, sources, target)
}

/// Compiles more sources of a folder, with all that is there.
pub(crate) fn compile_with(
    tools: &Toolchain,
    folder: &Path,
    sources: &[(&str, &str)],
    target: &Path,
) -> Result<(), StartError> {
    match find("javac") {
        Some(_) => javac(&tools.class_path, folder, sources, target),
        None => Err(StartError::Missing("javac (a JDK, to compile the client)".to_owned())),
    }
}

fn javac(
    class_path: &str,
    folder: &Path,
    sources: &[(&str, &str)],
    target: &Path,
) -> Result<(), StartError> {
    let mut javac = Command::new(find("javac").unwrap_or_else(|| "javac".into()));
    javac.args(["-cp", class_path, "-d"]).arg(target);
    javac.args(sources.iter().map(|(name, _)| folder.join(name)));
    run(javac, format!("javac {}", folder.display()))
}

pub(crate) fn run(mut command: Command, step: String) -> Result<(), StartError> {
    let output = command.output().tried(&step)?;
    succeeded(&output, &step)
}

/// What a program printed, if it failed.
pub(crate) fn succeeded(output: &Output, step: &str) -> Result<(), StartError> {
    if output.status.success() {
        return Ok(());
    }
    let said = [&*output.stdout, &*output.stderr].concat();
    let output = String::from_utf8_lossy(&said).into_owned();
    Err(StartError::Preparation { step: step.to_owned(), output })
}

/// Changes with the sources; only a name in the cache.
pub(crate) fn fingerprint(sources: &[(&str, &str)]) -> u64 {
    let mut hasher = DefaultHasher::new();
    sources.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::thread;

    use super::*;

    /// Two tests of one binary that were the first to need Kafka's jars each ran Maven into the
    /// same unfinished folder.
    #[test]
    fn threads_that_ask_at_once_make_a_folder_once() {
        const THREADS: usize = 4;
        let folder = env::temp_dir().join(format!("interop-once-{}", id()));
        let (together, made) = (Barrier::new(THREADS), AtomicU32::new(0));
        let ask = || {
            together.wait();
            once(&folder, |target| {
                made.fetch_add(1, Ordering::Relaxed);
                fs::write(target.join("part"), "whole").tried("write")
            })
        };
        let results = thread::scope(|scope| {
            let asking: Vec<_> = (0..THREADS).map(|_| scope.spawn(ask)).collect();
            asking.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });
        let kept = fs::read_to_string(folder.join("part"));
        fs::remove_dir_all(&folder).unwrap();
        assert!(results.iter().all(Result::is_ok), "{results:?}");
        assert_eq!(made.into_inner(), 1);
        assert_eq!(kept.unwrap(), "whole");
    }
}
