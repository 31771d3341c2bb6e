// @ts-check
import { Worker } from 'node:worker_threads'
import { EngineCrash, EngineRefusal } from './errors.js'
import { compileEngine } from './module.js'

/** How many hand-overs of a query are on their way or unread at most. */
const readAhead = 2

/** @typedef {{ resolve(value: any): void, reject(error: Error): void }} Waiting */

export class EngineThread {
  #worker
  #lastId = 0
  /** Calls that have no answer yet. @type {Map<number, Waiting>} */
  #calls = new Map()
  /** @type {Map<number, RemoteCursor>} */
  #cursors = new Map()
  /** Why no more work is taken. @type {Error | undefined} */
  #ended

  /**
   * @param {import('./index.js').EngineOptions} [options]
   * @returns {Promise<EngineThread>}
   */
  static async start(options = {}) {
    const module = await compileEngine()
    // Not the flags of this process: a test runner's loaders have no business there.
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: { module, options },
      execArgv: [],
    })
    return new EngineThread(worker)
  }

  /** @param {Worker} worker */
  constructor(worker) {
    this.#worker = worker
    worker.on('message', (message) => this.#receive(message))
    worker.on('error', (error) => this.#end(EngineCrash.from(error)))
    worker.on('exit', () => this.#end(new EngineCrash('trap', 'The engine thread has ended.', undefined)))
  }

  /** @param {any} message */
  #receive({ id, value, refusal, progress, crash }) {
    if (crash !== undefined) {
      this.#end(new EngineCrash(crash.kind, crash.message, undefined))
      void this.#worker.terminate()
      return
    }
    if (progress !== undefined) {
      // A cursor that was closed meanwhile is gone.
      this.#cursors.get(id)?.receive(progress)
      if (progress.done) this.#cursors.delete(id)
      return
    }
    const waiting = this.#calls.get(id)
    this.#calls.delete(id)
    if (refusal === undefined) waiting?.resolve(value)
    else waiting?.reject(new EngineRefusal(refusal))
  }

  /** @param {Error} reason */
  #end(reason) {
    if (this.#ended !== undefined) return
    this.#ended = reason
    for (const waiting of this.#calls.values()) waiting.reject(reason)
    for (const cursor of this.#cursors.values()) cursor.fail(reason)
    this.#calls.clear()
    this.#cursors.clear()
  }

  /**
   * @param {string} call
   * @param {unknown[]} args
   * @returns {Promise<any>}
   */
  #call(call, ...args) {
    if (this.#ended !== undefined) return Promise.reject(this.#ended)
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject })
      this.#worker.postMessage({ id, call, args })
    })
  }

  /**
   * @param {string} sql
   * @param {import('./index.js').QueryOptions | undefined} options
   */
  #open(sql, options) {
    const id = ++this.#lastId
    const cursor = new RemoteCursor((request) => {
      if (request.close !== undefined) this.#cursors.delete(id)
      if (this.#ended === undefined) this.#worker.postMessage({ id, ...request })
    })
    if (this.#ended !== undefined) cursor.fail(this.#ended)
    else {
      this.#cursors.set(id, cursor)
      this.#worker.postMessage({ id, open: { sql, options, credit: readAhead } })
    }
    return cursor
  }

  /** Whether the thread takes work. */
  get isRunning() {
    return this.#ended === undefined
  }

  /**
   * @param {import('./index.js').EngineViewSet} viewSet
   * @param {Uint8Array} schema
   */
  declare(viewSet, schema) {
    return this.#call('declare', viewSet, schema)
  }

  /**
   * @param {string} viewSet
   * @param {Uint8Array} ipc
   * @param {string} [instance]
   */
  append(viewSet, ipc, instance) {
    return this.#call('append', viewSet, ipc, instance)
  }

  /**
   * @param {string} viewSet
   * @param {string} [instance]
   */
  clear(viewSet, instance) {
    return this.#call('clear', viewSet, instance)
  }

  /** @param {import('./index.js').TablesFilter} [filter] */
  tables(filter) {
    return this.#call('tables', filter)
  }

  /** @param {readonly (readonly [number, string | readonly string[]])[]} properties */
  sqlInfo(properties) {
    return this.#call('sqlInfo', properties)
  }

  memory() {
    return this.#call('memory')
  }

  /**
   * @param {string} sql
   * @param {import('./index.js').QueryOptions} [options]
   */
  query(sql, options = {}) {
    return this.#open(sql, options)
  }

  /** @param {string} sql */
  dryRun(sql) {
    return this.#open(sql, undefined)
  }

  ref() {
    this.#worker.ref()
  }

  unref() {
    this.#worker.unref()
  }

  async close() {
    this.#end(new Error('The engine thread is closed.'))
    await this.#worker.terminate()
  }

  [Symbol.asyncDispose]() {
    return this.close()
  }
}

export class RemoteCursor {
  #send
  /** What has arrived and is not read yet. @type {import('./index.js').Progress[]} */
  #arrived = []
  /** @type {Waiting | undefined} */
  #waiting
  /** @type {Error | undefined} */
  #failure
  #isOver = false

  /** @param {(request: { more?: number, close?: true }) => void} send */
  constructor(send) {
    this.#send = send
  }

  /** @param {import('./index.js').Progress} progress */
  receive(progress) {
    if (this.#waiting === undefined) this.#arrived.push(progress)
    else this.#hand(progress)
  }

  /** @param {import('./index.js').Progress} progress */
  #hand(progress) {
    const waiting = this.#waiting
    this.#waiting = undefined
    if (progress.done) this.#isOver = true
    else this.#send({ more: 1 })
    waiting?.resolve(progress)
  }

  /** @param {Error} error */
  fail(error) {
    this.#failure = error
    this.#waiting?.reject(error)
    this.#waiting = undefined
  }

  /** @returns {Promise<import('./index.js').Progress>} */
  next() {
    if (this.#isOver) return Promise.resolve({ done: true, messages: [] })
    const progress = this.#arrived.shift()
    if (progress === undefined && this.#failure !== undefined) return Promise.reject(this.#failure)
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      if (progress !== undefined) this.#hand(progress)
    })
  }

  close() {
    if (this.#isOver) return
    this.#isOver = true
    this.#arrived = []
    this.#waiting?.resolve({ done: true, messages: [] })
    this.#waiting = undefined
    this.#send({ close: true })
  }

  [Symbol.dispose]() {
    this.close()
  }
}
