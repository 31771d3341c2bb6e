import { invalidArgument } from '../errors.js'

const hexDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Returns bytes as lower-case hex, the form in which people write trace and span ids. */
export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += hexDigits[byte]
  return text
}

/**
 * Returns the bytes of hex text, in upper or lower case.
 *
 * @throws `invalid_argument` for text that is not hex of whole bytes
 */
export function fromHex(text: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/i.test(text)) {
    throw invalidArgument(`${JSON.stringify(text.slice(0, 64))} is not hex text of whole bytes.`)
  }
  return Uint8Array.from({ length: text.length / 2 }, (_, index) =>
    Number.parseInt(text.slice(2 * index, 2 * index + 2), 16),
  )
}

/**
 * Replaces what `JSON.stringify` cannot write: 64-bit integers become decimal text, which no reader rounds; bytes become
 * hex; maps become objects or, where their keys are not text, lists of pairs. Timestamps write themselves, as RFC 3339.
 *
 * @example
 * JSON.stringify(rows, jsonReplacer)
 */
export function jsonReplacer(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Uint8Array) return toHex(value)
  if (value instanceof Map) {
    const entries = [...value]
    return entries.every(([key]) => typeof key === 'string') ? Object.fromEntries(entries) : entries
  }
  return value
}

/** Writes rows as JSON text: `JSON.stringify` with {@link jsonReplacer}, without which it throws on a bigint. */
export function stringify(value: unknown, space?: number | string): string {
  return JSON.stringify(value, jsonReplacer, space)
}
