//! The HTTP client of the AWS SDK here: HTTP/1.1 by hyper, a connection for each request, no endless answers.
//!
//! The SDK's own client brings HTTP/2, a pool and proxies for the few small requests with which credentials
//! are fetched: ten crates, and a tenth of the time in which `kadm` is built.

use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use http_body_util::{BodyExt, Limited};
use hyper::client::conn::http1;
use hyper::header::{HOST, HeaderValue};
use hyper::{Request, Response, Uri};
use hyper_util::rt::TokioIo;
use kafka_auth::tls::{self, TlsRoots};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use crate::net::stream::Stream;

/// The longest answer of an endpoint with credentials. They have a few kilobytes; whoever answers at
/// `AWS_CONTAINER_CREDENTIALS_FULL_URI` could send for as long as the deadline lasts otherwise.
const MAX_ANSWER: usize = 256 * 1024;

type BoxError = Box<dyn std::error::Error + Send + Sync>;
type Answer = Result<HttpResponse, ConnectorError>;

/// The client that `aws-config` is given.
pub(super) fn client() -> SharedHttpClient {
    SharedHttpClient::new(Client)
}

#[derive(Debug)]
struct Client;

impl HttpClient for Client {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Connector {
            connect: settings.connect_timeout().unwrap_or(Duration::MAX),
            read: settings.read_timeout().unwrap_or(Duration::MAX),
        })
    }
}

/// How long a connection may take, TLS included, and how long its one answer.
#[derive(Debug, Clone, Copy)]
struct Connector {
    connect: Duration,
    read: Duration,
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::new(self.exchange(request))
    }
}

impl Connector {
    async fn exchange(self, request: HttpRequest) -> Answer {
        let request = request.try_into_http1x().map_err(user)?;
        let stream = within(self.connect, "connection", open(request.uri())).await?;
        let answer = within(self.read, "answer", ask(stream, of_origin(request)?)).await?;
        HttpResponse::try_from(answer).map_err(|error| ConnectorError::other(error.into(), None))
    }
}

fn user(error: impl Into<BoxError>) -> ConnectorError {
    ConnectorError::user(error.into())
}

fn io(error: impl Into<BoxError>) -> ConnectorError {
    ConnectorError::io(error.into())
}

async fn within<T>(
    limit: Duration,
    what: &str,
    step: impl Future<Output = Result<T, ConnectorError>>,
) -> Result<T, ConnectorError> {
    match timeout(limit, step).await {
        Ok(done) => done,
        Err(_) => Err(ConnectorError::timeout(format!("no {what} within {limit:?}").into())),
    }
}

async fn open(uri: &Uri) -> Result<Stream, ConnectorError> {
    let host = uri.host().ok_or_else(|| user("the address has no host"))?;
    let secure = uri.scheme_str() == Some("https");
    let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
    let plain = TcpStream::connect((host.trim_matches(['[', ']']), port)).await.map_err(io)?;
    match secure {
        false => Ok(Box::new(plain)),
        // Not `io`, which the SDK tries again: a certificate is not trusted the second time either.
        true => tls(host, plain).await.map_err(|error| ConnectorError::other(error, None)),
    }
}

/// Amazon's endpoints are trusted as this machine trusts them: a company's proxy may stand before them.
async fn tls(host: &str, plain: TcpStream) -> Result<Stream, BoxError> {
    let config = tls::client_config(&TlsRoots::Native, None)?;
    let name = tls::server_name(host)?;
    Ok(Box::new(TlsConnector::from(config).connect(name, plain).await?))
}

/// RFC 9112, section 3.2.1: "a client MUST send only the absolute path and query components of the target
/// URI as the request-target", and section 3.2: "A client MUST send a Host header field".
fn of_origin(mut request: Request<SdkBody>) -> Result<Request<SdkBody>, ConnectorError> {
    let host = HeaderValue::from_str(&host_of(request.uri())).map_err(user)?;
    request.headers_mut().entry(HOST).or_insert(host);
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    *request.uri_mut() = target.parse().map_err(user)?;
    Ok(request)
}

