import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { EngineMemory, EngineOptions } from './engine.ts'
import { asCrash, EngineCrash, EngineRefusal } from './errors.ts'
import type { SqlInfoProperty, TablesFilter } from './metadata.ts'
import { compileEngine } from './module.ts'
import type { QueryOptions, RemoteCursor } from './query.ts'
import { ThreadCursor } from './thread-cursor.ts'
import type { Answer, Call, CallArguments, CallName, CallResult, Request, ThreadData } from './thread-messages.ts'
import type { EngineViewSet } from './view-set.ts'

/** How many hand-overs of a query may be on their way or unread. */
const readAhead = 2

/** The worker's entry lies beside this file, and is compiled where this file is. */
const workerEntry = new URL(`./worker${extname(import.meta.url)}`, import.meta.url)

interface PendingCall {
  resolve(value: CallResult<CallName>): void
  reject(error: Error): void
}

/**
 * An engine in a thread of its own, with the methods of `Engine`. Its queries take turns of a few milliseconds each. When
 * the engine breaks, everything in flight fails with {@link EngineCrash} and the thread takes no more work.
 *
 * @example
 * ```ts
 * await using thread = await EngineThread.start()
 * using cursor = thread.query('select 1 as one')
 * const { messages } = await cursor.next()
 * ```
 */
export class EngineThread implements AsyncDisposable {
  readonly #worker: Worker
  readonly #calls = new Map<number, PendingCall>()
  readonly #cursors = new Map<number, ThreadCursor>()
  #lastId = 0
  /** The reason for taking no more work. */
  #ended: Error | undefined

  /** Compiles the engine, unless this process has, and starts a thread with it. */
  static async start(options: EngineOptions = {}): Promise<EngineThread> {
    const workerData: ThreadData = { module: await compileEngine(), options }
    // Without the flags of this process: the loaders of a test runner do not belong there.
    return new EngineThread(new Worker(workerEntry, { workerData, execArgv: [] }))
  }

  private constructor(worker: Worker) {
    this.#worker = worker
    worker.on('message', (answer: Answer) => this.#receive(answer))
    worker.on('error', (error) => this.#end(asCrash(error)))
    worker.on('exit', () => this.#end(new EngineCrash('trap', 'The engine thread exited.')))
  }

  /** Whether the thread takes work: not after a crash, and not after {@link EngineThread.close}. */
  get isRunning(): boolean {
    return this.#ended === undefined
  }

  /**
   * Declares a view set or static table. A second one of the same name takes the place of the first, without its rows.
   *
   * @param schema an Arrow IPC stream, of which only the schema is read
   * @throws {EngineRefusal}
   */
  declare(viewSet: EngineViewSet, schema: Uint8Array): Promise<void> {
    return this.#call('declare', viewSet, schema)
  }

  /**
   * Adds the rows of an Arrow IPC stream or file of exactly the declared schema: all of them or, on a refusal, none.
   *
   * @param instance the id of the instance, for view sets whose rows do not carry it, and only for those
   * @returns the number of rows added
   * @throws {EngineRefusal}
   */
  append(viewSet: string, ipc: Uint8Array, instance?: string): Promise<number> {
    return this.#call('append', viewSet, ipc, instance)
  }

  /**
   * Removes the rows of a view set, or of one instance where instances are stored separately.
   *
   * @throws {EngineRefusal}
   */
  clear(viewSet: string, instance?: string): Promise<void> {
    return this.#call('clear', viewSet, instance)
  }

  /** Answers `CommandGetTables` with the messages of a Flight stream. */
  tables(filter?: TablesFilter): Promise<Uint8Array<ArrayBuffer>[]> {
    return this.#call('tables', filter)
  }

  /** Answers `CommandGetSqlInfo` with the messages of a Flight stream. */
  sqlInfo(properties: readonly SqlInfoProperty[]): Promise<Uint8Array<ArrayBuffer>[]> {
    return this.#call('sqlInfo', properties)
  }

  /** Measures the memory that the engine holds. */
  memory(): Promise<EngineMemory> {
    return this.#call('memory')
  }

  /** Starts a query. */
  query(sql: string, options: QueryOptions = {}): RemoteCursor {
    return this.#open(sql, options)
  }

  /** Plans without executing. The one message is an Arrow IPC stream with the result's schema, dictionaries kept. */
  dryRun(sql: string): RemoteCursor {
    return this.#open(sql, undefined)
  }

  /** Makes the thread keep the process alive, as it does at first. */
  ref(): void {
    this.#worker.ref()
  }

  /** Lets the process end while the thread runs. */
  unref(): void {
    this.#worker.unref()
  }

  /** Ends the thread, and whatever is in flight with it. */
  async close(): Promise<void> {
    this.#end(new Error('The engine thread is closed.'))
    await this.#worker.terminate()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #post(request: Request): void {
    this.#worker.postMessage(request)
  }

  #receive(answer: Answer): void {
    if (answer.kind === 'crash') {
      this.#end(new EngineCrash(answer.crash.kind, answer.crash.message))
      void this.#worker.terminate()
    } else if (answer.kind === 'progress') {
      // A cursor that was closed meanwhile is gone.
      this.#cursors.get(answer.id)?.receive(answer.progress)
      if (answer.progress.done) this.#cursors.delete(answer.id)
    } else {
      const pending = this.#calls.get(answer.id)
      this.#calls.delete(answer.id)
      if (answer.kind === 'result') pending?.resolve(answer.value)
      else pending?.reject(new EngineRefusal(answer.refusal))
    }
  }

  #end(reason: Error): void {
    if (this.#ended !== undefined) return
    this.#ended = reason
    for (const pending of this.#calls.values()) pending.reject(reason)
    for (const cursor of this.#cursors.values()) cursor.fail(reason)
    this.#calls.clear()
    this.#cursors.clear()
  }

  #call<K extends CallName>(name: K, ...args: CallArguments<K>): Promise<CallResult<K>> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended)
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve: resolve as PendingCall['resolve'], reject })
      this.#post({ kind: 'call', id, call: { name, args } as unknown as Call })
    })
  }

  #open(sql: string, options: QueryOptions | undefined): RemoteCursor {
    const id = ++this.#lastId
    const cursor = new ThreadCursor({
      more: () => {
        if (this.#ended === undefined) this.#post({ kind: 'more', id })
      },
      close: () => {
        this.#cursors.delete(id)
        if (this.#ended === undefined) this.#post({ kind: 'close', id })
      },
    })
    if (this.#ended !== undefined) {
      cursor.fail(this.#ended)
    } else {
      this.#cursors.set(id, cursor)
      this.#post({ kind: 'open', id, query: { sql, options, credit: readAhead } })
    }
    return cursor
  }
}
