//! Arrow messages as serialized `arrow.flight.protocol.FlightData`.

use arrow_ipc::writer::EncodedData;
use std::borrow::Cow;

#[cfg(test)]
mod tests;

// Keys of two length-delimited fields: 2 and 1000.
const HEADER_TAG: &[u8] = &[0x12];
const BODY_TAG: &[u8] = &[0xc2, 0x3e];

/// Returns the parts of a serialized `FlightData`, in order. Whoever puts them together copies them once.
pub fn flight_data_parts(message: &EncodedData) -> Vec<Cow<'_, [u8]>> {
    let mut parts = vec![];
    for (tag, bytes) in [(HEADER_TAG, &message.ipc_message), (BODY_TAG, &message.arrow_data)] {
        if !bytes.is_empty() {
            parts.extend([Cow::Borrowed(tag), Cow::Owned(varint(bytes.len())), Cow::Borrowed(bytes.as_slice())]);
        }
    }
    parts
}

fn varint(mut value: usize) -> Vec<u8> {
    let mut bytes = vec![];
    while value > 0x7f {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}
