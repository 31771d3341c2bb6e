import { MicromegasError } from '../../errors.js'
import { VerifiedTables, verifyFooter } from '../ipc/verify-message.js'

/** Where a message lies in a file. */
export interface Block {
  readonly offset: number
  /** Of the metadata, with their length before them and the padding behind them. */
  readonly headerLength: number
  readonly bodyLength: number
}

/** What the footer of a file says. */
export interface Footer {
  /** The schema, as the message with which a stream begins. */
  readonly schemaMessage: Uint8Array
  /** All dictionaries, then all record batches: a file may have them in any order. */
  readonly blocks: readonly Block[]
}

/** `ARRO` and `W1`, little-endian: how files begin and end. */
export const magic = [0x4f525241, 0x3157] as const
/** The length of the footer, and the magic. */
export const fileEndBytes = 10

const slot = { schema: 1, dictionaries: 2, recordBatches: 3 } as const
const bytesPerBlock = 24

/**
 * Reads the footer of a whole file.
 *
 * @throws MicromegasError `protocol` for a file that ends before its end, and for a footer that is damaged
 */
export function readFooter(file: Uint8Array): Footer {
  const lengthAt = file.byteLength - fileEndBytes
  const length = footerLength(file)
  if (length === undefined) throw damaged()
  const footer = file.subarray(lengthAt - length, lengthAt)
  verifyFooter(footer)
  const tables = new VerifiedTables(footer)
  const root = tables.target(0)
  const schemaAt = tables.field(root, slot.schema)
  if (schemaAt === undefined) throw damaged()
  return {
    schemaMessage: schemaMessage(footer, tables.target(schemaAt)),
    blocks: [...blocksOf(tables, root, slot.dictionaries), ...blocksOf(tables, root, slot.recordBatches)],
  }
}

/** Returns how long the footer at the end of `bytes` is; nothing where these do not end as a file does. */
export function footerLength(bytes: Uint8Array): number | undefined {
  const lengthAt = bytes.byteLength - fileEndBytes
  if (lengthAt < 0) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isFile = view.getUint32(lengthAt + 4, true) === magic[0] && view.getUint16(lengthAt + 8, true) === magic[1]
  const length = view.getInt32(lengthAt, true)
  return isFile && length > 0 && length <= lengthAt ? length : undefined
}

function* blocksOf(tables: VerifiedTables, root: number, slot: number): Generator<Block> {
  const { view } = tables
  const at = tables.field(root, slot)
  if (at === undefined) return
  const vector = tables.target(at)
  const count = view.getUint32(vector, true)
  for (let index = 0; index < count; index++) {
    const block = vector + 4 + index * bytesPerBlock
    yield {
      offset: Number(view.getBigInt64(block, true)),
      headerLength: view.getInt32(block + 8, true),
      bodyLength: Number(view.getBigInt64(block + 16, true)),
    }
  }
}

const prefixBytes = 32

/**
 * Returns the schema of a footer as a message of its own: a flatbuffers table with version, kind and header, put before the
 * bytes of the footer, in which the header lies. Offsets of flatbuffers are relative, and lead forward.
 */
function schemaMessage(footer: Uint8Array, schemaAt: number): Uint8Array {
  const bytes = new Uint8Array(prefixBytes + footer.byteLength)
  bytes.set(footer, prefixBytes)
  const view = new DataView(bytes.buffer)
  const vtable = 4
  const table = 16
  const headerAt = table + 8
  view.setUint32(0, table, true)
  for (const [index, entry] of [10, 12, 4, 6, 8].entries()) view.setUint16(vtable + 2 * index, entry, true)
  view.setInt32(table, table - vtable, true)
  const [version, schemaType] = [4, 1]
  view.setInt16(table + 4, version, true)
  view.setUint8(table + 6, schemaType)
  view.setUint32(headerAt, prefixBytes + schemaAt - headerAt, true)
  return bytes
}

function damaged(): MicromegasError {
  return new MicromegasError('protocol', 'The Arrow file has no valid footer: a part of it is missing.')
}
