//! Checks that the parts of Arrow IPC data lie within its bytes. The readers of `arrow-ipc` allocate whatever length a
//! part states before they read it, and panic at some others.

use arrow_ipc::reader::read_footer_length;
use arrow_ipc::{Block, root_as_footer, root_as_message};
use datafusion::arrow::error::ArrowError;

#[cfg(test)]
mod tests;

type Result<T> = std::result::Result<T, ArrowError>;

const CONTINUATION_MARKER: u32 = u32::MAX;

fn out_of_bounds(part: &str) -> ArrowError {
    ArrowError::IpcError(format!("{part} exceeds the data"))
}

fn split_u32(bytes: &[u8]) -> Option<(u32, &[u8])> {
    bytes.split_first_chunk().map(|(number, rest)| (u32::from_le_bytes(*number), rest))
}

/// Checks the messages of a stream. Whatever else is wrong with them is left to the reader.
pub fn check_stream(ipc: &[u8]) -> Result<()> {
    let mut rest = ipc;
    while let Some((mut length, mut after)) = split_u32(rest) {
        if length == CONTINUATION_MARKER {
            (length, after) = split_u32(after).ok_or_else(|| out_of_bounds("the length of a message"))?;
        }
        if length == 0 {
            return Ok(());
        }
        let (header, body) =
            after.split_at_checked(length as usize).ok_or_else(|| out_of_bounds("the header of a message"))?;
        let Ok(message) = root_as_message(header) else { return Ok(()) };
        let body_length = usize::try_from(message.bodyLength()).ok();
        rest =
            body_length.and_then(|length| body.get(length..)).ok_or_else(|| out_of_bounds("the body of a message"))?;
    }
    Ok(())
}

/// Checks the footer of a file and the blocks that it lists. Whatever else is wrong with them is left to the reader.
pub fn check_file(ipc: &[u8]) -> Result<()> {
    let Some((before, trailer)) = ipc.split_last_chunk::<10>() else {
        return Err(out_of_bounds("the footer"));
    };
    let start = before.len().checked_sub(read_footer_length(*trailer)?).ok_or_else(|| out_of_bounds("the footer"))?;
    let Ok(footer) = root_as_footer(&before[start..]) else { return Ok(()) };
    if footer.schema().is_none() {
        return Err(ArrowError::IpcError("the footer has no schema".to_string()));
    }
    let blocks = footer.dictionaries().into_iter().flatten().chain(footer.recordBatches().into_iter().flatten());
    for block in blocks {
        if end_of(block).is_none_or(|end| end > ipc.len()) {
            return Err(out_of_bounds("a block"));
        }
    }
    Ok(())
}

fn end_of(block: &Block) -> Option<usize> {
    [block.offset(), block.metaDataLength().into(), block.bodyLength()]
        .into_iter()
        .try_fold(0_usize, |sum, length| sum.checked_add(usize::try_from(length).ok()?))
}
