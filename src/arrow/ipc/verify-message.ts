import { MicromegasError } from '../../errors.js'

/**
 * What a slot of a flatbuffers table refers to. Scalars have no entry: `undefined`.
 * The numbers and orders below are those of Arrow's `Message.fbs` and `Schema.fbs`.
 */
type Slot =
  | { readonly kind: 'string' }
  | { readonly kind: 'vector'; readonly itemBytes: number }
  | { readonly kind: 'table' | 'tables'; readonly layout: () => Layout }
  | { readonly kind: 'union'; readonly tagSlot: number; readonly layouts: (tag: number) => Layout }
  | undefined

type Layout = readonly Slot[]

const string: Slot = { kind: 'string' }
const vector = (itemBytes: number): Slot => ({ kind: 'vector', itemBytes })
const table = (layout: () => Layout): Slot => ({ kind: 'table', layout })
const tables = (layout: () => Layout): Slot => ({ kind: 'tables', layout })

const keyValue: Layout = [string, string]
const scalarsOnly: Layout = []
const timestamp: Layout = [undefined, string]
const union: Layout = [undefined, vector(4)]
const typeTag = { timestamp: 10, union: 14 }
const field: Layout = [
  string,
  undefined,
  undefined,
  {
    kind: 'union',
    tagSlot: 2,
    layouts: (tag) => (tag === typeTag.timestamp ? timestamp : tag === typeTag.union ? union : scalarsOnly),
  },
  table(() => [undefined, table(() => scalarsOnly)]),
  tables(() => field),
  tables(() => keyValue),
]
const schema: Layout = [undefined, tables(() => field), tables(() => keyValue), vector(8)]
const recordBatch: Layout = [undefined, vector(16), vector(16), table(() => scalarsOnly), vector(8)]
const dictionaryBatch: Layout = [undefined, table(() => recordBatch)]
const headerTag = { schema: 1, dictionaryBatch: 2, recordBatch: 3 }
const message: Layout = [
  undefined,
  undefined,
  {
    kind: 'union',
    tagSlot: 1,
    layouts: (tag) =>
      tag === headerTag.schema
        ? schema
        : tag === headerTag.dictionaryBatch
          ? dictionaryBatch
          : tag === headerTag.recordBatch
            ? recordBatch
            : scalarsOnly,
  },
  undefined,
  tables(() => keyValue),
]

/** Where each message of a file lies: 24 bytes of offset, length of its metadata and length of its body. */
const block = vector(24)
const footer: Layout = [undefined, table(() => schema), block, block, tables(() => keyValue)]

/** Fields nest; this is the limit of the flatbuffers verifiers of other languages. */
const maxDepth = 64

/**
 * Checks that every offset and length in an Arrow message's metadata stays inside of it.
 *
 * apache-arrow reads flatbuffers without such a check: a damaged vector length would make it loop two billion times, a
 * damaged offset would make it recurse for ever.
 *
 * @throws MicromegasError `protocol`
 */
export function verifyMessage(header: Uint8Array): void {
  verify(header, message)
}

/**
 * Does the same for the footer of a file.
 *
 * @throws MicromegasError `protocol`
 */
export function verifyFooter(bytes: Uint8Array): void {
  verify(bytes, footer)
}

function verify(bytes: Uint8Array, layout: Layout): void {
  try {
    new Verifier(bytes).root(layout)
  } catch (error) {
    if (error instanceof MicromegasError) throw error
    throw new MicromegasError('protocol', 'The metadata of an Arrow message refers to bytes outside of it.', {
      cause: error,
    })
  }
}

