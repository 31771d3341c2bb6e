import { encodeJsonb } from '../jsonb/encode-jsonb.js'

/** Returns an encoder of JSON values to JSONB for one batch: it encodes an object that stands in many rows once. */
export type JsonbBytes = () => (value: unknown) => Uint8Array

/** Stands for the null of JSON, which is a value, in columns that have no nulls of their own. */
const jsonNull = Object.freeze({})

/** Tells the null of JSON from a value that is missing. */
export function withJsonNulls(values: readonly unknown[]): readonly unknown[] {
  return values.map((value) => (value === null ? jsonNull : value))
}

export const jsonbBytes: JsonbBytes = () => {
  const known = new Map<unknown, Uint8Array>()
  return (value) => {
    let bytes = known.get(value)
    if (bytes === undefined) {
      bytes = encodeJsonb(value === jsonNull ? null : value)
      known.set(value, bytes)
    }
    return bytes
  }
}
