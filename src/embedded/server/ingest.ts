import { status } from '@grpc/grpc-js'
import { DataType, type Field, type RecordBatch } from 'apache-arrow'
import { type Columns, createRowDecoder, RecordBatchAssembler } from '../../arrow/index.js'
import { readFlightData } from '../../flight/flight-data.js'
import { CommandStatementIngestSchema } from '../../flight/generated/flight_sql_pb.js'
import { readPackedMessage } from '../../flight/packed-message.js'
import { builtinViewSets } from '../../views/builtin/index.js'
import type { AnyViewSet } from '../../views/view-set.js'
import type { InsertRow } from '../insert/insert-row.js'
import { CallFailure, invalidArgument, notImplemented } from './call-failure.js'

/** Collects the messages of one DoPut call. */
export class IngestStream {
  readonly #assembler = new RecordBatchAssembler()
  readonly batches: RecordBatch[] = []
  table: string | undefined

  /** @throws {CallFailure} for a command other than an ingest */
  add(message: Uint8Array): void {
    const { descriptor, header, body } = readFlightData(message)
    if (this.table === undefined) this.table = tableOf(descriptor?.cmd)
    const batch = this.#assembler.push(header, body)
    if (batch !== undefined) this.batches.push(batch)
  }
}

function tableOf(cmd: Uint8Array | undefined): string {
  const packed = cmd && readPackedMessage(cmd)
  if (packed === undefined) throw invalidArgument('The first message has no Flight SQL command.')
  const ingest = packed.unpack(CommandStatementIngestSchema)
  if (ingest === undefined) throw notImplemented(`do_put ${packed.name}`)
  return ingest.table
}

type Row = Record<string, unknown>
type Insert = (set: 'processes' | 'streams' | 'blocks', rows: readonly object[]) => Promise<unknown>

/** The columns that the service reads from the tables that lakes replicate. */
const columns: Readonly<Record<string, readonly string[]>> = {
  processes: [
    ...['process_id', 'exe', 'username', 'realname', 'computer', 'distro', 'cpu_brand', 'tsc_frequency', 'start_time'],
    ...['start_ticks', 'insert_time', 'parent_process_id', 'properties', 'audience'],
  ],
  streams: [
    ...['stream_id', 'process_id', 'dependencies_metadata', 'objects_metadata', 'tags', 'properties', 'insert_time'],
    ...['format', 'audience'],
  ],
  blocks: [
    ...['block_id', 'stream_id', 'process_id', 'begin_time', 'begin_ticks', 'end_time', 'end_ticks', 'nb_objects'],
    ...['object_offset', 'payload_size', 'insert_time', 'audience'],
  ],
  payloads: ['process_id', 'stream_id', 'block_id', 'payload'],
}

/**
 * Ingests the tables that lakes replicate. As in the service, rows that exist already stay as they are, and a process or
 * stream appears once it has a block. Payloads are counted and dropped, because nothing here reads them.
 */
export class Ingest {
  readonly #insert: Insert
  readonly #processes = new Map<string, Row>()
  readonly #streams = new Map<string, Row>()
  readonly #blocks = new Map<string, Row>()
  readonly #shown = new Set<string>()

  constructor(insert: Insert) {
    this.#insert = insert
  }