/** Reads through a `DataView`, which throws a `RangeError` outside of the bytes. */
class Verifier {
  readonly #view: DataView
  /** Tables that may still be visited. Each takes four bytes at least, so that more can only come from a loop. */
  #budget: number

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#budget = bytes.byteLength >> 2
  }

  root(layout: Layout): void {
    this.#table(this.#target(0), layout, 0)
  }

  #table(position: number, layout: Layout, depth: number): void {
    this.#budget -= 1
    if (depth > maxDepth || this.#budget < 0) {
      throw new MicromegasError('protocol', 'The metadata of an Arrow message nests without end.')
    }
    const vtable = position - this.#view.getInt32(position, true)
    const vtableBytes = this.#view.getUint16(vtable, true)
    this.#require(vtable, vtableBytes)
    this.#require(position, this.#view.getUint16(vtable + 2, true))
    const slotPosition = (slot: number): number | undefined => {
      const entry = 4 + 2 * slot
      const offset = entry + 2 <= vtableBytes ? this.#view.getUint16(vtable + entry, true) : 0
      return offset === 0 ? undefined : position + offset
    }
    layout.forEach((slot, index) => {
      const at = slot === undefined ? undefined : slotPosition(index)
      if (slot === undefined || at === undefined) return
      const target = this.#target(at)
      if (slot.kind === 'table') {
        this.#table(target, slot.layout(), depth + 1)
      } else if (slot.kind === 'union') {
        const tagAt = slotPosition(slot.tagSlot)
        this.#table(target, slot.layouts(tagAt === undefined ? 0 : this.#view.getUint8(tagAt)), depth + 1)
      } else {
        const length = this.#view.getUint32(target, true)
        const itemBytes = slot.kind === 'vector' ? slot.itemBytes : slot.kind === 'tables' ? 4 : 1
        this.#require(target + 4, length * itemBytes)
        if (slot.kind === 'tables') {
          for (let i = 0; i < length; i++) this.#table(this.#target(target + 4 + 4 * i), slot.layout(), depth + 1)
        }
      }
    })
  }

  #target(position: number): number {
    return position + this.#view.getUint32(position, true)
  }

  #require(position: number, bytes: number): void {
    if (position < 0 || position + bytes > this.#view.byteLength) {
      throw new RangeError(`${bytes} bytes at ${position} of ${this.#view.byteLength}`)
    }
  }
}

/** Reads the fields of flatbuffers tables that have been verified. */
export class VerifiedTables {
  readonly view: DataView

  constructor(header: Uint8Array) {
    this.view = new DataView(header.buffer, header.byteOffset, header.byteLength)
  }

  /** Returns the position of the table or offset that the one at `position` leads to. */
  target(position: number): number {
    return position + this.view.getUint32(position, true)
  }

  /** Returns the position of a table's field; `undefined` where the field has its default. */
  field(table: number, slot: number): number | undefined {
    const vtable = table - this.view.getInt32(table, true)
    const entry = 4 + 2 * slot
    const offset = entry + 2 <= this.view.getUint16(vtable, true) ? this.view.getUint16(vtable + entry, true) : 0
    return offset === 0 ? undefined : table + offset
  }
}

const messageSlot = { headerType: 1, header: 2, bodyLength: 3 } as const

/** Returns whether a message is a schema. The header must have been verified. */
export function isSchemaMessage(header: Uint8Array): boolean {
  const tables = new VerifiedTables(header)
  const at = tables.field(tables.target(0), messageSlot.headerType)
  return at !== undefined && tables.view.getUint8(at) === headerTag.schema
}

/** Returns whether the schema message says that its numbers are big-endian. The header must have been verified. */
export function isBigEndianSchema(header: Uint8Array): boolean {
  const tables = new VerifiedTables(header)
  const schemaAt = tables.field(tables.target(0), messageSlot.header)
  const endiannessAt = schemaAt === undefined ? undefined : tables.field(tables.target(schemaAt), 0)
  return endiannessAt !== undefined && tables.view.getInt16(endiannessAt, true) === 1
}

/** Returns how many bytes the buffers of a message take, padding included. The header must have been verified. */
export function bodyLengthOf(header: Uint8Array): number {
  const tables = new VerifiedTables(header)
  const at = tables.field(tables.target(0), messageSlot.bodyLength)
  return at === undefined ? 0 : Number(tables.view.getBigInt64(at, true))
}
