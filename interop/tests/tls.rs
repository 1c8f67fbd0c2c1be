//! TLS against OpenSSL: `openssl s_server` with the settings that go wrong in the field, and
//! `openssl verify` as the judge of what we say OpenSSL thinks. Skipped unless the environment's
//! `KAFKA_INTEROP` is set: see the README. Needs the `openssl` program, 3.0 or later.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::env;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kafka_admin::diagnose::{Utc, inspect};
use kafka_auth::tls::{
    ClientIdentity, TlsFault, TlsRoots, classify_io, client_config, server_name,
};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, ClientConnection, HandshakeKind, StreamOwned};
use test_support::certificates::rcgen::{DnType, IsCa};
use test_support::certificates::{
    Authority, CertificateParams, Issued, authority_below, date_time_ymd, issue, issue_with,
    named_authority,
};

/// Long for a busy machine; nothing waits for it to pass.
const DEADLINE: Duration = Duration::from_secs(30);

/// `None` after a line on standard error where the tests cannot run.
fn openssl() -> Option<()> {
    let wanted = env::var("KAFKA_INTEROP").unwrap_or_default();
    let reason = match wanted.as_str() {
        "" | "0" => "set KAFKA_INTEROP=1 to run against OpenSSL",
        _ if Command::new("openssl").arg("version").output().is_ok() => return Some(()),
        "required" => panic!("openssl is missing"),
        _ => "openssl is missing",
    };
    let _ = writeln!(io::stderr(), "SKIPPED {}: {reason}", std::thread::current().name()?);
    None
}

/// A folder of its own, with an authority and a server certificate for localhost.
struct Scene {
    folder: PathBuf,
    root: Authority,
}

impl Scene {
    fn new(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("tls").join(name);
        fs::create_dir_all(&folder).unwrap();
        let scene = Self { folder, root: named_authority("root") };
        scene.file("ca.pem", scene.root.pem());
        scene.file("ca-key.pem", scene.root.key().serialize_pem());
        let server = issue(&scene.root, &["localhost"]);
        scene.file("server.pem", server.chain);
        scene.file("server-key.pem", server.key);
        scene
    }

    fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.join(name);
        fs::write(&path, text).unwrap();
        path
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder.join(name)).unwrap()
    }

    fn run(&self, line: &str) -> String {
        let output = command(&self.folder, line).output().unwrap();
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    }

    fn server(&self, options: &str) -> Server {
        let line = format!(
            "s_server -accept 127.0.0.1:0 -www -cert server.pem -key server-key.pem {options}"
        );
        Server::start(command(&self.folder, &line))
    }

    fn client(&self, identity: Option<&ClientIdentity>) -> Arc<ClientConfig> {
        client_config(&TlsRoots::PemFile(self.folder.join("ca.pem")), identity).unwrap()
    }

    /// A certificate below the root for a key that OpenSSL made.
    fn certify(&self, key: &str) -> ClientIdentity {
        self.run(&format!("req -new -key {key} -subj /CN=me -out {key}.csr"));
        // Without extensions OpenSSL 3.0 issues version 1, which rustls takes from nobody.
        self.file("extensions", "basicConstraints=CA:FALSE");
        let issue =
            "x509 -req -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 2 -extfile extensions";
        self.run(&format!("{issue} -in {key}.csr -out {key}.crt"));
        ClientIdentity::from_pem(&self.read(&format!("{key}.crt")), &self.read(key)).unwrap()
    }
}

fn command(folder: &Path, line: &str) -> Command {
    let mut command = Command::new("openssl");
    command.current_dir(folder).args(line.split_whitespace());
    command
}

