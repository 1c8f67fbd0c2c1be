//! The memory of the emulator's process with a thousand connections that do nothing.

use kafka_admin::Admin;
use kafka_proto::messages::metadata::MetadataRequest;

use crate::pipe::{Pipe, frame};
use crate::{Child, Kind, Result, goal};

const CONNECTIONS: usize = 1_000;

pub(crate) fn run() -> Result<()> {
    let child = Child::start(Kind::Open)?;
    let before = child.memory()?;
    let metadata = frame(12, &MetadataRequest::default());
    let mut pipes = Vec::new();
    for _ in 0..CONNECTIONS {
        let mut pipe = Pipe::connect(&child.plaintext)?;
        pipe.ask(&metadata)?;
        pipes.push(pipe);
    }
    report("1,000 connections, plaintext", before, child.memory()?);
    drop((pipes, child));

    let child = Child::start(Kind::Open)?;
    let before = child.memory()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let admins = runtime.block_on(async {
        let mut admins = Vec::new();
        for _ in 0..CONNECTIONS {
            admins.push(Admin::connect(child.iam()).await?);
        }
        Ok::<_, kafka_admin::Error>(admins)
    })?;
    report("1,000 connections, TLS and IAM", before, child.memory()?);
    drop(admins);
    Ok(())
}

fn report(what: &str, before: f64, after: f64) {
    println!("{what}: {before:.1} MB before");
    goal(what, after, "MB", after < 40.0, "below 40");
}
