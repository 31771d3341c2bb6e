import { RecordBatch, Table } from 'apache-arrow'
import type { EngineMemory, EngineRefusal } from 'kysely-micromegas-engine'
import { writeBatches } from '../arrow/index.js'
import { invalidArgument, MicromegasError } from '../errors.js'
import { type Sample, type SampleOptions, sampleTelemetry } from '../sample/index.js'
import { builtinViewSets } from '../views/builtin/index.js'
import type { BuiltinViewSets } from '../views/names.js'
import type { AnyViewSet, AnyViewSets } from '../views/view-set.js'
import { checkOptions, type EmbeddedOptions } from './embedded-options.js'
import { type DeclaredViewSet, EngineHost } from './engine/engine-host.js'
import { RowEncoder } from './insert/encode-rows.js'
import type { InsertRow, IsStoredByInstance } from './insert/insert-row.js'
import { Authentication } from './server/authentication.js'
import { createFlightServer } from './server/flight-server.js'
import { Ingest } from './server/ingest.js'
import { Listener } from './server/listener.js'
import { QueryLog, type QueryRecord } from './server/query-log.js'
import { Statements } from './server/statement.js'

/** The built-in view sets, and those of the caller. */
export type EmbeddedViewSets<S> = S & Omit<BuiltinViewSets, keyof S>

/** The id of the instance, for view sets whose rows do not carry it, and only for those. */
export type InstanceArguments<V> = IsStoredByInstance<V> extends true ? [instance: string] : []

/** Arrow rows: record batches, a table, or the bytes of an IPC stream or file. */
export type ArrowRows = RecordBatch | readonly RecordBatch[] | Table | Uint8Array

/**
 * Runs the Micromegas query service in this process: DataFusion with the service's own functions, behind Flight SQL on a port
 * of the loopback interface. Any client can connect to {@link url}. `await using` closes it.
 */
export class EmbeddedService<S extends AnyViewSets = BuiltinViewSets> implements AsyncDisposable {
  /** `grpc://127.0.0.1:…` */
  readonly url: string
  /** The port of the loopback interface. */
  readonly port: number
  readonly #host: EngineHost
  readonly #listener: Listener
  readonly #stop: () => void
  readonly #log: QueryLog
  readonly #encoders: ReadonlyMap<string, RowEncoder>
  #closing: Promise<void> | undefined

  /** @internal Started by {@link startEmbedded}. */
  static async start<S extends AnyViewSets>(options: EmbeddedOptions<S>): Promise<EmbeddedService<S>> {
    checkOptions(options)
    const authentication = new Authentication(options.auth)
    const sets = Object.values<AnyViewSet>({ ...builtinViewSets, ...options.viewSets?.sets })
    const encoders = new Map(sets.map((set) => [set.name, new RowEncoder(set)]))
    const declared = sets.map((set) => declarationOf(set, encoders.get(set.name) as RowEncoder))
    const host = await EngineHost.start(declared, { memoryLimit: options.memoryLimit })
    try {
      const log = new QueryLog()
      const statements = new Statements(host, log)
      const ingest = new Ingest((set, rows) => append(host, encoders, set, rows, undefined))
      const server = createFlightServer({ host, authentication, statements, ingest })
      for (const [set, data] of Object.entries(options.data ?? {})) await insertData(host, encoders, set, data)
      const listener = await Listener.open(server, options.port ?? 0)
      return new EmbeddedService(host, listener, () => server.forceShutdown(), log, encoders)
    } catch (error) {
      await host.close()
      throw error
    }
  }

  private constructor(
    host: EngineHost,
    listener: Listener,
    stop: () => void,
    log: QueryLog,
    encoders: ReadonlyMap<string, RowEncoder>,
  ) {
    this.#host = host
    this.#listener = listener
    this.#stop = stop
    this.#log = log
    this.#encoders = encoders
    this.url = listener.url
    this.port = listener.port
  }

