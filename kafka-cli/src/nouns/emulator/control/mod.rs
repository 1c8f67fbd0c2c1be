//! The control plane: what programs ask AWS about a cluster of MSK before they connect, and what tests in any
//! language ask this emulator for, over HTTP.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode, header};
use hyper_util::rt::{TokioIo, TokioTimer};
use kafka_emulator::Emulator;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::requests::Last;

mod msk;
mod own;
mod path;
mod secrets;

use path::Path;
pub(super) use secrets::Secrets;

/// Connections that are served at a time; others wait.
const MAX_CONNECTIONS: usize = 64;
const MAX_HEADERS: usize = 64 << 10;
const MAX_BODY: usize = 256 << 10;
/// How long the headers of a request, or its body, may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a connection is kept.
const MAX_AGE: Duration = Duration::from_secs(600);
/// How long to wait after the operating system refused a connection.
const ACCEPT_BACKOFF: Duration = Duration::from_millis(10);

/// A port of this machine's own address, or an address.
pub(super) fn address(text: &str) -> Result<SocketAddr, String> {
    match (text.parse(), text.parse()) {
        (Ok(port), _) => Ok(SocketAddr::from((Ipv4Addr::LOCALHOST, port))),
        (_, Ok(address)) => Ok(address),
        _ => Err("a port, as 9000, or an address, as 0.0.0.0:9000".into()),
    }
}

/// What is asked about.
pub(super) struct Control {
    pub(super) emulator: Arc<Emulator>,
    pub(super) last: Last,
    pub(super) secrets: Secrets,
}

/// Serves until the tasks are dropped.
pub(super) fn serve(socket: TcpListener, control: Control) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    tasks.spawn(accept(socket, Arc::new(control)));
    tasks
}

async fn accept(socket: TcpListener, control: Arc<Control>) {
    let (mut tasks, room) = (JoinSet::new(), Arc::new(Semaphore::new(MAX_CONNECTIONS)));
    loop {
        while tasks.try_join_next().is_some() {}
        let Ok(permit) = Arc::clone(&room).acquire_owned().await else { return };
        let Ok((stream, _)) = socket.accept().await else {
            sleep(ACCEPT_BACKOFF).await;
            continue;
        };
        let control = Arc::clone(&control);
        tasks.spawn(async move {
            let service = service_fn(|request| respond(&control, request));
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PATIENCE)
                .max_buf_size(MAX_HEADERS)
                .serve_connection(TokioIo::new(stream), service);
            // Whoever goes away in the middle misses the answer.
            let _ = timeout(MAX_AGE, connection).await;
            drop(permit);
        });
    }
}

async fn respond(
    control: &Control,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let answer = match read(request).await {
        Ok(asked) => answer(control, &asked).await,
        Err(answer) => answer,
    };
    Ok(answer.into_response())
}

/// A request with its body.
struct Asked {
    method: Method,
    path: Path,
    body: Bytes,
}

impl Asked {
    /// The body as JSON.
    fn json<'b, T: serde::Deserialize<'b>>(&'b self) -> Result<T, Answer> {
        serde_json::from_slice(&self.body).map_err(|flaw| Answer::bad(flaw.to_string()))
    }
}

/// Pages in a browser send where they come from, and have nothing to do here.
async fn read(request: Request<Incoming>) -> Result<Asked, Answer> {
    if request.headers().contains_key(header::ORIGIN) {
        return Err(Answer::failed(
            StatusCode::FORBIDDEN,
            "ForbiddenException",
            "not for pages of a browser",
        ));
    }
    let path = Path::parse(request.uri()).ok_or_else(|| Answer::bad("the path is not UTF-8"))?;
    let method = request.method().clone();
    let body = Limited::new(request.into_body(), MAX_BODY).collect();
    match timeout(PATIENCE, body).await {
        Ok(Ok(body)) => Ok(Asked { method, path, body: body.to_bytes() }),
        Ok(Err(_)) => {
            Err(Answer::bad(format!("the body has more than {MAX_BODY} bytes, or ended early")))
        }
        Err(_) => Err(Answer::failed(
            StatusCode::REQUEST_TIMEOUT,
            "RequestTimeout",
            "the body took too long",
        )),
    }
}

async fn answer(control: &Control, asked: &Asked) -> Answer {
    match msk::answer(control, asked).await {
        Some(answer) => answer,
        None => own::answer(control, asked).await.unwrap_or_else(|| {
            Answer::not_found("there are /v1/clusters/ARN/bootstrap-brokers, /v1/clusters/ARN/scram-secrets, \
                /v1/clusters/ARN/topics, /api/v2/clusters, /faults, /brokers/N/stop, start, pause and resume, \
                /requests and /ca.pem")
        }),
    }
}

/// What is answered, in Amazon's REST JSON.
struct Answer {
    status: StatusCode,
    content_type: &'static str,
    error: Option<&'static str>,
    body: Bytes,
}

impl Answer {
    fn json(value: &Value) -> Self {
        let body = value.to_string().into();
        Self { status: StatusCode::OK, content_type: "application/json", error: None, body }
    }

    fn text(content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self { status: StatusCode::OK, content_type, error: None, body: body.into() }
    }

    fn failed(status: StatusCode, error: &'static str, message: impl AsRef<str>) -> Self {
        let body = json!({"message": message.as_ref()});
        Self { status, error: Some(error), ..Self::json(&body) }
    }

    fn bad(message: impl AsRef<str>) -> Self {
        Self::failed(StatusCode::BAD_REQUEST, "BadRequestException", message)
    }

    fn not_found(message: impl AsRef<str>) -> Self {
        Self::failed(StatusCode::NOT_FOUND, "NotFoundException", message)
    }

    fn into_response(self) -> Response<Full<Bytes>> {
        let mut response = Response::new(Full::new(self.body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(self.content_type));
        if let Some(error) = self.error {
            headers.insert("x-amzn-errortype", header::HeaderValue::from_static(error));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_alone_is_for_this_machine_only() {
        assert_eq!(address("9000").unwrap().to_string(), "127.0.0.1:9000");
        assert_eq!(address("0.0.0.0:1").unwrap().to_string(), "0.0.0.0:1");
        for wrong in ["", "localhost:9000", "70000"] {
            assert!(address(wrong).is_err(), "{wrong}");
        }
    }
}
