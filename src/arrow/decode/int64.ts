import { match } from 'ts-pattern'
import { type ColumnReader, columnError, type ReaderContext } from './column-reader.js'
import { readNumbers } from './numbers.js'
import { readRuns } from './validity.js'

/** 64-bit integers in the form that `types.int64` asks for. */
export function int64Reader(context: ReaderContext, signed: boolean): ColumnReader {
  return match(context.types.int64)
    .with('bigint', () => readNumbers)
    .with('number', () => safeNumberReader(context, signed))
    .with('string', () => textReader(signed))
    .exhaustive()
}

/** The two halves of each 64-bit number: low, high, in turn. */
export function halvesOf(values: BigInt64Array | BigUint64Array): Int32Array {
  return new Int32Array(values.buffer, values.byteOffset, values.length * 2)
}

const high = 2 ** 32
/** A number is safe when its high half, taken as signed, lies in [−2^21, 2^21), but for −2^53 itself. */
const safeHigh = 2 ** 21

function safeNumberReader(context: ReaderContext, signed: boolean): ColumnReader {
  const refuse = (value: bigint): never => {
    throw columnError(
      context,
      `holds ${value}, which a JavaScript number cannot hold exactly`,
      "Use the option types.int64 'bigint' (the default) or 'string'.",
    )
  }
  return (data, begin, end) => {
    const values = data.values as BigInt64Array | BigUint64Array
    const halves = halvesOf(values)
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) {
        const upper = halves[2 * i + 1] as number
        const number = upper * high + ((halves[2 * i] as number) >>> 0)
        if (upper < (signed ? -safeHigh : 0) || upper >= safeHigh || number === -(2 ** 53)) refuse(values[i] as bigint)
        out[i - begin] = number
      }
    })
  }
}

function textReader(signed: boolean): ColumnReader {
  return (data, begin, end) => {
    const values = data.values as BigInt64Array | BigUint64Array
    const halves = halvesOf(values)
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) {
        const upper = halves[2 * i + 1] as number
        const safe = upper >= (signed ? -safeHigh : 0) && upper < safeHigh
        out[i - begin] = safe
          ? String(upper * high + ((halves[2 * i] as number) >>> 0))
          : (values[i] as bigint).toString()
      }
    })
  }
}
