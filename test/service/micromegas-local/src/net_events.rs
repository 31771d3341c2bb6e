//! Network replication events, which the tracing crates for Rust do not record: the events, their queue, and the
//! sending of one block, in the same formats as the engine plug-in that does.

// The macro that declares a queue also declares an enum of its events, of which not every field is read here.
#![allow(dead_code)]

use crate::ledger::Ledger;
use anyhow::Result;
use micromegas::telemetry::block_wire_format::{Block, BlockPayload};
use micromegas::telemetry::compression::compress;
use micromegas::telemetry::stream_info::StreamInfo;
use micromegas::telemetry::wire_format::encode_cbor;
use micromegas::telemetry_sink::reqwest;
use micromegas::tracing::dyn_deps::DynDeps;
use micromegas::tracing::event::{EventBlock, ExtractDeps, TracingBlock};
use micromegas::tracing::prelude::*;
use micromegas::tracing::string_id::StringId;
use micromegas::transit as micromegas_transit;
use micromegas::uuid::Uuid;
use micromegas_transit::prelude::*;
use micromegas_transit::{Member, UserDefinedType, Utf8StaticStringDependency};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Declares an event of plain members and its description for the reader.
macro_rules! net_event {
    ($name:ident { $($member:ident: $type:ty as $wire:literal),* $(,)? }) => {
        #[derive(Debug)]
        pub struct $name {
            $(pub $member: $type,)*
        }
        impl InProcSerialize for $name {}
        impl Reflect for $name {
            fn reflect() -> UserDefinedType {
                UserDefinedType {
                    name: Arc::new(stringify!($name).to_string()),
                    size: size_of::<$name>(),
                    members: vec![$(Member {
                        name: Arc::new(stringify!($member).to_string()),
                        type_name: $wire.to_string(),
                        offset: std::mem::offset_of!($name, $member),
                        size: size_of::<$type>(),
                        is_reference: $wire == "StringId",
                    }),*],
                    is_reference: false,
                    secondary_udts: vec![],
                }
            }
        }
    };
}

net_event!(NetConnectionBeginEvent { time: i64 as "i64", connection_name: StringId as "StringId", is_outgoing: u8 as "u8" });
net_event!(NetConnectionEndEvent { time: i64 as "i64", bit_size: u32 as "u32" });
net_event!(NetObjectBeginEvent { time: i64 as "i64", object_name: StringId as "StringId" });
net_event!(NetObjectEndEvent { time: i64 as "i64", bit_size: u32 as "u32" });
net_event!(NetPropertyEvent { time: i64 as "i64", property_name: StringId as "StringId", bit_size: u32 as "u32" });
net_event!(NetRPCBeginEvent { time: i64 as "i64", function_name: StringId as "StringId" });
net_event!(NetRPCEndEvent { time: i64 as "i64", bit_size: u32 as "u32" });

declare_queue_struct!(
    struct NetEventQueue<
        NetConnectionBeginEvent,
        NetConnectionEndEvent,
        NetObjectBeginEvent,
        NetObjectEndEvent,
        NetPropertyEvent,
        NetRPCBeginEvent,
        NetRPCEndEvent,
    > {}
);
declare_queue_struct!(
    struct NetDepsQueue<Utf8StaticStringDependency> {}
);

impl ExtractDeps for NetEventQueue {
    type DepsQueue = NetDepsQueue;

    fn extract(&self, _: &DynDeps<Self::DepsQueue>) -> Self::DepsQueue {
        let mut strings = NetDepsQueue::new(1024);
        let mut known = HashSet::new();
        for event in self.iter() {
            let name = match &event {
                NetEventQueueAny::NetConnectionBeginEvent(e) => &e.connection_name,
                NetEventQueueAny::NetObjectBeginEvent(e) => &e.object_name,
                NetEventQueueAny::NetPropertyEvent(e) => &e.property_name,
                NetEventQueueAny::NetRPCBeginEvent(e) => &e.function_name,
                NetEventQueueAny::NetConnectionEndEvent(_)
                | NetEventQueueAny::NetObjectEndEvent(_)
                | NetEventQueueAny::NetRPCEndEvent(_) => continue,
            };
            if known.insert(name.id()) {
                strings.push(Utf8StaticStringDependency::from(name));
            }
        }
        strings
    }
}

type NetBlock = EventBlock<NetEventQueue>;

/// One connection each way, every kind of span, `frames` times.
fn record(events: &mut NetEventQueue, frames: u32) {
    for frame in 0..frames {
        for (connection, is_outgoing) in [("player-1 → server", 1), ("server → player-1", 0)] {
            events.push(NetConnectionBeginEvent {
                time: now(),
                connection_name: connection.into(),
                is_outgoing,
            });
            for object in ["Pawn_0", "Pawn_1"] {
                events.push(NetObjectBeginEvent {
                    time: now(),
                    object_name: object.into(),
                });
                for (property, bit_size) in [("Location", 96), ("Rotation", 48 + frame % 16)] {
                    events.push(NetPropertyEvent {
                        time: now(),
                        property_name: property.into(),
                        bit_size,
                    });
                }
                events.push(NetObjectEndEvent {
                    time: now(),
                    bit_size: 160 + frame % 16,
                });
            }
            events.push(NetRPCBeginEvent {
                time: now(),
                function_name: "ServerMove".into(),
            });
            events.push(NetRPCEndEvent {
                time: now(),
                bit_size: 72,
            });
            events.push(NetConnectionEndEvent {
                time: now(),
                bit_size: 400 + 2 * (frame % 16),
            });
        }
    }
}

/// Sends one stream with one block to the ingestion service at `url`.
pub async fn send_net_events(url: &str, ledger: &Ledger, frames: u32) -> Result<()> {
    let process = ledger.process();
    let mut block = NetBlock::new(1024 * 1024, process.process_id, Uuid::new_v4(), 0);
    record(block.events_mut(), frames);
    block.close();

    let info = StreamInfo {
        process_id: process.process_id,
        stream_id: block.stream_id,
        dependencies_metadata: NetDepsQueue::reflect_contained(),
        objects_metadata: NetEventQueue::reflect_contained(),
        tags: vec!["net".to_string()],
        properties: HashMap::new(),
    };
    let end = block.end.expect("the block was closed");
    let wire = Block {
        block_id: Uuid::new_v4(),
        stream_id: block.stream_id,
        process_id: block.process_id,
        begin_time: block.begin.time.to_rfc3339(),
        begin_ticks: block.begin.ticks - process.start_ticks,
        end_time: end.time.to_rfc3339(),
        end_ticks: end.ticks - process.start_ticks,
        payload: BlockPayload {
            dependencies: compress(block.events.extract(&block.dyn_deps).as_bytes())?,
            objects: compress(block.events.as_bytes())?,
        },
        object_offset: 0,
        nb_objects: block.nb_objects() as i32,
    };
    let client = reqwest::Client::new();
    for (path, body) in [
        ("insert_stream", encode_cbor(&info)?),
        ("insert_block", encode_cbor(&wire)?),
    ] {
        client
            .post(format!("{url}/ingestion/{path}"))
            .body(body)
            .send()
            .await?
            .error_for_status()?;
    }
    ledger.add_stream(info.stream_id, &info.tags, &info.properties);
    Ok(())
}
