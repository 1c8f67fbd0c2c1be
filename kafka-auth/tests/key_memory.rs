//! What loading a private key leaves in memory: a process of its own loads it, and all that the process
//! may write to is searched from outside, as whoever reads a core dump would.
#![allow(clippy::unwrap_used, reason = "a test may fail that way")]
#![cfg(target_os = "linux")]

use std::any::Any;
use std::env;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kafka_auth::Secret;
use kafka_auth::scram::Nonce;
use kafka_auth::tls::{ClientIdentity, IdentityFiles, KeyStore, ReloadingConfig, TlsRoots};
use test_support::certificates::{KeyPair, params};

/// Tells the other process what to load.
const FILE: &str = "KEY_MEMORY_FILE";
/// And as what.
const LOAD_AS: &str = "KEY_MEMORY_LOAD_AS";
/// What it says when it has.
const LOADED: &str = "the key is loaded";

/// How long a piece is that is looked for, in bytes.
const PIECE: usize = 16;

/// A PEM file with a certificate and a private key.
struct Key {
    file: PathBuf,
    /// Pieces of the key's base64.
    text: Vec<Vec<u8>>,
    /// Pieces of what that says.
    der: Vec<Vec<u8>>,
}

impl Key {
    /// A key that can be used.
    fn good(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let der = key.serialize_der();
        // RFC 5915: privateKey OCTET STRING, 32 bytes for P-256. The rest of the DER is no secret.
        let number = der.windows(2).position(|tag| tag == [0x04, 0x20]).unwrap() + 2;
        Self::written(name, &key, &key.serialize_pem(), &der[number..number + 32])
    }

    /// As long as an RSA key of 4,096 bits, so that most of a freed block is never used again. It is
    /// no key: the error's way is searched too.
    fn long(name: &str) -> Self {
        let random: String =
            (0..100).map(|_| Nonce::random().unwrap().as_str().to_owned()).collect();
        let der = STANDARD.decode(&random).unwrap();
        let lines: Vec<&str> = (0..50).map(|nth| &random[nth * 64..][..64]).collect();
        let label = "RSA PRIVATE KEY";
        let pem = format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"));
        Self::written(name, &KeyPair::generate().unwrap(), &pem, &der)
    }

    /// The key of the committed key stores, in one of them.
    fn stored(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/key-stores");
        let pem = fs::read_to_string(folder.join("client-key.pem")).unwrap();
        let text: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let der = STANDARD.decode(text).unwrap();
        let number = der.windows(2).position(|tag| tag == [0x04, 0x20]).unwrap() + 2;
        Self { file: folder.join(name), text: Vec::new(), der: pieces(&der[number..number + 32]) }
    }

    fn written(name: &str, signer: &KeyPair, pem: &str, der: &[u8]) -> Self {
        let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("memory-{name}.pem"));
        let certificate = params(&["me"]).self_signed(signer).unwrap().pem();
        fs::write(&file, format!("{pem}{certificate}")).unwrap();
        let lines = pem.lines().filter(|line| !line.starts_with('-'));
        let text = lines.flat_map(|line| pieces(line.as_bytes())).collect();
        Self { file, text, der: pieces(der) }
    }
}

fn pieces(bytes: &[u8]) -> Vec<Vec<u8>> {
    bytes.chunks_exact(PIECE).map(<[u8]>::to_vec).collect()
}

/// A process that has loaded a key and does nothing more.
struct Loaded {
    process: Child,
    /// Kept, since a test that cannot write fails.
    _output: BufReader<ChildStdout>,
}

impl Loaded {
    fn spawn(load_as: &str, key: &Key) -> Self {
        let mut process = Command::new(env::current_exe().unwrap())
            .args(["the_other_process", "--exact", "--ignored", "--nocapture"])
            .envs([(FILE, key.file.as_os_str()), (LOAD_AS, load_as.as_ref())])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut lines = output.by_ref().lines().map_while(Result::ok);
        assert!(lines.any(|line| line.contains(LOADED)), "{load_as}: it did not load");
        Self { process, _output: output }
    }

    /// How many of the pieces stand in the memory that it may write to.
    fn count(&self, pieces: &[Vec<u8>]) -> usize {
        let folder = PathBuf::from(format!("/proc/{}", self.process.id()));
        let memory = File::open(folder.join("mem")).unwrap();
        let maps = fs::read_to_string(folder.join("maps")).unwrap();
        let ranges = maps.lines().filter(|line| line.contains(" rw"));
        let bytes = ranges.map(|line| read(&memory, line));
        let found: Vec<_> = bytes.flat_map(|bytes| found_in(&bytes, pieces)).collect();
        pieces.iter().filter(|piece| found.contains(piece)).count()
    }
}

