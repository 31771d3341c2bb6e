import { setTimeout as sleep } from 'node:timers/promises'
import type { Metadata } from '@grpc/grpc-js'
import { MicromegasError } from '../../errors.js'
import { type FlightDataMessage, readFlightData } from '../../flight/flight-data.js'
import { isCallStatus } from '../failures/call-status.js'
import { statusError } from '../failures/status-error.js'
import type { Cancellation } from '../transport/cancellation.js'
import type { FlightClient } from '../transport/flight-client.js'
import { MessageReader } from '../transport/message-reader.js'
import type { RetryPolicy } from '../transport/retry.js'

/** A part of a result: a ticket, and the services any of which redeems it. */
export interface ResultPart {
  readonly locations: readonly FlightClient[]
  readonly ticket: Uint8Array
}

/** The parts of a result, in the order of its rows. */
export interface ResultParts {
  readonly parts: readonly ResultPart[]
  /** The Arrow IPC message of the schema, of a result without parts. */
  readonly schemaMessage?: Uint8Array | undefined
}

/** Where the messages of a result come from. */
export interface MessageSource {
  /** Kept with errors. */
  readonly sql: string
  readonly retry: RetryPolicy
  locate(signal: AbortSignal): Promise<ResultParts>
  /** Metadata of a call, made anew for each: tokens refresh. */
  metadata(): Promise<Metadata>
}

export interface ResultMessage extends FlightDataMessage {
  /** Whether a part begins, with a schema and dictionaries of its own. */
  readonly beginsPart: boolean
}

/**
 * The messages of all parts of a result, one part after the other. A call is made again where that is safe: before the first
 * message of the result, as the policy of retries has it, and at the other locations of a part before the first message of
 * that part.
 */
export class ResultMessages {
  readonly #source: MessageSource
  readonly #cancellation: Cancellation
  #parts: ResultPart[] | undefined
  #schemaMessage: Uint8Array | undefined
  #reader: MessageReader<Uint8Array> | undefined
  #received = false

  constructor(source: MessageSource, cancellation: Cancellation) {
    this.#source = source
    this.#cancellation = cancellation
  }

  /**
   * The next message; nothing at the end.
   *
   * @throws what the service reports, what bytes that are no message are, and the reason of the cancellation
   */
  async next(): Promise<ResultMessage | undefined> {
    if (this.#reader !== undefined) {
      const bytes = await this.#step(this.#reader.next())
      if (bytes !== undefined) return { ...readFlightData(bytes), beginsPart: false }
      this.#reader = undefined
    }
    const message = await this.#again(() => this.#openNextPart())
    this.#received ||= message !== undefined
    return message
  }

  /** Ends the call that is open, on the server too; a pull that waits fails. */
  cancel(): void {
    this.#reader?.cancel()
  }

  async #locate(): Promise<ResultPart[]> {
    const { signal } = this.#cancellation
    const { parts, schemaMessage } = await this.#step(this.#cancellation.race(this.#source.locate(signal)))
    this.#schemaMessage = schemaMessage
    return [...parts]
  }

  async #openNextPart(): Promise<ResultMessage | undefined> {
    this.#parts ??= await this.#locate()
    const [part] = this.#parts
    if (part === undefined) return this.#takeSchemaMessage()
    const bytes = await this.#firstMessage(part)
    this.#parts.shift()
    // A part without any message has no rows either.
    return bytes === undefined ? await this.next() : { ...readFlightData(bytes), beginsPart: true }
  }

  #takeSchemaMessage(): ResultMessage | undefined {
    const header = this.#schemaMessage
    this.#schemaMessage = undefined
    return header === undefined ? undefined : { header, body: new Uint8Array(0), beginsPart: true }
  }

  /** Asks one location after the other until one answers; fails with what the last one fails with. */
  async #firstMessage({ locations, ticket }: ResultPart): Promise<Uint8Array | undefined> {
    for (const [index, client] of locations.entries()) {
      const metadata = await this.#step(this.#cancellation.race(this.#source.metadata()))
      const reader = new MessageReader(client.doGet(ticket, metadata))
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

  /** Takes a step, and takes it again while the service is unavailable and the policy of retries says so. */
  async #again<T>(step: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await step()
      } catch (error) {
        const pause = this.#received ? undefined : this.#source.retry.delayAfter(attempt, error)
        if (pause === undefined) throw error
        const { signal } = this.#cancellation
        await this.#cancellation.race(sleep(pause, undefined, { signal }))
      }
    }
  }

  /** Awaits a step of the call; its failures in words of this package, unless the call was to end. */
  async #step<T>(step: Promise<T>): Promise<T> {
    let result: T
    try {
      result = await step
    } catch (error) {
      this.#cancellation.throwIfCancelled()
      throw isCallStatus(error) ? statusError(error, this.#source.sql) : error
    }
    // Messages that had arrived before the call was ended may still be there.
    this.#cancellation.throwIfCancelled()
    return result
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof MicromegasError && error.code === 'unavailable'
}
