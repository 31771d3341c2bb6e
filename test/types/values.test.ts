import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex, stringify, Timestamp, toHex } from '../../src/index.js'

describe('values that leave the process', () => {
  it('are bytes as hex, and back again', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromHex(toHex(bytes))).toEqual(bytes)
      }),
    )
    expect(toHex(new Uint8Array([0, 255]).subarray(1))).toBe('ff')
  })

  it.each(['a', 'zz', '0x00', 'a b '])('are rejected as bytes if they are %j', (text) => {
    expect(() => fromHex(text)).toThrow(expect.objectContaining({ code: 'invalid_argument' }))
  })

  it('are JSON without losing a digit', () => {
    const row = {
      id: 2n ** 63n - 1n,
      time: Timestamp.from(1n),
      bytes: new Uint8Array([1, 2]),
      map: new Map([['k', 1n]]),
      byNumber: new Map([[1n, 'x']]),
      nested: [{ n: 1n }],
      none: null,
    }
    expect(JSON.parse(stringify([row]))).toEqual([
      {
        id: '9223372036854775807',
        time: '1970-01-01T00:00:00.000000001Z',
        bytes: '0102',
        map: { k: '1' },
        byNumber: [['1', 'x']],
        nested: [{ n: '1' }],
        none: null,
      },
    ])
  })
})
