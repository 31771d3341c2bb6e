// @ts-check
import * as bindings from '../artifact/bindings.js'
import { EngineCrash, EngineRefusal } from './errors.js'

/** @type {WebAssembly.Memory | undefined} */
let memory

/** Set by the first crash: the module of this thread is then in an unknown state. @type {EngineCrash | undefined} */
let crash

/**
 * @template T
 * @param {() => T} call
 * @returns {T}
 */
function guarded(call) {
  if (crash !== undefined) throw crash
  try {
    return call()
  } catch (thrown) {
    // The module throws plain objects on purpose, and errors only when it breaks.
    if (!(thrown instanceof Error)) throw new EngineRefusal(/** @type {any} */ (thrown))
    crash = EngineCrash.from(thrown)
    throw crash
  }
}

export class Engine {
  #engine

  /**
   * @param {WebAssembly.Module} module
   * @param {import('./index.js').EngineOptions} [options]
   */
  constructor(module, options = {}) {
    this.#engine = guarded(() => {
      memory ??= bindings.initSync({ module }).memory
      return new bindings.Engine(options.memoryLimit)
    })
  }

  /**
   * @param {import('./index.js').EngineViewSet} viewSet
   * @param {Uint8Array} schema
   */
  declare(viewSet, schema) {
    guarded(() => this.#engine.declare(JSON.stringify(viewSet), schema))
  }

  /**
   * @param {string} viewSet
   * @param {Uint8Array} ipc
   * @param {string} [instance]
   * @returns {number}
   */
  append(viewSet, ipc, instance) {
    return guarded(() => this.#engine.append(viewSet, instance, ipc))
  }

  /**
   * @param {string} viewSet
   * @param {string} [instance]
   */
  clear(viewSet, instance) {
    guarded(() => this.#engine.clear(viewSet, instance))
  }

  /**
   * @param {string} sql
   * @param {import('./index.js').QueryOptions} [options]
   */
  query(sql, options = {}) {
    const { range, limit, preserveDictionary = false } = options
    return new Cursor(guarded(() => this.#engine.query(sql, range?.begin, range?.end, limit, preserveDictionary)))
  }

  /** @param {string} sql */
  dryRun(sql) {
    return new Cursor(guarded(() => this.#engine.dry_run(sql)))
  }

  /**
   * @param {import('./index.js').TablesFilter} [filter]
   * @returns {Uint8Array[]}
   */
  tables(filter = {}) {
    const { catalog, schemaPattern, tablePattern, tableTypes = [], includeSchema = false } = filter
    return guarded(() => this.#engine.tables(catalog, schemaPattern, tablePattern, [...tableTypes], includeSchema))
  }

  /**
   * @param {readonly (readonly [number, string | readonly string[]])[]} properties
   * @returns {Uint8Array[]}
   */
  sqlInfo(properties) {
    return guarded(() => this.#engine.sql_info(JSON.stringify(properties)))
  }

  /** @returns {import('./index.js').EngineMemory} */
  memory() {
    return guarded(() => ({
      stored: this.#engine.stored_memory(),
      reserved: this.#engine.reserved_memory(),
      total: memory?.buffer.byteLength ?? 0,
    }))
  }

  close() {
    if (crash === undefined) guarded(() => this.#engine.free())
  }

  [Symbol.dispose]() {
    this.close()
  }
}

export class Cursor {
  /** @type {import('../artifact/bindings.js').Cursor | undefined} */
  #cursor

  /** @param {import('../artifact/bindings.js').Cursor} cursor */
  constructor(cursor) {
    this.#cursor = cursor
  }

  /**
   * @param {import('./index.js').PollOptions} options
   * @returns {import('./index.js').Progress}
   */
  poll({ milliseconds, bytes }) {
    const cursor = this.#cursor
    if (cursor === undefined) return { done: true, messages: [] }
    const progress = /** @type {import('./index.js').Progress} */ (guarded(() => cursor.poll(milliseconds, bytes)))
    if (progress.done) this.close()
    return progress
  }

  close() {
    const cursor = this.#cursor
    this.#cursor = undefined
    if (cursor === undefined || crash !== undefined) return
    guarded(() => {
      cursor.stop()
      cursor.free()
    })
  }

  [Symbol.dispose]() {
    this.close()
  }
}