  /**
   * Ingests the rows of a call.
   *
   * @returns the number of rows that were sent
   */
  async take({ table, batches }: IngestStream): Promise<number> {
    if (table === undefined) throw invalidArgument('The first message has no Flight SQL command.')
    const wanted = Object.hasOwn(columns, table) ? columns[table] : undefined
    if (wanted === undefined) throw failed(table, `bulk ingest for table ${table} not supported`)
    const rows = batches.flatMap((batch) => rowsOf(table, batch, wanted))
    if (table === 'processes') keep(this.#processes, rows, 'process_id')
    else if (table === 'streams') keep(this.#streams, rows, 'stream_id')
    else if (table === 'blocks') keep(this.#blocks, rows, 'block_id')
    await this.#show()
    return rows.length
  }

  /** Inserts the blocks whose stream and process are known, together with these. */
  async #show(): Promise<void> {
    const complete = [...this.#blocks.values()].flatMap((block) => {
      const stream = this.#streams.get(block.stream_id as string)
      const process = this.#processes.get(block.process_id as string)
      const isNew = !this.#shown.has(block.block_id as string)
      return isNew && stream !== undefined && process !== undefined ? [{ block, stream, process }] : []
    })
    if (complete.length === 0) return
    const unseen = (id: unknown) => !this.#shown.has(id as string) && this.#shown.add(id as string)
    const processes = complete.filter(({ process }) => unseen(process.process_id))
    const streams = complete.filter(({ stream }) => unseen(stream.stream_id))
    for (const { block } of complete) unseen(block.block_id)
    await this.#insert(
      'processes',
      processes.map(({ process, block }) => processRow(process, block)),
    )
    await this.#insert(
      'streams',
      streams.map(({ stream, block }) => ({ ...stream, last_update_time: block.insert_time })),
    )
    await this.#insert('blocks', complete.map(blockRow))
  }
}

function keep(known: Map<string, Row>, rows: readonly Row[], id: string): void {
  for (const row of rows) if (!known.has(row[id] as string)) known.set(row[id] as string, row)
}

function failed(table: string, reason: string): CallFailure {
  return new CallFailure(status.INTERNAL, `error ingesting into ${table}: ${reason}`)
}

function rowsOf(table: string, batch: RecordBatch, wanted: readonly string[]): Row[] {
  const missing = wanted.find((name) => !batch.schema.fields.some((field) => field.name === name))
  if (missing !== undefined) throw failed(table, `column ${missing} not found`)
  const view: AnyViewSet | undefined = table === 'payloads' ? undefined : builtinViewSets[table as 'blocks']
  const isBinary = ({ type }: Field) => !DataType.isList(DataType.isDictionary(type) ? type.dictionary : type)
  // Properties are sent as JSONB, or as a list of keys and values.
  const jsonb = Object.entries((view?.columns ?? {}) as Columns).flatMap(([name, column]) =>
    column.declaration.type.kind === 'jsonb' &&
    batch.schema.fields.some((field) => field.name === name && isBinary(field))
      ? [[name, column.nullable()] as const]
      : [],
  )
  const decode = createRowDecoder(batch.schema, { columns: Object.fromEntries(jsonb) })
  return decode(batch).map((row) => {
    const kept: Row = Object.fromEntries(wanted.map((name) => [name, row[name]]))
    if (Array.isArray(kept.properties))
      kept.properties = Object.fromEntries(kept.properties.map(({ key, value }) => [key, value]))
    return kept
  })
}

function processRow({ ...process }: Row, block: Row): InsertRow<(typeof builtinViewSets)['processes']> {
  return {
    ...process,
    parent_process_id: process.parent_process_id === '' ? null : process.parent_process_id,
    last_update_time: block.insert_time,
    last_block_end_ticks: block.end_ticks,
    last_block_end_time: block.end_time,
  } as never
}

function blockRow({ block, stream, process }: { block: Row; stream: Row; process: Row }): Row {
  const prefixed = (prefix: string, row: Row, names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [`${prefix}_${name}`, row[name]]))
  return {
    ...block,
    ...prefixed('streams', stream, [
      'dependencies_metadata',
      'objects_metadata',
      'tags',
      'properties',
      'insert_time',
      'format',
    ]),
    ...prefixed('processes', process, [
      ...[
        'start_time',
        'start_ticks',
        'tsc_frequency',
        'exe',
        'username',
        'realname',
        'computer',
        'distro',
        'cpu_brand',
      ],
      ...['insert_time', 'properties'],
    ]),
    processes_parent_process_id: process.parent_process_id === '' ? null : process.parent_process_id,
  }
}
