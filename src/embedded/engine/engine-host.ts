import type { EngineOptions, EngineThread, EngineViewSet } from 'kysely-micromegas-engine'
import { loadEngine } from './load-engine.js'

/** A view set with its Arrow schema, as an IPC stream. */
export interface DeclaredViewSet {
  readonly viewSet: EngineViewSet
  readonly schema: Uint8Array
}

interface Append {
  readonly viewSet: string
  readonly ipc: Uint8Array
  readonly instance: string | undefined
}

/**
 * Runs an engine thread, and replaces it by a new one with the same view sets and rows when it breaks. For that it keeps
 * the inserted rows, in the compact form in which they came.
 */
export class EngineHost {
  readonly #options: EngineOptions
  readonly #declared: readonly DeclaredViewSet[]
  readonly #appends: Append[] = []
  #current: Promise<EngineThread>
  #keepsAlive = true
  #isClosed = false

  static async start(declared: readonly DeclaredViewSet[], options: EngineOptions): Promise<EngineHost> {
    const host = new EngineHost(declared, options)
    await host.#current
    return host
  }

  private constructor(declared: readonly DeclaredViewSet[], options: EngineOptions) {
    this.#options = options
    this.#declared = declared
    this.#current = this.#startThread()
  }

  async #startThread(): Promise<EngineThread> {
    const { EngineThread } = await loadEngine()
    const thread = await EngineThread.start(this.#options)
    if (!this.#keepsAlive) thread.unref()
    // One after the other, so that rows keep the order in which they were inserted.
    for (const { viewSet, schema } of this.#declared) await thread.declare(viewSet, schema)
    for (const { viewSet, ipc, instance } of this.#appends) await thread.append(viewSet, ipc, instance)
    return thread
  }

  /** Resolves with a thread that takes work. */
  async thread(): Promise<EngineThread> {
    const current = this.#current
    const thread = await current.catch(() => undefined)
    if (thread?.isRunning || this.#isClosed) return current
    // The first caller replaces it for all.
    if (this.#current === current) this.#current = this.#startThread()
    return this.#current
  }

  /** Adds rows: all of them or, on a refusal, none. */
  async append(viewSet: string, ipc: Uint8Array, instance: string | undefined): Promise<number> {
    const thread = await this.thread()
    const rows = await thread.append(viewSet, ipc, instance)
    this.#appends.push({ viewSet, ipc, instance })
    return rows
  }

  /** Removes all rows. */
  async clear(): Promise<void> {
    this.#appends.length = 0
    const thread = await this.thread()
    await Promise.all(this.#declared.map(({ viewSet }) => thread.clear(viewSet.name)))
  }

  unref(): void {
    this.#keepsAlive = false
    void this.#current.then((thread) => thread.unref()).catch(() => {})
  }

  async close(): Promise<void> {
    this.#isClosed = true
    const thread = await this.#current.catch(() => undefined)
    await thread?.close()
  }
}
