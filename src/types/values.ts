import { MicromegasError } from '../errors.js'

const hexDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Bytes as lower-case hex, the form in which people write trace and span ids. */
export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += hexDigits[byte]
  return text
}

/**
 * The bytes of hex text.
 *
 * @throws `invalid_argument` for text that is no hex
 */
export function fromHex(text: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/i.test(text)) {
    throw new MicromegasError('invalid_argument', `${JSON.stringify(text.slice(0, 64))} is no hex text of whole bytes.`)
  }
  return Uint8Array.from({ length: text.length / 2 }, (_, index) =>
    Number.parseInt(text.slice(2 * index, 2 * index + 2), 16),
  )
}

/**
 * For `JSON.stringify`: integers of 64 bits become decimal text, which no reader rounds; bytes become hex, maps become
 * objects or, where their keys are not text, lists of pairs. Timestamps print themselves, as RFC 3339.
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

/** Rows as JSON text: `JSON.stringify` with {@link jsonReplacer}, which alone does not throw on a bigint. */
export function stringify(value: unknown, space?: number | string): string {
  return JSON.stringify(value, jsonReplacer, space)
}
