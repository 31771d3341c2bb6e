use super::*;

fn serialized(ipc_message: Vec<u8>, arrow_data: Vec<u8>) -> Vec<u8> {
    flight_data_parts(&EncodedData { ipc_message, arrow_data }).concat()
}

#[test]
fn writes_header_and_body_under_their_field_numbers() {
    // Field 2 of wire type 2 is 0x12, field 1000 of wire type 2 is 8002 as a varint.
    assert_eq!(serialized(vec![7, 8], vec![9]), [0x12, 2, 7, 8, 0xc2, 0x3e, 1, 9]);
}

#[test]
fn leaves_empty_fields_out() {
    assert_eq!(serialized(vec![7], vec![]), [0x12, 1, 7]);
    assert_eq!(serialized(vec![], vec![]), [0; 0]);
}

#[test]
fn writes_lengths_in_groups_of_seven_bits() {
    assert_eq!(varint(0), [0]);
    assert_eq!(varint(127), [0x7f]);
    assert_eq!(varint(128), [0x80, 0x01]);
    assert_eq!(varint(300), [0xac, 0x02]);
    assert_eq!(varint(1 << 21), [0x80, 0x80, 0x80, 0x01]);
}
