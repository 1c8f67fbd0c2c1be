//! Key stores as `keytool` and OpenSSL write them: those that are committed in `tests/data/key-stores`, and
//! new ones by the tools of this machine, where it has them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use kafka_auth::Secret;
use kafka_auth::tls::{ClientIdentity, KeyStore, KeyStoreFlaw, MAX_PEM, TlsError, TlsRoots};
use rustls::ServerConfig;
use test_support::certificates::{Issued, server_for};

use super::{connect, file, tls};

const PASSWORD: &str = "changeit";
const ACCENTS: &str = "pässwörd €";

/// Those with the client's key, and their passwords.
const CLIENTS: [(&str, &str); 13] = [
    ("accents.p12", ACCENTS),
    ("aes-128-sha512.p12", PASSWORD),
    ("des3.p12", PASSWORD),
    ("empty.p12", ""),
    ("java-old.p12", PASSWORD),
    ("java.jks", PASSWORD),
    ("java.p12", PASSWORD),
    ("legacy.p12", PASSWORD),
    ("no-mac.p12", PASSWORD),
    ("openssl.p12", PASSWORD),
    ("plain.p12", PASSWORD),
    ("rc2-128.p12", PASSWORD),
    ("sha1.p12", PASSWORD),
];
/// OpenSSL leaves the certificates open in it: only its key knows the password.
const UNCHECKED: &str = "no-mac.p12";
const TRUST: [&str; 4] = ["trust.jks", "trust.p12", "trust-old.p12", "trust-openssl.p12"];

fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/key-stores")
}

/// The committed folder, and one that is made now.
fn folders() -> Vec<PathBuf> {
    let has = |tool: &str, flag: &str| Command::new(tool).arg(flag).output().is_ok();
    let mut folders = vec![committed()];
    if has("openssl", "version") && has("keytool", "-help") {
        let made = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("key-stores");
        let _ = fs::remove_dir_all(&made);
        fs::create_dir_all(&made).unwrap();
        let script = committed().join("make.sh");
        let run = Command::new("sh").arg(script).arg(&made).output().unwrap();
        assert!(run.status.success(), "{run:?}");
        folders.push(made);
    }
    folders
}

fn opened(path: &Path, password: &str) -> Result<KeyStore, TlsError> {
    let store = KeyStore::read(path, Some(Secret::new(password)))?;
    Ok(store.expect("a key store"))
}

fn flaw(path: &Path, password: Option<&str>) -> KeyStoreFlaw {
    match KeyStore::read(path, password.map(Secret::new)) {
        Err(TlsError::KeyStore { flaw, file }) => {
            assert_eq!(file, path.display().to_string());
            flaw
        }
        other => panic!("{path:?}: {other:?}"),
    }
}

/// A server of the folder's authority, which wants certificates from the same.
fn server(folder: &Path) -> Arc<ServerConfig> {
    let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let issued = Issued { chain: text("server.pem"), key: text("server-key.pem") };
    server_for(&issued, Some(&text("ca.pem")))
}

fn handshake(folder: &Path, roots: &TlsRoots, identity: &ClientIdentity, of: &str) {
    let client = tls::client_config(roots, Some(identity)).unwrap();
    connect(&client, &server(folder), "kafka.test").unwrap_or_else(|error| panic!("{of}: {error}"));
}

#[test]
fn each_store_opens_a_connection_as_its_pem_does() {
    for folder in folders() {
        let pem = TlsRoots::PemFile(folder.join("ca.pem"));
        let own = ClientIdentity::from_pem_files(
            &folder.join("client.pem"),
            &folder.join("client-key.pem"),
        );
        handshake(&folder, &pem, &own.unwrap(), "PEM");
        for (name, password) in CLIENTS {
            let store = opened(&folder.join(name), password)
                .unwrap_or_else(|error| panic!("{folder:?}: {error}"));
            let identity = store.identity(None).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(format!("{identity:?}").contains("2 certificates"), "{name}: {identity:?}");
            handshake(&folder, &store.roots().unwrap(), &identity, name);
        }
        for name in TRUST {
            let store = opened(&folder.join(name), PASSWORD).unwrap();
            let found = store.roots().unwrap().load().unwrap().certificates;
            assert_eq!(found, pem.load().unwrap().certificates, "{name}");
        }
    }
}

#[test]
fn a_wrong_password_is_told_from_none() {
    let folder = committed();
    for (name, _) in CLIENTS.into_iter().chain(TRUST.map(|name| (name, PASSWORD))) {
        let path = folder.join(name);
        if name != UNCHECKED {
            let wrong = KeyStoreFlaw::Password { given: true };
            assert_eq!(flaw(&path, Some("MARKER")), wrong, "{name}");
        }
        let is_open = ["empty.p12", "plain.p12", UNCHECKED].contains(&name);
        match is_open || name.ends_with(".jks") {
            true => assert!(KeyStore::read(&path, None).unwrap().is_some(), "{name}"),
            false => {
                assert_eq!(flaw(&path, None), KeyStoreFlaw::Password { given: false }, "{name}");
            }
        }
    }
    let error = opened(&folder.join("trust.jks"), "MARKER").unwrap_err();
    let (text, debug) = (error.to_string(), format!("{error:?}"));
    assert!(text.contains("keytool -list -keystore "), "{text}");
    assert!(!text.contains("MARKER") && !debug.contains("MARKER"));
}

