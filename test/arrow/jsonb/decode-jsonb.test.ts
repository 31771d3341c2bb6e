import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeJsonb, jsonbDecoder } from '../../../src/arrow/jsonb/decode-jsonb.js'
import { type JsonbValue, MicromegasError, type Properties } from '../../../src/index.js'
import { encodeJsonb } from './encode-jsonb.js'

const decode = (bytes: Uint8Array, int64: 'bigint' | 'number' | 'string' = 'bigint') =>
  decodeJsonb(bytes, 0, bytes.byteLength, int64)

const text = fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed())
const { value: anyJsonb } = fc.letrec<{ value: JsonbValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false),
    text,
    fc.double(),
    fc.maxSafeInteger(),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
    fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(text, fc.constant('__proto__')), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}))

/** Returns every object and array inside of a value. */
function containersOf(value: JsonbValue): object[] {
  if (typeof value !== 'object' || value === null) return []
  return [value, ...Object.values(value).flatMap(containersOf)]
}

describe('JSONB', () => {
  it('reads the example of its specification', () => {
    expect(decode(new Uint8Array(Buffer.from('4000000110000001100000016b76', 'hex')))).toEqual({ k: 'v' })
    expect(decode(new Uint8Array([0x40, 0, 0, 0]))).toEqual({})
  })

  it('reads every value as it was', () => {
    fc.assert(
      fc.property(anyJsonb, (value) => {
        expect(decode(encodeJsonb(value))).toEqual(value)
      }),
      { numRuns: 500 },
    )
  })

  it('returns integers beyond 2^53 in the type that the option chooses', () => {
    const bytes = encodeJsonb([2n ** 53n, 5])
    expect(decode(bytes, 'bigint')).toEqual([2n ** 53n, 5])
    expect(decode(bytes, 'string')).toEqual(['9007199254740992', 5])
    expect(() => decode(bytes, 'number')).toThrow(expect.objectContaining({ code: 'protocol' }))
  })

  it('is read from between other bytes', () => {
    const bytes = encodeJsonb({ a: [1, 'x'] })
    const around = new Uint8Array(bytes.byteLength + 10).fill(0xff)
    around.set(bytes, 5)
    expect(decodeJsonb(around, 5, 5 + bytes.byteLength, 'bigint')).toEqual({ a: [1, 'x'] })
  })

  it('that is damaged is a protocol error or another value, nothing else', () => {
    fc.assert(
      fc.property(anyJsonb, fc.nat(), fc.integer({ min: 0, max: 255 }), fc.nat(), (value, at, byte, cut) => {
        const bytes = encodeJsonb(value)
        bytes[at % bytes.byteLength] = byte
        try {
          decode(bytes.subarray(0, cut % 3 === 0 ? cut % bytes.byteLength : undefined))
        } catch (error) {
          expect(error).toBeInstanceOf(MicromegasError)
          expect(error).toHaveProperty('code', 'protocol')
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('that is nested too deeply is a protocol error', () => {
    let value: JsonbValue = []
    for (let depth = 0; depth < 2_000; depth++) value = [value]
    expect(() => decode(encodeJsonb(value))).toThrow(expect.objectContaining({ code: 'protocol' }))
  })

  it('reads any number of objects with the same names unchanged', () => {
    const values = Array.from({ length: 40 }, (_, n) => ({ id: n, tags: [`t${n}`], größe: n % 2 === 0 ? null : { n } }))
    for (const value of values) expect(decode(encodeJsonb(value))).toEqual(value)
    // One after the other in one buffer, as in a column.
    const parts = values.map(encodeJsonb)
    const bytes = Buffer.concat(parts)
    const reader = jsonbDecoder('bigint')
    let start = 0
    for (const [index, part] of parts.entries()) {
      expect(reader(bytes, start, start + part.length)).toEqual(values[index])
      start += part.length
    }
  })

  it('with text that is not UTF-8 is a protocol error', () => {
    const bytes = encodeJsonb({ key: 'value' })
    for (const at of [bytes.indexOf(0x6b), bytes.indexOf(0x76)]) {
      const damaged = bytes.slice()
      damaged[at] = 0xff
      expect(() => decode(damaged)).toThrow(expect.objectContaining({ code: 'protocol' }))
    }
  })

  it('is frozen at every depth', () => {
    fc.assert(
      fc.property(anyJsonb, (value) => {
        const decoded = decode(encodeJsonb(value))
        for (const container of containersOf(decoded)) {
          expect(() => Object.assign(container, { spoilt: true })).toThrow(TypeError)
          const name = Object.keys(container)[0]
          if (name !== undefined) expect(() => Object.defineProperty(container, name, { value: 1 })).toThrow(TypeError)
          if (Array.isArray(container)) expect(() => container.push('spoilt')).toThrow(TypeError)
        }
        expect(decoded).toEqual(value)
        const copy = structuredClone(decoded)
        expect(copy).toEqual(value)
        for (const container of containersOf(copy)) expect(Object.isFrozen(container)).toBe(false)
      }),
    )
  })

  it('is readonly in its types, at every depth', () => {
    const properties = decode(encodeJsonb({ tags: ['a'], inner: { b: 1 } })) as Properties
    const { tags, inner } = properties as { readonly tags: readonly JsonbValue[]; readonly inner: Properties }
    const change = () => {
      // @ts-expect-error properties of rows are shared
      properties.tags = null
      // @ts-expect-error and so are the arrays in them
      tags.push('b')
      // @ts-expect-error and the objects
      inner.b = 2
    }
    expect(change).toThrow(TypeError)
    const copy: { [name: string]: JsonbValue } = structuredClone(properties)
    copy.tags = null
    expect(copy).toEqual({ tags: null, inner: { b: 1 } })
  })
})
