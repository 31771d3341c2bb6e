export { RecordBatchAssembler } from '../src/arrow/ipc/record-batch-assembler.js'
export { columnarOf } from '../src/arrow/columnar/columnar-of.js'
export { createRowDecoder } from '../src/arrow/decode/row-decoder.js'
