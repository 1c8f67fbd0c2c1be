//! Certificates, good and bad, each with its own kind.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use kafka_admin::{
    Admin, ClientIdentity, Config, ErrorKind, HostPort, Layer, Properties, Tls, TlsRoots,
};
use rustls::ServerConfig;
use test_support::certificates::{
    self, CertificateParams, Issued, authority, date_time_ymd, issue, issue_with, server,
    server_for,
};
use tokio_rustls::TlsAcceptor;

use crate::support::{Asked, Do, peer, refused, serve};

pub(crate) struct Authority(certificates::Authority);

impl Authority {
    pub(crate) fn new() -> Self {
        Self(authority())
    }

    pub(crate) fn roots(&self) -> Tls {
        Tls::Roots(TlsRoots::Pem(self.0.pem().into_bytes()))
    }

    /// A broker behind TLS, with a certificate for `name`, changed as told.
    async fn broker(&self, name: &str, change: impl FnOnce(&mut CertificateParams)) -> SocketAddr {
        let server = server(&issue_with(&self.0, &[name], change), None);
        start(server, |asked| asked.ordinary()).await
    }

    /// A broker behind TLS that answers each request as told, called kafka.test.
    pub(crate) async fn scripted(
        &self,
        script: impl FnMut(Asked) -> Do + Send + 'static,
    ) -> SocketAddr {
        start(server(&issue(&self.0, &["kafka.test"]), None), script).await
    }

    /// A broker that wants a client certificate from this authority (`ssl.client.auth=required`).
    async fn mutual_broker(&self, name: &str) -> SocketAddr {
        let server = server(&issue(&self.0, &[name]), Some(&self.0));
        start(server, |asked| asked.ordinary()).await
    }

    fn client(&self) -> ClientIdentity {
        let issued = issue(&self.0, &["client.test"]);
        ClientIdentity::from_pem(issued.chain.as_bytes(), issued.key.as_bytes()).unwrap()
    }
}

async fn start(
    server: Arc<ServerConfig>,
    script: impl FnMut(Asked) -> Do + Send + 'static,
) -> SocketAddr {
    let acceptor = TlsAcceptor::from(server);
    let script = Arc::new(Mutex::new(script));
    peer(move |stream| {
        let (acceptor, script) = (acceptor.clone(), script.clone());
        async move {
            let address = stream.local_addr().unwrap();
            if let Ok(stream) = acceptor.accept(stream).await {
                serve(stream, address, script).await;
            }
        }
    })
    .await
}

/// The cluster's name is kafka.test, wherever it is dialled.
pub(crate) fn config(address: SocketAddr, tls: Tls) -> Config {
    let named: HostPort = "kafka.test:9094".parse().unwrap();
    let dialled = address.to_string().parse().unwrap();
    Config::new([named.to_string()]).dial_instead(named, dialled).tls(tls)
}

#[tokio::test]
async fn a_trusted_certificate_for_the_name_that_was_called() {
    let authority = Authority::new();
    let address = authority.broker("kafka.test", |_| {}).await;
    let admin = Admin::connect(config(address, authority.roots())).await.unwrap();
    assert!(admin.session().tls);
    assert_eq!(admin.session().address.to_string(), "kafka.test:9094");
}

#[tokio::test]
async fn each_bad_certificate_is_a_kind_of_its_own() {
    let authority = Authority::new();
    let trusted = authority.roots();
    let untrusted = Authority::new().roots();
    let good = authority.broker("kafka.test", |_| {}).await;
    let wrong_name = authority.broker("other.test", |_| {}).await;
    let expired =
        authority.broker("kafka.test", |params| params.not_after = date_time_ymd(2020, 1, 1)).await;
    let future = authority
        .broker("kafka.test", |params| params.not_before = date_time_ymd(4000, 1, 1))
        .await;
    let cases = [
        (good, untrusted, ErrorKind::TlsUntrusted),
        (good, Tls::Roots(TlsRoots::Public), ErrorKind::TlsUntrusted),
        (wrong_name, trusted.clone(), ErrorKind::TlsWrongName),
        (expired, trusted.clone(), ErrorKind::TlsExpired),
        (future, trusted, ErrorKind::TlsNotYetValid),
    ];
    for (address, tls, kind) in cases {
        let error = refused(config(address, tls)).await;
        assert_eq!((error.kind(), error.layer()), (kind, Layer::Tls), "{error}");
        assert!(!error.is_retriable());
    }
}

