use super::*;
use crate::test_support::{batch, numbers, schema, stream};
use arrow_ipc::writer::FileWriter;
use datafusion::arrow::datatypes::DataType;

fn valid_stream() -> Vec<u8> {
    let schema = schema(&[("value", DataType::Int32)]);
    stream(&schema, &[batch(&schema, vec![numbers(&[1, 2, 3])]), batch(&schema, vec![numbers(&[4])])])
}

fn valid_file() -> Vec<u8> {
    let schema = schema(&[("value", DataType::Int32)]);
    let mut file = vec![];
    let mut writer = FileWriter::try_new(&mut file, &schema).unwrap();
    writer.write(&batch(&schema, vec![numbers(&[1, 2, 3])])).unwrap();
    writer.finish().unwrap();
    file
}

fn message(result: Result<()>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn accepts_whole_streams_and_files() {
    assert!(check_stream(&valid_stream()).is_ok());
    assert!(check_stream(&[]).is_ok());
    assert!(check_file(&valid_file()).is_ok());
}

#[test]
fn refuses_streams_that_end_within_a_message() {
    let whole = valid_stream();
    // The end of the stream may be missing, and so may whole messages.
    let cuts: Vec<usize> = (1..whole.len()).filter(|&length| check_stream(&whole[..length]).is_ok()).collect();
    assert!(cuts.len() < 20, "{cuts:?}");
    assert_eq!(message(check_stream(b"nonsense")), "Ipc error: the header of a message exceeds the data");
    assert_eq!(message(check_stream(&[255; 4])), "Ipc error: the length of a message exceeds the data");
}

#[test]
fn refuses_files_whose_parts_exceed_them() {
    let whole = valid_file();
    assert_eq!(message(check_file(b"ARROW1")), "Ipc error: the footer exceeds the data");
    let mut long_footer = whole.clone();
    let length = whole.len() - 10;
    long_footer[length..length + 4].copy_from_slice(&i32::MAX.to_le_bytes());
    assert_eq!(message(check_file(&long_footer)), "Ipc error: the footer exceeds the data");
    // Without its blocks, the footer points beyond the end.
    let footer = i32::from_le_bytes(whole[length..length + 4].try_into().unwrap()) as usize;
    assert_eq!(message(check_file(&whole[length - footer..])), "Ipc error: a block exceeds the data");
}
