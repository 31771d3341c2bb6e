import { readdirSync, readFileSync } from 'node:fs'
import { Timestamp } from '../../../src/index.js'

const folder = new URL('../../golden/', import.meta.url)

/** Names of the golden streams, which `write.py` made. */
export const goldenNames: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith('.arrows'))
  .map((file) => file.slice(0, -'.arrows'.length))

export function goldenStream(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`${name}.arrows`, folder)))
}

/** The same as the stream, in the file format; not every stream has it. */
export function goldenFile(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`${name}.arrow`, folder)))
}

/** The rows that a stream means, with the default options. */
export function goldenRows(name: string): unknown[] {
  return (JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as unknown[]).map(fromNotation)
}

/** `{"$bigint": "1"}`, `{"$time": "nanoseconds"}`, `{"$bytes": "hex"}` and `{"$map": [[key, value]]}` stand for what JSON lacks. */
function fromNotation(notation: unknown): unknown {
  if (Array.isArray(notation)) return notation.map(fromNotation)
  if (typeof notation !== 'object' || notation === null) return notation
  const members = notation as Record<string, unknown>
  if (typeof members.$bigint === 'string') return BigInt(members.$bigint)
  if (typeof members.$time === 'string') return Timestamp.from(BigInt(members.$time))
  if (typeof members.$bytes === 'string') return new Uint8Array(Buffer.from(members.$bytes, 'hex'))
  if (Array.isArray(members.$map))
    return new Map(members.$map.map((entry) => fromNotation(entry) as [unknown, unknown]))
  const value = {}
  for (const [name, member] of Object.entries(members)) {
    // As an own property, also where it is called __proto__.
    Object.defineProperty(value, name, {
      value: fromNotation(member),
      writable: true,
      enumerable: true,
      configurable: true,
    })
  }
  return value
}