#[tokio::test]
async fn t02_a_wrong_name_lists_those_that_are_right() {
    let authority = Authority::new();
    let address = authority.broker("b-1.other.test", |_| {}).await;
    let error = refused(config(address, authority.roots())).await;
    assert!(error.to_string().contains("b-1.other.test"), "{error}");
}

#[tokio::test]
async fn f06_a_tls_port_spoken_to_in_plaintext() {
    let authority = Authority::new();
    let address = authority.broker("kafka.test", |_| {}).await;
    let error = refused(config(address, Tls::Disabled)).await;
    assert_eq!((error.kind(), error.layer()), (ErrorKind::PeerIsTls, Layer::Tls), "{error}");
}

/// With TLS 1.3 the refusal comes when the client believes the handshake is over.
#[tokio::test]
async fn a_missing_or_foreign_client_certificate() {
    let authority = Authority::new();
    let address = authority.mutual_broker("kafka.test").await;
    let config = config(address, authority.roots());
    for config in [config.clone(), config.clone().client_identity(Authority::new().client())] {
        let error = refused(config).await;
        assert_eq!((error.kind(), error.layer()), (ErrorKind::TlsRefused, Layer::Tls), "{error}");
    }
    Admin::connect(config.client_identity(authority.client())).await.unwrap();
}

#[tokio::test]
async fn a_ca_file_that_is_none_is_a_configuration_error() {
    let jks = TlsRoots::Pem(vec![0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2]);
    let config = Config::new(["kafka.test:9094"]).tls(Tls::Roots(jks));
    let error = Admin::connect(config).await.unwrap_err();
    assert_eq!((error.kind(), error.layer()), (ErrorKind::Config, Layer::Config));
    assert!(error.to_string().contains("keytool"), "{error}");
}

/// As Java's properties name them: trust and login by certificate from JKS and PKCS#12, which `keytool` made.
#[tokio::test]
async fn javas_key_stores_open_a_connection() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../kafka-auth/tests/data/key-stores");
    let text = |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).unwrap();
    let issued = Issued { chain: text("server.pem"), key: text("server-key.pem") };
    let broker = server_for(&issued, Some(&text("ca.pem")));
    let address = start(broker, |asked| asked.ordinary()).await;
    let settings = |trust: &str, store: &str, more: &str| {
        Properties::parse(&format!(
            "bootstrap.servers=kafka.test:9094\nsecurity.protocol=SSL\n\
             ssl.truststore.location={folder}/{trust}\nssl.truststore.password=changeit\n\
             ssl.keystore.location={folder}/{store}\nssl.keystore.password=changeit\n{more}"
        ))
    };
    for (trust, store, more) in [
        ("trust.jks", "java.jks", "ssl.truststore.type=jks\nssl.keystore.type=JKS"),
        ("trust.p12", "java.p12", "ssl.truststore.type=PKCS12\nssl.keystore.type=PKCS12"),
        ("trust-old.p12", "java-old.p12", ""),
        ("trust-openssl.p12", "openssl.p12", "ssl.keystore.type=JKS"),
        ("ca.pem", "key-password.jks", "ssl.key.password=another-one"),
    ] {
        let parsed = Config::from_properties(&settings(trust, store, more)).unwrap();
        assert_eq!(parsed.warnings, [""; 0], "{store}");
        let named: HostPort = "kafka.test:9094".parse().unwrap();
        let config = parsed.config.dial_instead(named, address.to_string().parse().unwrap());
        Admin::connect(config).await.unwrap_or_else(|error| panic!("{store}: {error}"));
    }
    for (store, more, said) in [
        ("java.jks", "ssl.keystore.password=MARKER", "password of the key store is wrong"),
        ("java.p12", "ssl.truststore.password=MARKER", "keytool -list -keystore"),
        ("key-password.jks", "ssl.key.password=MARKER", "ssl.key.password"),
        ("java.jceks", "", "-deststoretype PKCS12"),
        ("trust.jks", "", "no private key"),
        ("java.jks", "ssl.keystore.type=BCFKS", "BCFKS is not read"),
    ] {
        let error = Config::from_properties(&settings("trust.jks", store, more)).unwrap_err();
        assert_eq!((error.kind(), error.layer()), (ErrorKind::Config, Layer::Config));
        assert!(error.to_string().contains(said), "{store}: {error}");
        assert!(!format!("{error} {error:?}").contains("MARKER"), "{store}");
    }
}
