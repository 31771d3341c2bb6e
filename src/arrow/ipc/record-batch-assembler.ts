import { Data, type DataType, Message, MetadataVersion, RecordBatch, type Schema, Struct } from 'apache-arrow'
import { MicromegasError } from '../../errors.js'
import { checkSchema } from './check-schema.js'
import { Dictionaries } from './dictionaries.js'
import { type ColumnSource, type FieldNode, loadColumn, maxValuesWithoutBytes } from './load-column.js'
import { type BufferRegion, MessageBody } from './message-body.js'
import { isBigEndianSchema, verifyMessage } from './verify-message.js'

/** The parts of a message's header from which columns are loaded, of a record batch or of a dictionary's values. */
interface ColumnsHeader {
  readonly nodes: readonly FieldNode[]
  readonly buffers: readonly BufferRegion[]
  readonly variadicBufferCounts: readonly number[]
  readonly compression: { readonly type: number } | null
}

/**
 * Puts the messages of one result stream together to record batches: a schema first, then dictionaries and record
 * batches. Nothing is copied but the buffers whose numbers are not aligned in the memory that gRPC handed out.
 *
 * @example
 * ```ts
 * const assembler = new RecordBatchAssembler()
 * for await (const { dataHeader, dataBody } of flightData) {
 *   const batch = assembler.push(dataHeader, dataBody)
 *   if (batch !== undefined) yield batch
 * }
 * ```
 */
export class RecordBatchAssembler {
  #schema: Schema | undefined
  readonly #dictionaries = new Dictionaries()

  /** Known after the first message. */
  get schema(): Schema | undefined {
    return this.#schema
  }

  /**
   * Takes one message, in the order of the stream: `header` is the Arrow IPC message (a flatbuffer, without length
   * prefix), `body` its buffers. The bytes must not change afterwards: batches are views over them.
   *
   * @returns the batch that the message completes; `undefined` for a schema, a dictionary, or an empty message
   * @throws MicromegasError `protocol` for bytes that are not valid Arrow, or that come out of order; `unsupported` for
   * types and compression codecs that apache-arrow does not read
   */
  push(header: Uint8Array, body: Uint8Array): RecordBatch | undefined {
    // Flight allows messages of application metadata alone.
    if (header.byteLength === 0 && body.byteLength === 0) return undefined
    verifyMessage(header)
    // apache-arrow reads the type ids of unions as an array over the bytes of the schema, wherever these lie.
    const readable = this.#schema === undefined ? header.slice() : header
    try {
      return this.#take(Message.decode(readable), readable, body)
    } catch (error) {
      throw toMicromegasError(error)
    }
  }

  #take(message: Message, header: Uint8Array, body: Uint8Array): RecordBatch | undefined {
    if (message.version < MetadataVersion.V4) {
      throw new MicromegasError('unsupported', 'The stream uses an Arrow format from before version 0.8.')
    }
    if (message.bodyLength > body.byteLength) {
      throw new MicromegasError(
        'protocol',
        `The body of an Arrow message is cut off: ${body.byteLength} of ${message.bodyLength} bytes.`,
      )
    }
    if (message.isSchema()) {
      this.#takeSchema(message.header(), header)
    } else if (message.isDictionaryBatch()) {
      this.#takeDictionary(message, header, body)
    } else if (message.isRecordBatch()) {
      return this.#takeRecordBatch(message, body)
    } else {
      throw new MicromegasError('protocol', `The stream has an Arrow message of unexpected type ${message.headerType}.`)
    }
    return undefined
  }

  #takeSchema(schema: Schema, header: Uint8Array): void {
    if (this.#schema !== undefined) throw new MicromegasError('protocol', 'The stream has a second schema.')
    if (isBigEndianSchema(header)) {
      throw new MicromegasError('unsupported', 'The stream holds big-endian numbers.')
    }
    checkSchema(schema)
    this.#schema = schema
  }

  #takeDictionary(message: Message, header: Uint8Array, body: Uint8Array): void {
    const schema = this.#requireSchema()
    const batch = message.header() as ReturnType<Message['header']> & {
      id: number
      isDelta: boolean
      data: ColumnsHeader
    }
    const type = schema.dictionaries.get(batch.id)
    if (type === undefined) {
      throw new MicromegasError('protocol', `The stream has a dictionary ${batch.id} that no column uses.`)
    }
    if (this.#dictionaries.isCurrent(batch.id, header, body)) return
    const data = loadColumn(type, this.#source(batch.data, message, body))
    if (batch.isDelta) this.#dictionaries.extend(batch.id, data)
    else this.#dictionaries.replace(batch.id, data, header, body)
  }

  #takeRecordBatch(message: Message, body: Uint8Array): RecordBatch {
    const schema = this.#requireSchema()
    const header = message.header() as ColumnsHeader & { length: number }
    const source = this.#source(header, message, body)
    const rows = header.length
    if (!(rows >= 0 && rows < 2 ** 31) || (schema.fields.length === 0 && rows > maxValuesWithoutBytes)) {
      throw new MicromegasError('protocol', `The stream has a record batch of ${rows} rows.`)
    }
    const children = schema.fields.map((field) => {
      const column = loadColumn(field.type as DataType, source)
      if (column.length !== rows) {
        throw new MicromegasError(
          'protocol',
          `Column ${JSON.stringify(field.name)} has ${column.length} values in a record batch of ${rows} rows.`,
        )
      }
      return column
    })
    const batch = new RecordBatch(schema, new Data(new Struct(schema.fields), 0, rows, 0, undefined, children))
    // The constructor merges fields of the same name into one; the schema as it came has them all.
    ;(batch as { schema: Schema }).schema = schema
    return batch
  }

  #source(header: ColumnsHeader, message: Message, body: Uint8Array): ColumnSource {
    return {
      nodes: header.nodes[Symbol.iterator](),
      body: new MessageBody(body, header.buffers, header.compression?.type),
      variadicBufferCounts: header.variadicBufferCounts[Symbol.iterator](),
      dictionaries: this.#dictionaries.vectors,
      metadataVersion: message.version,
    }
  }

  #requireSchema(): Schema {
    if (this.#schema === undefined) throw new MicromegasError('protocol', 'The stream does not begin with a schema.')
    return this.#schema
  }
}

/** Type ids of Arrow types that apache-arrow 21 cannot read. */
const unreadTypes: Readonly<Record<string, string>> = { 22: 'RunEndEncoded', 25: 'ListView', 26: 'LargeListView' }

function toMicromegasError(error: unknown): MicromegasError {
  if (error instanceof MicromegasError) return error
  const typeId = error instanceof Error ? /^Unrecognized type: .*\((\d+)\)$/.exec(error.message)?.[1] : undefined
  if (typeId !== undefined) {
    return new MicromegasError(
      'unsupported',
      `The result has a column of Arrow type ${unreadTypes[typeId] ?? `number ${typeId}`}, which cannot be read.`,
      { cause: error },
    )
  }
  return new MicromegasError('protocol', 'The stream has an Arrow message that cannot be read.', { cause: error })
}