/// As the SDK signs it: without the scheme's own port, and never with a user.
fn host_of(uri: &Uri) -> String {
    let host = uri.host().unwrap_or_default();
    match (uri.scheme_str(), uri.port_u16()) {
        (_, None) | (Some("http"), Some(80)) | (Some("https"), Some(443)) => host.into(),
        (_, Some(port)) => format!("{host}:{port}"),
    }
}

/// One request, and its whole answer. The set ends the connection, also when nobody waits any longer.
async fn ask(
    stream: Stream,
    request: Request<SdkBody>,
) -> Result<Response<SdkBody>, ConnectorError> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(io)?;
    let mut driver = JoinSet::new();
    driver.spawn(connection);
    let (head, body) = sender.send_request(request).await.map_err(io)?.into_parts();
    let body = Limited::new(body, MAX_ANSWER).collect().await.map_err(io)?.to_bytes();
    Ok(Response::from_parts(head, SdkBody::from(body)))
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    const SOON: Connector =
        Connector { connect: Duration::from_secs(5), read: Duration::from_secs(5) };

    /// Sends a request to somebody who answers so, and says what was asked.
    async fn asked(connector: Connector, answer: Vec<u8>) -> (Answer, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let uri = format!("http://{}/creds?a=b", listener.local_addr().unwrap());
        let server = tokio::spawn(async move {
            let mut peer = listener.accept().await.unwrap().0;
            let mut seen = vec![0; 4096];
            let length = peer.read(&mut seen).await.unwrap();
            let _ = peer.write_all(&answer).await;
            (String::from_utf8_lossy(&seen[..length]).into_owned(), peer)
        });
        let request = Request::get(uri).body(SdkBody::empty()).unwrap().try_into().unwrap();
        let answer = connector.exchange(request).await;
        let (seen, _peer) = server.await.unwrap();
        (answer, seen)
    }

    fn of_length(length: usize) -> Vec<u8> {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
        [head.into_bytes(), vec![b' '; length]].concat()
    }

    #[tokio::test]
    async fn a_client_must_send_only_the_path_as_the_request_target_and_a_host_header_field() {
        let (answer, seen) = asked(SOON, of_length(2)).await;
        let answer = answer.unwrap();
        assert_eq!((answer.status().as_u16(), answer.body().bytes()), (200, Some(&b"  "[..])));
        assert!(seen.starts_with("GET /creds?a=b HTTP/1.1\r\nhost: 127.0.0.1:"), "{seen}");
    }

    #[tokio::test]
    async fn an_answer_ends_with_an_error_behind_the_limit() {
        assert_eq!(asked(SOON, of_length(MAX_ANSWER)).await.0.unwrap().status().as_u16(), 200);
        let error = asked(SOON, of_length(MAX_ANSWER + 1)).await.0.unwrap_err();
        assert!(error.is_io() && format!("{error:?}").contains("LengthLimitError"), "{error:?}");
    }

    #[tokio::test]
    async fn somebody_who_says_nothing_is_waited_for_as_long_as_the_sdk_says() {
        let hasty = Connector { read: Duration::from_millis(1), ..SOON };
        let error = asked(hasty, Vec::new()).await.0.unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        assert!(format!("{error:?}").contains("no answer within 1ms"), "{error:?}");
    }

    #[tokio::test]
    async fn nobody_there_and_no_http_are_errors_that_the_sdk_tries_again() {
        let error = asked(SOON, b"\0\0\0\x10kafka\r\n\r\n".to_vec()).await.0.unwrap_err();
        assert!(error.is_io(), "{error:?}");
        let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let request = Request::get(format!("http://{gone}")).body(SdkBody::empty()).unwrap();
        let error = SOON.exchange(request.try_into().unwrap()).await.unwrap_err();
        assert!(error.is_io(), "{error:?}");
    }

    #[test]
    fn the_host_is_said_as_it_is_signed() {
        for (uri, host) in [
            ("https://sts.eu-west-1.amazonaws.com", "sts.eu-west-1.amazonaws.com"),
            ("https://sts.eu-west-1.amazonaws.com:443/x", "sts.eu-west-1.amazonaws.com"),
            ("http://[fd00:ec2::254]:80/latest", "[fd00:ec2::254]"),
            ("http://user:word@127.0.0.1:8080/x", "127.0.0.1:8080"),
        ] {
            assert_eq!(host_of(&uri.parse().unwrap()), host, "{uri}");
        }
    }
}
