import { DataType, type Field } from 'apache-arrow'
import { type Timestamp, toHex } from '../../../src/index.js'

/** A value in the canonical form of `python/ask.py`: text, null, or lists and objects of it. */
export type Canonical = null | string | Canonical[] | { [name: string]: Canonical }

/** Writes values of rows with the default options in the form in which the Python program writes them. */
export type CanonicalWriter = (value: any) => Canonical

/** The writer for a column of a result. Everything but JSONB, which the caller compares as values. */
export function canonicalWriter(type: DataType): CanonicalWriter {
  const write = writerOf(type)
  return (value) => (value === null ? null : write(value))
}

function writerOf(type: DataType): CanonicalWriter {
  if (DataType.isDictionary(type)) return writerOf(type.dictionary)
  if (DataType.isFloat(type)) return type.precision === 2 ? float64Bits : float32Bits
  if (DataType.isTimestamp(type)) return (value: Timestamp) => String(value.epochNanoseconds)
  if (DataType.isBinary(type) || DataType.isFixedSizeBinary(type)) return toHex
  if (DataType.isList(type)) {
    const item = canonicalWriter((type.children[0] as Field).type)
    return (value: unknown[]) => value.map(item)
  }
  if (DataType.isStruct(type)) {
    const fields = type.children.map((field) => [field.name, canonicalWriter(field.type)] as const)
    return (value) => Object.fromEntries(fields.map(([name, write]) => [name, write(value[name])]))
  }
  return String
}

const scratch = new DataView(new ArrayBuffer(8))

function float64Bits(value: number): string {
  scratch.setFloat64(0, value)
  return scratch.getBigUint64(0).toString(16).padStart(16, '0')
}

function float32Bits(value: number): string {
  scratch.setFloat32(0, value)
  return scratch.getUint32(0).toString(16).padStart(8, '0')
}

/**
 * Returns the value of a JSONB column for what the Python program read out of its bytes. JavaScript has one type of number,
 * so integers and floats are no longer told apart, except integers beyond 2^53.
 */
export function jsonbValue(canonical: Canonical): unknown {
  if (canonical === null || canonical === 'null') return null
  if (canonical === 'true' || canonical === 'false') return canonical === 'true'
  if (Array.isArray(canonical)) return canonical.map(jsonbValue)
  if (typeof canonical === 'object') {
    return Object.fromEntries(Object.entries(canonical).map(([name, member]) => [name, jsonbValue(member)]))
  }
  const text = canonical.slice(2)
  switch (canonical[0]) {
    case 's':
      return text
    case 'i': {
      const integer = BigInt(text)
      return Number.isSafeInteger(Number(integer)) ? Number(integer) : integer
    }
    case 'f':
      scratch.setBigUint64(0, BigInt(`0x${text}`))
      return scratch.getFloat64(0)
    default:
      throw new Error(`no JSONB value for ${canonical}`)
  }
}
