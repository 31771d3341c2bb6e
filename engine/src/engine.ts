import * as bindings from '../artifact/bindings.js'
import { guarded, isIntact } from './guard.ts'
import type { SqlInfoProperty, TablesFilter } from './metadata.ts'
import type { EngineModule } from './module.ts'
import { ModuleCursor } from './module-cursor.ts'
import type { Cursor, QueryOptions } from './query.ts'
import type { EngineViewSet } from './view-set.ts'

export interface EngineOptions {
  /** Working memory of all running queries together, in bytes; stored rows do not count. Default: no limit. */
  readonly memoryLimit?: number | undefined
}

/** The memory that an engine holds, in bytes. */
export interface EngineMemory {
  /** Held by the rows of all tables. */
  readonly stored: number
  /** Reserved by running queries. */
  readonly reserved: number
  /** The module's linear memory in this thread; it never shrinks. */
  readonly total: number
}

let memory: WebAssembly.Memory | undefined

/**
 * Tables and queries over them, in the calling thread. All engines of a thread share one instance of the module: a crash
 * of one is a crash of all, and the thread must be given up.
 *
 * @example
 * ```ts
 * using engine = new Engine(await compileEngine())
 * using cursor = engine.query('select 1 as one')
 * const { messages } = cursor.poll({ milliseconds: 1_000, bytes: 2 ** 20 })
 * ```
 */
export class Engine implements Disposable {
  readonly #engine: bindings.Engine

  /** @throws {EngineCrash} */
  constructor(module: EngineModule, options: EngineOptions = {}) {
    this.#engine = guarded(() => {
      memory ??= bindings.initSync({ module }).memory
      return new bindings.Engine(options.memoryLimit)
    })
  }

  /**
   * Declares a view set or static table. A second one of the same name takes the place of the first, without its rows.
   *
   * @param schema an Arrow IPC stream, of which only the schema is read
   * @throws {EngineRefusal}
   */
  declare(viewSet: EngineViewSet, schema: Uint8Array): void {
    guarded(() => this.#engine.declare(JSON.stringify(viewSet), schema))
  }

  /**
   * Adds the rows of an Arrow IPC stream or file of exactly the declared schema: all of them or, on a refusal, none.
   *
   * @param instance the id of the instance, for view sets whose rows do not carry it, and only for those
   * @returns the number of rows added
   * @throws {EngineRefusal}
   */
  append(viewSet: string, ipc: Uint8Array, instance?: string): number {
    return guarded(() => this.#engine.append(viewSet, instance, ipc))
  }

  /**
   * Removes the rows of a view set, or of one instance where instances are stored separately.
   *
   * @throws {EngineRefusal}
   */
  clear(viewSet: string, instance?: string): void {
    guarded(() => this.#engine.clear(viewSet, instance))
  }

  /** Opens a cursor over the result of a statement. It works only while it is polled. */
  query(sql: string, options: QueryOptions = {}): Cursor {
    const { range, limit, preserveDictionary = false } = options
    return new ModuleCursor(guarded(() => this.#engine.query(sql, range?.begin, range?.end, limit, preserveDictionary)))
  }

  /** Plans without executing. The one message is an Arrow IPC stream with the result's schema, dictionaries kept. */
  dryRun(sql: string): Cursor {
    return new ModuleCursor(guarded(() => this.#engine.dry_run(sql)))
  }

  /** Answers `CommandGetTables` with the messages of a Flight stream. */
  tables(filter: TablesFilter = {}): Uint8Array<ArrayBuffer>[] {
    const { catalog, schemaPattern, tablePattern, tableTypes = [], includeSchema = false } = filter
    return guarded(() => this.#engine.tables(catalog, schemaPattern, tablePattern, [...tableTypes], includeSchema))
  }

  /** Answers `CommandGetSqlInfo` with the messages of a Flight stream. */
  sqlInfo(properties: readonly SqlInfoProperty[]): Uint8Array<ArrayBuffer>[] {
    return guarded(() => this.#engine.sql_info(JSON.stringify(properties)))
  }

  /** Measures the memory that the engine holds. */
  memory(): EngineMemory {
    return guarded(() => ({
      stored: this.#engine.stored_memory(),
      reserved: this.#engine.reserved_memory(),
      total: memory?.buffer.byteLength ?? 0,
    }))
  }

  /** Frees the engine and its rows. */
  close(): void {
    if (isIntact()) guarded(() => this.#engine.free())
  }

  [Symbol.dispose](): void {
    this.close()
  }
}
