import { create, toBinary } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MicromegasError } from '../../src/errors.js'
import { readFlightData } from '../../src/flight/flight-data.js'
import { FlightDataSchema } from '../../src/flight/generated/flight_pb.js'

const bytes = fc.uint8Array({ maxLength: 300 })

describe('a FlightData message', () => {
  it('has a header and a body, whatever else it contains', () => {
    fc.assert(
      fc.property(bytes, bytes, bytes, fc.string(), (dataHeader, dataBody, appMetadata, path) => {
        const flightDescriptor = { path: [path] }
        const message = create(FlightDataSchema, { dataHeader, dataBody, appMetadata, flightDescriptor })
        const read = readFlightData(toBinary(FlightDataSchema, message))
        expect(read).toEqual({
          header: dataHeader,
          body: dataBody,
          descriptor: expect.objectContaining({ path: [path] }),
        })
      }),
    )
  })

  it('is read without a copy: header and body are views into the message', () => {
    const dataBody = new Uint8Array(1000).fill(7)
    const message = toBinary(FlightDataSchema, create(FlightDataSchema, { dataHeader: new Uint8Array(8), dataBody }))
    const { header, body } = readFlightData(message)
    expect(header.buffer).toBe(message.buffer)
    expect(body.buffer).toBe(message.buffer)
    message.fill(9, message.length - 1)
    expect(body.at(-1)).toBe(9)
  })

  it('gets an aligned body, moved within the memory that gRPC received', () => {
    fc.assert(
      fc.property(
        fc.nat(40),
        fc.uint8Array({ minLength: 1, maxLength: 20_000 }),
        fc.nat(7),
        (words, dataBody, prefix) => {
          const dataHeader = new Uint8Array(8 * words).fill(3)
          const message = toBinary(FlightDataSchema, create(FlightDataSchema, { dataHeader, dataBody }))
          const received = new Uint8Array(prefix + message.length)
          received.set(message, prefix)
          const { header, body } = readFlightData(received.subarray(prefix))
          expect({ header, body }).toEqual({ header: dataHeader, body: dataBody })
          // What gRPC puts before a message are five bytes, and there is room for just as much.
          if (prefix === 5 && words > 0) expect(body.byteOffset % 8).toBe(0)
        },
      ),
    )
  })

  it('may contain unknown fields', () => {
    const unknown = [0x28, 0xff, 0x01, 0x31, 1, 2, 3, 4, 5, 6, 7, 8, 0x3a, 2, 1, 2, 0x45, 1, 2, 3, 4]
    expect(readFlightData(Uint8Array.from([...unknown, 0x12, 1, 42]))).toEqual({
      header: Uint8Array.of(42),
      body: new Uint8Array(0),
      descriptor: undefined,
    })
  })

  it('that is malformed is a protocol error, nothing else', () => {
    const read = (message: Uint8Array) => {
      try {
        readFlightData(message)
      } catch (error) {
        expect(error).toBeInstanceOf(MicromegasError)
        expect(error).toHaveProperty('code', 'protocol')
      }
    }
    expect(() => readFlightData(Uint8Array.of(0x12, 99, 1))).toThrow(expect.objectContaining({ code: 'protocol' }))
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), read), { numRuns: 2_000 })
  })
})