/// Those of the pieces that stand in `bytes`, some twice.
fn found_in(bytes: &[u8], pieces: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut starts = vec![false; 1 << 16];
    for piece in pieces {
        starts[start_of(piece)] = true;
    }
    let windows = bytes.windows(PIECE).filter(|window| starts[start_of(window)]);
    windows
        .filter(|window| pieces.iter().any(|piece| piece == window))
        .map(<[u8]>::to_vec)
        .collect()
}

fn start_of(piece: &[u8]) -> usize {
    usize::from(u16::from_be_bytes([piece[0], piece[1]]))
}

impl Drop for Loaded {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The bytes of one line of `maps`; none where the system does not show them.
fn read(memory: &File, line: &str) -> Vec<u8> {
    let (start, end) = line.split(' ').next().unwrap().split_once('-').unwrap();
    let [start, end] = [start, end].map(|text| u64::from_str_radix(text, 16).unwrap());
    let mut bytes = vec![0; usize::try_from(end - start).unwrap()];
    match memory.read_exact_at(&mut bytes, start) {
        Ok(()) => bytes,
        Err(_) => Vec::new(),
    }
}

#[test]
#[ignore = "run by the other tests, in a process of its own"]
fn the_other_process() {
    let (file, load_as) = (PathBuf::from(env::var_os(FILE).unwrap()), env::var(LOAD_AS).unwrap());
    // What printing allocates is not to lie on what loading left.
    println!("loading {load_as}");
    let _kept = load(&load_as, &file);
    println!("{LOADED}");
    loop {
        thread::park();
    }
}

fn load(load_as: &str, file: &Path) -> Box<dyn Any> {
    match load_as {
        "bytes" => Box::new(fs::read(file).unwrap()),
        "identity" => Box::new(ClientIdentity::from_pem_files(file, file).unwrap()),
        "no identity" => Box::new(ClientIdentity::from_pem_files(file, file).unwrap_err()),
        "reloading" => {
            let files = IdentityFiles { chain: file.to_owned(), key: file.to_owned() };
            Box::new(ReloadingConfig::new(TlsRoots::Public, Some(files)).unwrap())
        }
        "store" => Box::new(store(file).identity(None).unwrap()),
        "wrong password" => {
            Box::new(store(file).identity(Some(&Secret::new("MARKER"))).unwrap_err())
        }
        "roots" => Box::new(TlsRoots::PemFile(file.to_owned()).load().unwrap()),
        _ => panic!("{load_as}"),
    }
}

fn store(file: &Path) -> KeyStore {
    KeyStore::read(file, Some(Secret::new("changeit"))).unwrap().unwrap()
}

#[test]
fn no_piece_of_a_key_that_was_decrypted_stays_behind() {
    for name in ["java.jks", "java.p12", "java-old.p12", "plain.p12"] {
        let loaded = Loaded::spawn("store", &Key::stored(name));
        assert_eq!(loaded.count(&Key::stored(name).der), 0, "{name}");
    }
    let loaded = Loaded::spawn("wrong password", &Key::stored("java.p12"));
    assert_eq!(loaded.count(&Key::stored("java.p12").der), 0);
}

#[test]
fn what_is_kept_is_found() {
    let key = Key::long("kept");
    let loaded = Loaded::spawn("bytes", &key);
    assert_eq!((loaded.count(&key.text), loaded.count(&key.der)), (key.text.len(), 0));
}

#[test]
fn no_piece_of_a_private_keys_pem_stays_behind() {
    for (load_as, key) in [
        ("identity", Key::good("identity")),
        ("no identity", Key::long("no-identity")),
        ("roots", Key::long("roots")),
    ] {
        let loaded = Loaded::spawn(load_as, &key);
        assert_eq!((loaded.count(&key.text), loaded.count(&key.der)), (0, 0), "{load_as}");
    }
}

/// What rustls makes of the decoded key is not wiped here ([`ClientIdentity::from_pem_with`] says so).
#[test]
fn no_piece_of_the_text_stays_behind_where_files_are_followed() {
    let key = Key::good("reloading");
    assert_eq!(Loaded::spawn("reloading", &key).count(&key.text), 0);
}