/// `openssl s_server`, ended with this value.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    /// It prints `ACCEPT 127.0.0.1:40001` when it listens.
    fn start(mut command: Command) -> Self {
        let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = spawned.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let accepts = lines.find_map(|line| line.unwrap().strip_prefix("ACCEPT ").map(port));
        // Its pipe must not fill up.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, port: accepts.expect("s_server listens") }
    }

    /// Shakes hands, asks for a page, and reads it to its end.
    fn visit(&self, client: &Arc<ClientConfig>) -> Result<HandshakeKind, TlsFault> {
        self.talk(client).map_err(|error| match classify_io(&error) {
            Some(fault) => fault,
            None => panic!("{error}"),
        })
    }

    fn talk(&self, client: &Arc<ClientConfig>) -> io::Result<HandshakeKind> {
        let tcp = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        tcp.set_read_timeout(Some(DEADLINE)).unwrap();
        let name = server_name("localhost").unwrap();
        let client = ClientConnection::new(client.clone(), name).unwrap();
        let mut stream = StreamOwned::new(client, tcp);
        stream.write_all(b"GET / HTTP/1.0\r\n\r\n")?;
        let mut page = [0; 8];
        stream.read_exact(&mut page)?;
        assert_eq!(&page, b"HTTP/1.0");
        // The rest holds the tickets; that it ends without close_notify is s_server's way.
        let _ = stream.read_to_end(&mut Vec::new());
        Ok(stream.conn.handshake_kind().unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn port(address: &str) -> u16 {
    address.trim().rsplit(':').next().unwrap().parse().unwrap()
}

/// `CN=me`, for the name me.
fn me(issuer: &Authority, change: impl FnOnce(&mut CertificateParams)) -> Issued {
    issue_with(issuer, &["me"], |params| {
        params.distinguished_name.push(DnType::CommonName, "me");
        change(params);
    })
}

fn identity(issuer: &Authority, change: impl FnOnce(&mut CertificateParams)) -> ClientIdentity {
    let issued = me(issuer, change);
    ClientIdentity::from_pem(issued.chain.as_bytes(), issued.key.as_bytes()).unwrap()
}

#[test]
fn t05_a_server_of_tls_1_1_only() {
    let Some(()) = openssl() else { return };
    let scene = Scene::new("t05-1.1");
    let server = scene.server("-tls1_1 -cipher ALL:@SECLEVEL=0");
    assert_eq!(server.visit(&scene.client(None)), Err(TlsFault::ProtocolVersion));
}

#[test]
fn t05_a_server_of_cbc_suites_only() {
    let Some(()) = openssl() else { return };
    let scene = Scene::new("t05-cbc");
    let server = scene.server("-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA384");
    assert_eq!(server.visit(&scene.client(None)), Err(TlsFault::ProtocolVersion));
}

#[test]
fn t07_a_listener_that_wants_a_client_certificate() {
    let Some(()) = openssl() else { return };
    for version in ["-tls1_2", "-tls1_3"] {
        let scene = Scene::new(&format!("t07{version}"));
        let server =
            scene.server(&format!("{version} -Verify 2 -verify_return_error -CAfile ca.pem"));
        let visit = |identity: Option<&ClientIdentity>| server.visit(&scene.client(identity));
        let none = visit(None).unwrap_err();
        // OpenSSL answers handshake_failure under TLS 1.2, whose hint names this case.
        match none {
            TlsFault::ProtocolVersion => assert!(version == "-tls1_2"),
            fault => assert!(matches!(fault, TlsFault::ClientCertificateRefused { .. })),
        }
        for stranger in [
            identity(&named_authority("another"), |_| ()),
            identity(&scene.root, |params| {
                params.not_before = date_time_ymd(2001, 1, 1);
                params.not_after = date_time_ymd(2002, 1, 1);
            }),
        ] {
            let fault = visit(Some(&stranger)).unwrap_err();
            assert!(matches!(fault, TlsFault::ClientCertificateRefused { .. }), "{fault:?}");
        }
        assert!(visit(Some(&identity(&scene.root, |_| ()))).is_ok(), "{version}");
    }
}

#[test]
fn t08_client_keys_in_every_form_that_openssl_writes() {
    let Some(()) = openssl() else { return };
    let scene = Scene::new("t08");
    scene.run("genrsa -traditional -out pkcs1 2048");
    scene.run("genrsa -out pkcs8 2048");
    scene.run("ecparam -name secp384r1 -genkey -noout -out sec1");
    scene.run("genpkey -algorithm ed25519 -out ed25519");
    let server = scene.server("-Verify 2 -verify_return_error -CAfile ca.pem");
    for (key, marker) in [
        ("pkcs1", "BEGIN RSA PRIVATE KEY"),
        ("pkcs8", "BEGIN PRIVATE KEY"),
        ("sec1", "BEGIN EC PRIVATE KEY"),
        ("ed25519", "BEGIN PRIVATE KEY"),
    ] {
        let text = String::from_utf8(scene.read(key)).unwrap();
        assert!(text.contains(marker), "{key}");
        let identity = scene.certify(key);
        assert!(server.visit(&scene.client(Some(&identity))).is_ok(), "{key}");
    }
}

#[test]
fn t08_a_certificate_of_version_1_is_named() {
    let Some(()) = openssl() else { return };
    let scene = Scene::new("t08-v1");
    scene.run("genrsa -traditional -out key 2048");
    scene.run("req -new -key key -subj /CN=me -out request");
    scene.run("x509 -req -CA ca.pem -CAkey ca-key.pem -CAcreateserial -in request -out v1.pem");
    let made = ClientIdentity::from_pem(&scene.read("v1.pem"), &scene.read("key"));
    // From 3.2 on OpenSSL issues version 3 in any case.
    if let Err(error) = made {
        assert!(error.to_string().contains("-extfile"), "{error}");
    }
}

#[test]
fn t08_key_stores_of_openssl_are_recognised_and_the_printed_command_converts_them() {
    let Some(()) = openssl() else { return };
    let scene = Scene::new("t08-p12");
    scene.run("pkcs12 -export -in ca.pem -nokeys -passout pass: -out ca.p12");
    let store = scene.folder.join("ca.p12");
    let error = TlsRoots::PemFile(store).load().unwrap_err().to_string();
    let (_, told) = error.split_once("convert it: openssl ").unwrap();
    scene.run(&format!("{} -passin pass:", told.replace("-out ca.pem", "-out converted.pem")));
    let converted = TlsRoots::PemFile(scene.folder.join("converted.pem")).load().unwrap();
    assert_eq!(converted.store.len(), 1);
}

#[test]
fn t15_sessions_are_resumed() {
    let Some(()) = openssl() else { return };
    for version in ["-tls1_2", "-tls1_3"] {
        let scene = Scene::new(&format!("t15{version}"));
        let (server, client) = (scene.server(version), scene.client(None));
        assert_eq!(server.visit(&client), Ok(HandshakeKind::Full), "{version}");
        assert_eq!(server.visit(&client), Ok(HandshakeKind::Resumed), "{version}");
    }
}

#[test]
fn what_openssl_is_said_to_think_is_what_it_thinks() {
    let Some(()) = openssl() else { return };
    let scene = Scene::new("verify");
    let below = authority_below(&scene.root, "intermediate", |_| ());
    let dated = |before, after| {
        let issued = me(&below, |params| {
            params.not_before = date_time_ymd(before, 1, 1);
            params.not_after = date_time_ymd(after, 1, 1);
        });
        issued.chain
    };
    let (leaf, old, young) = (dated(2001, 2999), dated(2001, 2002), dated(2998, 2999));
    let not_ca = authority_below(&scene.root, "no authority", |params| {
        params.is_ca = IsCa::ExplicitNoCa;
    });
    let from_not_ca = me(&not_ca, |_| ()).chain;
    let (root, below, not_ca) = (scene.root.pem(), below.pem(), not_ca.pem());
    let whole = format!("{below}{root}");
    let chain = format!("{leaf}{below}");
    let mut codes = Vec::new();
    for (own, others, trusted) in [
        (&leaf, &below, &root),
        (&leaf, &below, &below),
        (&leaf, &below, &chain),
        (&leaf, &below, &leaf),
        (&leaf, &whole, &not_ca),
        (&leaf, &root, &root),
        (&leaf, &root, &whole),
        (&old, &below, &root),
        (&young, &below, &root),
        (&from_not_ca, &not_ca, &root),
    ] {
        let ours = ours(own, others, trusted);
        assert_eq!(ours, theirs(&scene, own, others, trusted));
        codes.push(ours);
    }
    assert_eq!(codes, [0, 2, 2, 20, 19, 20, 0, 10, 9, 79]);
}

/// Our number, the name left aside as `openssl verify` does.
fn ours(own: &str, others: &str, trusted: &str) -> u8 {
    let presented = format!("{own}{others}");
    let presented = CertificateDer::pem_slice_iter(presented.as_bytes());
    let presented: Vec<_> = presented.map(Result::unwrap).collect();
    let clock = Utc(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs());
    let roots = TlsRoots::Pem(trusted.as_bytes().to_vec());
    let seen = inspect(&presented, "me", &roots, clock).unwrap();
    seen.openssl.err().map_or(0, |fault| fault.code)
}

/// `error 20 at 0 depth lookup: unable to get local issuer certificate`
fn theirs(scene: &Scene, own: &str, others: &str, trusted: &str) -> u8 {
    for (name, pem) in [("own.pem", own), ("others.pem", others), ("trusted.pem", trusted)] {
        scene.file(name, pem);
    }
    let verify = "verify -no-CApath -no-CAstore -purpose sslserver";
    let said = scene.run(&format!("{verify} -CAfile trusted.pem -untrusted others.pem own.pem"));
    let code = said.lines().find_map(|line| line.strip_prefix("error ")?.split(' ').next());
    code.map_or_else(|| u8::from(!said.contains("OK")), |code| code.parse().unwrap())
}
