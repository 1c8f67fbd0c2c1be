//! A peer that does what a test tells it, on a loopback socket.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use kafka_proto::messages::api_versions::{ApiVersion, ApiVersionsResponse};
use kafka_proto::messages::metadata::{MetadataResponse, MetadataResponseBroker};
use kafka_proto::{ApiKey, Message, decode_request_header, encode_response};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A request as it arrived.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Which request.
    pub api: ApiKey,
    /// In which version.
    pub version: i16,
    /// Its correlation id.
    pub id: i32,
    /// What stands behind the header.
    pub body: Vec<u8>,
    /// Where the peer listens, for Metadata.
    pub address: SocketAddr,
}

/// What to do about it.
pub enum Do {
    /// Send this frame.
    Send(Vec<u8>),
    /// Send this, and hang up.
    SendThenClose(Vec<u8>),
    /// Hang up.
    Close,
    /// Leave it unanswered.
    Nothing,
}

/// Boxed, so that a test compiles its own part of a peer and nothing of Tokio.
type Script = dyn FnMut(Asked) -> Do + Send;
type Handle = Box<dyn Fn(TcpStream) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send>;

impl Asked {
    /// The request itself.
    pub fn read<'a, M: Message<'a>>(&'a self) -> M {
        M::decode(&self.body, self.version).expect("the client's request is sound")
    }

    /// An answer to this request.
    pub fn answer<'a, M: Message<'a>>(&self, response: &M) -> Do {
        Do::Send(self.frame(self.id, response))
    }

    /// An answer to some request.
    pub fn frame<'a, M: Message<'a>>(&self, id: i32, response: &M) -> Vec<u8> {
        let mut frame = Vec::new();
        encode_response(&mut frame, self.version, id, response)
            .expect("the test's response is sound");
        frame
    }

    /// What an ordinary broker without a login does.
    pub fn ordinary(&self) -> Do {
        match self.api {
            ApiKey::API_VERSIONS => self.answer(&offer(&all_apis())),
            ApiKey::METADATA => self.answer(&self.brokers()),
            other => panic!("unexpected {other}"),
        }
    }

    /// A cluster of one broker, this one.
    pub fn brokers(&self) -> MetadataResponse<'static> {
        let broker = MetadataResponseBroker {
            node_id: 1,
            host: "127.0.0.1",
            port: self.address.port().into(),
            ..Default::default()
        };
        MetadataResponse { brokers: vec![broker].into(), controller_id: 1, ..Default::default() }
    }
}

/// Every API that a broker of this release has.
pub fn all_apis() -> Vec<(ApiKey, i16, i16)> {
    let apis = ApiKey::all().filter(|info| info.on_broker && !info.is_unstable);
    apis.map(|info| (info.key, info.min_version, info.max_version)).collect()
}

/// An ApiVersions answer.
pub fn offer(apis: &[(ApiKey, i16, i16)]) -> ApiVersionsResponse<'static> {
    let entry = |(api, min_version, max_version): &(ApiKey, i16, i16)| ApiVersion {
        api_key: api.0,
        min_version: *min_version,
        max_version: *max_version,
        ..Default::default()
    };
    ApiVersionsResponse { api_keys: apis.iter().map(entry).collect(), ..Default::default() }
}

/// A broker in plaintext that answers each request as told.
pub async fn broker(script: impl FnMut(Asked) -> Do + Send + 'static) -> SocketAddr {
    let script: Arc<Mutex<Script>> = Arc::new(Mutex::new(script));
    let (listener, address) = listen().await;
    accept(listener, Box::new(move |stream| Box::pin(serve(stream, address, script.clone()))));
    address
}

/// A peer that sends these bytes to whoever sends it something, and closes or stays.
pub async fn says(bytes: &'static [u8], stays: bool) -> SocketAddr {
    peer(move |mut stream| async move {
        let mut heard = [0; 1024];
        let _ = stream.read(&mut heard).await;
        let _ = stream.write_all(bytes).await;
        if stays {
            std::future::pending::<()>().await;
        }
    })
    .await
}

/// A peer that handles each connection as told.
pub async fn peer<F>(handle: impl Fn(TcpStream) -> F + Send + 'static) -> SocketAddr
where
    F: Future<Output = ()> + Send + 'static,
{
    let (listener, address) = listen().await;
    accept(listener, Box::new(move |stream| Box::pin(handle(stream))));
    address
}

async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

fn accept(listener: TcpListener, handle: Handle) {
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(handle(stream));
        }
    });
}

/// Serves one connection, with or without TLS.
pub async fn serve<S, F>(mut stream: S, address: SocketAddr, script: Arc<Mutex<F>>)
where
    S: AsyncRead + AsyncWrite + Unpin,
    F: FnMut(Asked) -> Do + ?Sized,
{
    while let Some(asked) = read_request(&mut stream, address).await {
        let action = (script.lock().unwrap())(asked);
        let (bytes, stays) = match action {
            Do::Send(bytes) => (bytes, true),
            Do::SendThenClose(bytes) => (bytes, false),
            Do::Close => (Vec::new(), false),
            Do::Nothing => (Vec::new(), true),
        };
        if stream.write_all(&bytes).await.is_err() || stream.flush().await.is_err() || !stays {
            return;
        }
    }
}

/// The next request of a connection.
pub async fn read_request<S: AsyncRead + Unpin>(
    stream: &mut S,
    address: SocketAddr,
) -> Option<Asked> {
    let length = stream.read_u32().await.ok()?;
    let mut frame = vec![0; length as usize];
    stream.read_exact(&mut frame).await.ok()?;
    let (header, body) = decode_request_header(&frame).expect("the client's header is sound");
    Some(Asked {
        api: ApiKey(header.request_api_key),
        version: header.request_api_version,
        id: header.correlation_id,
        body: body.to_vec(),
        address,
    })
}
