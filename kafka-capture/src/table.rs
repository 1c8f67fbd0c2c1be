//! All connections of a capture.

use std::collections::HashMap;
use std::net::SocketAddr;

use crate::connection::{Connection, Out};
use crate::file::Packet;
use crate::packet::{Segment, Unread, segment};
use crate::{Exchange, Options, Outcome, Place, Summary, Why};

/// Connections at a time.
const MAX_CONNECTIONS: usize = 10_000;
/// What all of them keep.
const MAX_HELD: usize = 64 << 20;

/// Both ends, the smaller one first.
type Ends = (SocketAddr, SocketAddr);

/// Leads each segment to its connection.
pub(crate) struct Table {
    options: Options,
    connections: HashMap<Ends, Connection>,
    held: usize,
    summary: Summary,
}

impl Table {
    pub(crate) fn new(options: Options) -> Self {
        Self { options, connections: HashMap::new(), held: 0, summary: Summary::default() }
    }

    pub(crate) fn take(&mut self, packet: &Packet<'_>, on_exchange: &mut dyn FnMut(Exchange)) {
        self.summary.packets += 1;
        let place = Place { packet: packet.number, at: packet.at };
        match segment(packet.link, packet.data) {
            Ok(segment) => self.segment(&segment, place, on_exchange),
            Err(Unread::NotTcp) => self.summary.other_packets += 1,
            Err(Unread::Fragment) => self.summary.note(place.packet, None, Why::Fragment),
            Err(Unread::Link(link)) => self.summary.note(place.packet, None, Why::Link(link)),
            Err(Unread::Short) => self.summary.note(place.packet, None, Why::Short),
        }
    }

    pub(crate) fn too_long(&mut self, packet: u64) {
        self.summary.packets += 1;
        self.summary.note(packet, None, Why::LongPacket);
    }

    pub(crate) fn cut_short(&mut self) {
        self.summary.is_cut_short = true;
    }

    /// The capture is over.
    pub(crate) fn end(mut self, on_exchange: &mut dyn FnMut(Exchange)) -> Summary {
        let mut left: Vec<_> = self.connections.drain().map(|(_, it)| it).collect();
        left.sort_by_key(|connection| connection.last.packet);
        let mut out = Out { on_exchange, summary: &mut self.summary };
        for mut connection in left {
            connection.end(Outcome::NotSeen, &mut out);
        }
        self.summary
    }

    fn segment(
        &mut self,
        segment: &Segment<'_>,
        place: Place,
        on_exchange: &mut dyn FnMut(Exchange),
    ) {
        let Self { options, connections, held, summary } = self;
        let is_wanted = options.ports.is_empty()
            || [segment.from, segment.to].iter().any(|end| options.ports.contains(&end.port()));
        if !is_wanted {
            return;
        }
        if segment.missing > 0 {
            summary.note(place.packet, None, Why::Snapped);
        }
        let mut out = Out { on_exchange, summary };
        let ends = (segment.from.min(segment.to), segment.from.max(segment.to));
        if let Some(old) = connections.get_mut(&ends)
            && old.is_over_with(segment)
        {
            *held -= old.held();
            old.end(Outcome::Closed, &mut out);
            connections.remove(&ends);
        }
        let is_new = !connections.contains_key(&ends);
        if is_new && !segment.syn && segment.payload.is_empty() {
            return;
        }
        out.summary.connections += u64::from(is_new);
        let connection = connections
            .entry(ends)
            .or_insert_with(|| Connection::new(segment, &options.ports, place));
        let before = if is_new { 0 } else { connection.held() };
        connection.take(segment, place, &mut out);
        *held = *held + connection.held() - before;
        if *held > MAX_HELD || connections.len() > MAX_CONNECTIONS {
            self.make_room(on_exchange);
        }
    }

    /// Gives up the half that has been silent longest: one at a time would be a search for each packet.
    fn make_room(&mut self, on_exchange: &mut dyn FnMut(Exchange)) {
        let mut last: Vec<u64> = self.connections.values().map(|it| it.last.packet).collect();
        last.sort_unstable();
        let Some(limit) = last.get(last.len() / 2).copied() else { return };
        let old = self.connections.extract_if(|_, it| it.last.packet <= limit);
        let mut out = Out { on_exchange, summary: &mut self.summary };
        let mut old: Vec<_> = old.map(|(_, connection)| connection).collect();
        old.sort_by_key(|connection| connection.last.packet);
        for mut connection in old {
            self.held -= connection.held();
            if connection.is_under_way() {
                out.summary.note(connection.last.packet, None, Why::GivenUp);
            }
            connection.end(Outcome::NotSeen, &mut out);
        }
    }
}
