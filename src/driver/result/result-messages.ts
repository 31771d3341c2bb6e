import { setTimeout as sleep } from 'node:timers/promises'
import { MicromegasError } from '../../errors.js'
import { readFlightData } from '../../flight/flight-data.js'
import type { HeaderList } from '../config/attribution.js'
import { isCallStatus } from '../failures/call-status.js'
import { statusError } from '../failures/status-error.js'
import type { Cancellation } from '../transport/cancellation.js'
import { MessageReader } from '../transport/message-reader.js'
import type { PreparedQuery } from './prepared-query.js'
import { findResultParts, type ResultPart } from './result-parts.js'

/** An Arrow IPC message of a result. */
export interface ResultMessage {
  /** The message itself, a flatbuffer. Empty in messages that carry metadata only. */
  readonly header: Uint8Array
  /** The buffers that the header describes. */
  readonly body: Uint8Array
  /** All bytes of the message, of which header and body are views. */
  readonly bytes: Uint8Array
  /** Whether a part begins, with a schema and dictionaries of its own. */
  readonly beginsPart: boolean
}

/**
 * Reads the messages of all parts of a result, one part after the other. Repeats a call where that is safe: before the first
 * message of the result, as the retry policy allows, and at the other locations of a part before the first message of that
 * part.
 */
export class ResultMessages {
  readonly #query: PreparedQuery
  readonly #headers: HeaderList
  readonly #cancellation: Cancellation
  #parts: ResultPart[] | undefined
  #schemaMessage: Uint8Array | undefined
  #reader: MessageReader<Uint8Array> | undefined
  #received = false

  /** @param headers the headers of the query, which are the same in all its calls */
  constructor(query: PreparedQuery, headers: HeaderList, cancellation: Cancellation) {
    this.#query = query
    this.#headers = headers
    this.#cancellation = cancellation
  }

  /**
   * Returns the next message; nothing at the end.
   *
   * @throws what the service reports, `protocol` for bytes that are not a message, and the reason of the cancellation
   */
  async next(): Promise<ResultMessage | undefined> {
    if (this.#reader !== undefined) {
      const bytes = await this.#step(this.#reader.next())
      if (bytes !== undefined) return messageOf(bytes, false)
      this.#reader = undefined
    }
    const message = await this.#retried(() => this.#openNextPart())
    this.#received ||= message !== undefined
    return message
  }

  /** Ends the open call, on the server too; a pull that waits fails. */
  cancel(): void {
    this.#reader?.cancel()
  }

  async #findParts(): Promise<ResultPart[]> {
    const found = findResultParts(this.#query, () => this.#callHeaders(), this.#cancellation.signal)
    const { parts, schemaMessage } = await this.#step(this.#cancellation.race(found))
    this.#schemaMessage = schemaMessage
    return [...parts]
  }

  async #openNextPart(): Promise<ResultMessage | undefined> {
    this.#parts ??= await this.#findParts()
    const [part] = this.#parts
    if (part === undefined) return this.#takeSchemaMessage()
    const bytes = await this.#firstMessage(part)
    this.#parts.shift()
    // A part without any message has no rows either.
    return bytes === undefined ? await this.next() : messageOf(bytes, true)
  }

  #takeSchemaMessage(): ResultMessage | undefined {
    const header = this.#schemaMessage
    this.#schemaMessage = undefined
    return header === undefined ? undefined : { header, body: new Uint8Array(0), bytes: header, beginsPart: true }
  }

  /** Asks one location after the other until one answers; fails with the error of the last one. */
  async #firstMessage({ locations, ticket }: ResultPart): Promise<Uint8Array | undefined> {
    for (const [index, client] of locations.entries()) {
      const headers = await this.#step(this.#cancellation.race(this.#callHeaders()))
      const reader = new MessageReader(client.doGet(ticket, headers))
      this.#reader = reader
      try {
        return await this.#step(reader.next())
      } catch (error) {
        this.#reader = undefined
        if (!isUnavailable(error) || index === locations.length - 1) throw error
      }
    }
    throw new MicromegasError('protocol', 'A part of the result has no location.')
  }

  async #callHeaders(): Promise<HeaderList> {
    return [...(await this.#query.identity.headers()), ...this.#headers]
  }

  /** Takes a step, and takes it again while the service is unavailable and the retry policy allows it. */
  async #retried<T>(step: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await step()
      } catch (error) {
        const delay = this.#received ? undefined : this.#query.retry.delayAfter(attempt, error)
        if (delay === undefined) throw error
        const { signal } = this.#cancellation
        await this.#cancellation.race(sleep(delay, undefined, { signal }))
      }
    }
  }

  /** Awaits a step of the call. Turns its failures into errors of this package, unless the call was to end. */
  async #step<T>(step: Promise<T>): Promise<T> {
    let result: T
    try {
      result = await step
    } catch (error) {
      this.#cancellation.throwIfCancelled()
      throw isCallStatus(error) ? statusError(error, this.#query.request.sql) : error
    }
    // Messages that had arrived before the call was ended may still be there.
    this.#cancellation.throwIfCancelled()
    return result
  }
}

function messageOf(bytes: Uint8Array, beginsPart: boolean): ResultMessage {
  const { header, body } = readFlightData(bytes)
  return { header, body, bytes, beginsPart }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof MicromegasError && error.code === 'unavailable'
}
