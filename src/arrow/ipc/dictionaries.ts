import type { Data } from 'apache-arrow'
import { DataType, Vector } from 'apache-arrow'
import { compareBytes } from '#arrow/platform'
import { MicromegasError } from '../../errors.js'

/** A dictionary message as it came. */
interface SentDictionary {
  readonly header: Uint8Array
  readonly body: Uint8Array
}

/**
 * The current dictionaries of a stream. A dictionary that is sent again replaces the one before; a delta extends it.
 *
 * The service sends every dictionary again before each record batch, mostly with the same bytes. Those are recognized,
 * and the vector stays the same object: whoever keeps decoded values by vector decodes them once.
 */
export class Dictionaries {
  readonly #vectors = new Map<number, Vector>()
  readonly #sent = new Map<number, SentDictionary>()

  get vectors(): ReadonlyMap<number, Vector> {
    return this.#vectors
  }

  /** Whether this message is, byte for byte, what the current dictionary was made from. */
  isCurrent(id: number, header: Uint8Array, body: Uint8Array): boolean {
    const sent = this.#sent.get(id)
    return sent !== undefined && equalBytes(sent.header, header) && equalBytes(sent.body, body)
  }

  replace(id: number, data: Data, header: Uint8Array, body: Uint8Array): void {
    this.#vectors.set(id, new Vector([data]).memoize())
    // Values that refer to another dictionary change with it, although their own bytes stay the same.
    if (refersToDictionary(data.type)) this.#sent.delete(id)
    else this.#sent.set(id, { header, body })
  }

  /** @throws MicromegasError `protocol` when there is nothing to extend */
  extend(id: number, data: Data): void {
    const current = this.#vectors.get(id)
    if (current === undefined) {
      throw new MicromegasError('protocol', `An Arrow message extends dictionary ${id}, which has not been sent.`)
    }
    this.#vectors.set(id, new Vector([...current.data, data]).memoize())
    this.#sent.delete(id)
  }
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && compareBytes(a, b) === 0
}

function refersToDictionary(type: DataType): boolean {
  return DataType.isDictionary(type) || (type.children ?? []).some((child) => refersToDictionary(child.type))
}
