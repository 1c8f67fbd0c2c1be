//! An emulator on a thread of its own, and a client of a few lines.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::mpsc::channel;
use std::thread::{JoinHandle, spawn};

use kafka_emulator::Builder;
use kafka_proto::{Request, encode_request};
use tokio::sync::oneshot;

/// An emulator that runs on one thread until this is dropped.
pub(crate) struct Running {
    pub(crate) address: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    pub(crate) fn start(builder: Builder) -> Self {
        let (sender, started) = channel();
        let (stop, stopped) = oneshot::channel();
        let thread = spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let emulator = builder.start().await.expect("an emulator");
                let address = emulator.plaintext_address().expect("a listener without TLS");
                sender.send(address).expect("somebody who waits");
                // The sender is dropped to stop it.
                let _ = stopped.await;
            });
        });
        let address = started.recv().expect("an emulator that starts");
        Self { address, stop: Some(stop), thread: Some(thread) }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// One connection without TLS and login.
pub(crate) struct Client(TcpStream);

impl Client {
    pub(crate) fn connect(address: &str) -> Self {
        let stream = TcpStream::connect(address).expect("a listener");
        stream.set_nodelay(true).expect("a socket");
        Self(stream)
    }

    /// The frame that answers a request, without its length.
    pub(crate) fn ask<'q, R: Request<'q>>(&mut self, version: i16, request: &R) -> Vec<u8> {
        let mut frame = Vec::new();
        encode_request(&mut frame, version, 1, None, request).expect("a request");
        self.0.write_all(&frame).expect("a connection");
        let mut length = [0; 4];
        self.0.read_exact(&mut length).expect("an answer");
        let mut answer = vec![0; u32::from_be_bytes(length) as usize];
        self.0.read_exact(&mut answer).expect("a whole answer");
        answer
    }
}
