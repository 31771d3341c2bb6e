import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as node from '../../../src/arrow/platform/node.js'
import type { Platform } from '../../../src/arrow/platform/platform.js'
import * as web from '../../../src/arrow/platform/web.js'

const platforms: readonly (readonly [string, Platform])[] = [
  ['node', node],
  ['web', web],
]
const bytesOf = (text: string) => new TextEncoder().encode(text)

describe.each(platforms)('the platform "%s"', (_name, { textBytes, compareBytes, allocateBytes }) => {
  it('reads a range as ASCII, or reports that it is not ASCII', () => {
    const text = textBytes(bytesOf('abc·def').subarray(1))
    expect(text.ascii(0, 2)).toBe('bc')
    expect(text.ascii(0, 4)).toBeUndefined()
    expect(text.ascii(4, 7)).toBe('def')
    expect(text.ascii(2, 2)).toBe('')
    expect(textBytes(Uint8Array.of(0x61, 0xff)).ascii(0, 2)).toBeUndefined()
  })

  it('reads UTF-8 unchanged, including a byte order mark and U+FFFD', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const bytes = bytesOf(`<${text}>`)
        expect(textBytes(bytes).utf8(1, bytes.length - 1)).toBe(text)
      }),
    )
    for (const text of ['\ufeffa', '\ufffd', 'a\ufffd\ufeff']) {
      expect(textBytes(bytesOf(text)).utf8(0, bytesOf(text).length)).toBe(text)
    }
  })

  it('rejects invalid UTF-8', () => {
    for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf5, 0x80, 0x80, 0x80]]) {
      expect(textBytes(Uint8Array.from(bytes)).utf8(0, bytes.length)).toBeUndefined()
    }
  })

  it('reads each byte as one character', () => {
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    const characters = textBytes(all).characters(0, 256)
    expect(characters).toHaveLength(256)
    expect(new Set(characters).size).toBe(256)
    expect(characters.slice(0, 128)).toBe(String.fromCharCode(...all.subarray(0, 128)))
  })

  it('compares bytes in order', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4 }), fc.uint8Array({ maxLength: 4 }), (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Math.sign(Buffer.compare(a, b)))
      }),
    )
  })

  it('allocates bytes at the start of their own buffer', () => {
    const bytes = allocateBytes(24)
    expect([bytes.byteLength, bytes.byteOffset, bytes.buffer.byteLength]).toEqual([24, 0, 24])
  })
})

it('only Node compiles code', () => {
  expect(node.compile('1 + 1')).toBe(2)
  expect(web.compile).toBeUndefined()
})