#[test]
fn a_key_may_have_a_password_of_its_own() {
    let store = opened(&committed().join("key-password.jks"), PASSWORD).unwrap();
    let refused = |password: Option<&Secret>| match store.identity(password).unwrap_err() {
        TlsError::KeyStore { flaw, .. } => flaw,
        error => panic!("{error}"),
    };
    let wrong = KeyStoreFlaw::KeyPassword { given: true };
    assert_eq!(refused(None), wrong);
    assert_eq!(refused(Some(&Secret::new("MARKER"))), wrong);
    assert!(store.identity(Some(&Secret::new("another-one"))).is_ok());
    assert!(!format!("{store:?}").contains(PASSWORD), "{store:?}");
}

#[test]
fn a_wrong_password_that_only_the_key_knows() {
    for (password, given) in [(Some("MARKER"), true), (None, false)] {
        let path = committed().join(UNCHECKED);
        let store = KeyStore::read(&path, password.map(Secret::new)).unwrap().unwrap();
        let error = store.identity(None).unwrap_err();
        let TlsError::KeyStore { flaw, .. } = &error else { panic!("{error}") };
        assert_eq!(*flaw, KeyStoreFlaw::KeyPassword { given });
        assert!(error.to_string().contains("ssl.key.password"), "{error}");
    }
}

#[test]
fn without_a_key_there_is_no_identity() {
    let error =
        opened(&committed().join("trust.p12"), PASSWORD).unwrap().identity(None).unwrap_err();
    let TlsError::KeyStore { flaw, .. } = error else { panic!("{error}") };
    assert_eq!(flaw, KeyStoreFlaw::NoPrivateKey);
}

#[test]
fn what_is_no_key_store_is_none() {
    let pem = committed().join("ca.pem");
    assert!(KeyStore::read(&pem, None).unwrap().is_none());
    let missing = KeyStore::read(&committed().join("none.jks"), None).unwrap_err();
    assert!(matches!(missing, TlsError::Unreadable { .. }));
    let huge = file("huge.jks", &[&[0xfe, 0xed, 0xfe, 0xed][..], &vec![0; MAX_PEM]].concat());
    assert!(matches!(KeyStore::read(&huge, None), Err(TlsError::TooLarge { .. })));
    let jceks = flaw(&committed().join("java.jceks"), Some(PASSWORD));
    assert_eq!(jceks, KeyStoreFlaw::Unsupported("JCEKS".into()));
    let ber = file("indefinite.p12", &[0x30, 0x80, 2, 1, 3]);
    assert!(matches!(flaw(&ber, None), KeyStoreFlaw::Unsupported(_)));
}

/// Cut anywhere, a file is damaged, and no password is blamed for it.
#[test]
fn a_cut_file_is_malformed() {
    for (name, password) in CLIENTS {
        let bytes = fs::read(committed().join(name)).unwrap();
        for length in (8..bytes.len()).step_by(7).chain([bytes.len() - 1]) {
            let cut = file("cut.store", &bytes[..length]);
            assert_eq!(flaw(&cut, Some(password)), KeyStoreFlaw::Malformed, "{name} {length}");
        }
        let longer = file("longer.store", &[&bytes[..], b"x"].concat());
        assert_eq!(flaw(&longer, Some(password)), KeyStoreFlaw::Malformed, "{name}");
    }
}

/// No byte can be changed without a word; where the password proves right in another way, it is not blamed.
#[test]
fn a_changed_file_is_never_taken() {
    for name in ["java.jks", "sha1.p12", "plain.p12"] {
        let bytes = fs::read(committed().join(name)).unwrap();
        let mut changed = 0;
        for at in (8..bytes.len()).step_by(7) {
            let mut bytes = bytes.clone();
            bytes[at] ^= 1;
            let read = opened(&file("changed.store", &bytes), PASSWORD);
            let Err(TlsError::KeyStore { flaw, .. }) = read else {
                // The name of the MAC's hash and the like: what is in the bags is as it was.
                let store = read.unwrap_or_else(|error| panic!("{name} {at}: {error}"));
                assert!(store.identity(None).is_ok(), "{name} {at}");
                continue;
            };
            changed += usize::from(flaw == KeyStoreFlaw::Changed);
        }
        assert!(changed > 20 || name == "plain.p12", "{name}: {changed}");
    }
}