  /**
   * Adds rows to a view set: all of them or, on an error, none.
   *
   * @param instance the id of the process or stream, for view sets whose rows do not carry it, such as `thread_spans`
   * @returns the number of rows
   * @throws `invalid_argument` for a row that does not fit the declaration: the message has its number and column
   */
  insert<K extends keyof EmbeddedViewSets<S> & string>(
    set: K,
    rows: readonly InsertRow<EmbeddedViewSets<S>[K]>[],
    ...instance: InstanceArguments<EmbeddedViewSets<S>[K]>
  ): Promise<number>
  async insert(set: string, rows: readonly object[], instance?: string): Promise<number> {
    return append(this.#host, this.#encoders, set, rows, instance)
  }

  /**
   * Adds Arrow rows of exactly the view set's schema: all of them or, on an error, none.
   *
   * @returns the number of rows
   * @throws `invalid_argument` for another schema: the message has the column
   */
  insertArrow<K extends keyof EmbeddedViewSets<S> & string>(
    set: K,
    rows: ArrowRows,
    ...instance: InstanceArguments<EmbeddedViewSets<S>[K]>
  ): Promise<number>
  async insertArrow(set: string, rows: ArrowRows, instance?: string): Promise<number> {
    encoderOf(this.#encoders, set)
    return refusable(() => this.#host.append(set, ipcOf(rows), instance))
  }

  /**
   * Adds believable telemetry: a game or a web backend with processes, threads, nested spans, logs, metrics and traces. The
   * same options make the same rows. They end at the present unless the options set another time.
   *
   * @returns its processes and threads with their ids, its time range, and the number of rows in each view set
   * @throws `invalid_argument` for unknown options, and for options that are out of range or contradict each other
   */
  async sample(options: SampleOptions = {}): Promise<Sample> {
    const telemetry = sampleTelemetry(options, new Date())
    let appended: Promise<unknown> = Promise.resolve()
    for (;;) {
      const { done, value } = telemetry.next()
      // The engine takes rows while the next ones are made.
      await appended
      if (done) return value
      appended = append(this.#host, this.#encoders, value.viewSet, value.rows, value.instance)
    }
  }

  /** Removes all rows of all view sets. */
  async clear(): Promise<void> {
    await this.#host.clear()
  }

  /** Returns the latest queries, oldest first: a thousand at most. */
  get queries(): readonly QueryRecord[] {
    return this.#log.records
  }

  /** Measures the memory that the engine holds. */
  async memory(): Promise<EngineMemory> {
    return (await this.#host.thread()).memory()
  }

  /** Lets the process end while the service runs. */
  unref(): this {
    this.#listener.unref()
    this.#host.unref()
    return this
  }

  /** Ends all calls, frees the port and the engine. Can be called again. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    this.#stop()
    await this.#listener.close()
    await this.#host.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

function declarationOf(set: AnyViewSet, { schemaStream }: RowEncoder): DeclaredViewSet {
  return {
    viewSet: {
      name: set.name,
      instances: set.instances,
      timeColumns: set.timeColumns,
      rangeMandatory: set.rangeMandatory,
      ...set.service,
      // Static tables are declared like view sets, but have neither times nor instances.
      staticTable: set.timeColumns.length === 0 && set.instances.every((kind) => kind === 'global'),
    },
    schema: schemaStream,
  }
}

function encoderOf(encoders: ReadonlyMap<string, RowEncoder>, set: string): RowEncoder {
  const encoder = encoders.get(set)
  if (encoder !== undefined) return encoder
  const declared = [...encoders.keys()].sort().join(', ')
  throw invalidArgument(`Unknown view set ${JSON.stringify(set)}; declared view sets: ${declared}.`)
}

async function append(
  host: EngineHost,
  encoders: ReadonlyMap<string, RowEncoder>,
  set: string,
  rows: readonly object[],
  instance: string | undefined,
): Promise<number> {
  const ipc = encoderOf(encoders, set).encode(rows)
  return rows.length === 0 ? 0 : refusable(() => host.append(set, ipc, instance))
}

async function insertData(
  host: EngineHost,
  encoders: ReadonlyMap<string, RowEncoder>,
  set: string,
  data: unknown,
): Promise<void> {
  if (Array.isArray(data)) await append(host, encoders, set, data, undefined)
  else for (const [instance, rows] of Object.entries(data as object)) await append(host, encoders, set, rows, instance)
}

/** Turns refusals of the engine, which are the caller's mistakes, into errors of this package. */
async function refusable(append: () => Promise<number>): Promise<number> {
  try {
    return await append()
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'EngineRefusal') throw error
    const { message, help } = error as EngineRefusal
    throw new MicromegasError('invalid_argument', `${message}.`, { help, cause: error })
  }
}

function ipcOf(rows: ArrowRows): Uint8Array {
  if (rows instanceof Uint8Array) return rows
  const batches = rows instanceof RecordBatch ? [rows] : rows instanceof Table ? rows.batches : rows
  const { schema } = rows instanceof Table ? rows : new Table([...batches] as RecordBatch[])
  return writeBatches(schema, batches as RecordBatch[])
}
