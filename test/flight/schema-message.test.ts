import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encapsulatedSchema, schemaMessageOf } from '../../src/flight/schema-message.js'

const protocol = expect.objectContaining({ code: 'protocol' })

describe('the schema of a FlightInfo', () => {
  it('is written after a marker and its length, padded to eight bytes, and read back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (message) => {
        const bytes = encapsulatedSchema(message)
        expect(bytes.length % 8).toBe(0)
        const read = schemaMessageOf(bytes)
        expect(read?.subarray(0, message.length)).toEqual(message)
        expect(read?.subarray(message.length).every((byte) => byte === 0)).toBe(true)
      }),
    )
  })

  it('is also read without the marker, as Arrow before 0.15 wrote it', () => {
    expect(schemaMessageOf(Uint8Array.of(2, 0, 0, 0, 7, 8))).toEqual(Uint8Array.of(7, 8))
  })

  it('is absent if there are no bytes', () => {
    expect(schemaMessageOf(new Uint8Array(0))).toBeUndefined()
  })

  it.each([[[1]], [[9, 0, 0, 0, 1]], [[255, 255, 255, 255, 9, 0, 0, 0, 1]]])(
    'that is cut off is refused: %j',
    (bytes) => {
      expect(() => schemaMessageOf(Uint8Array.from(bytes))).toThrow(protocol)
    },
  )

  it('is read or rejected, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
        try {
          schemaMessageOf(bytes)
        } catch (error) {
          expect(error).toEqual(protocol)
        }
      }),
    )
  })
})
