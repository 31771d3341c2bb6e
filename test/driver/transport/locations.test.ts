import { describe, expect, it } from 'vitest'
import { readLocations } from '../../../src/driver/transport/locations.js'

describe('the locations of a part', () => {
  it('are the service that was asked if the list is empty, or if one says so', () => {
    expect(readLocations([])).toEqual(['same'])
    expect(readLocations(['arrow-flight-reuse-connection://?'])).toEqual(['same'])
  })

  it('are kept in their order, without those of unsupported transports', () => {
    expect(
      readLocations([
        'grpc+unix:///tmp/x',
        'grpc+tls://a:1',
        'https://bucket/part.arrow',
        'grpc+tcp://b:2',
        'grpc://c',
      ]),
    ).toEqual([
      { host: 'a', port: 1, secure: true },
      { host: 'b', port: 2, secure: false },
      { host: 'c', port: 50051, secure: false },
    ])
  })

  it('are refused if none has a supported transport', () => {
    expect(() => readLocations(['grpc+unix:///tmp/x'])).toThrow(expect.objectContaining({ code: 'unsupported' }))
  })

  it('that are malformed are a protocol error', () => {
    expect(() => readLocations(['grpc://'])).toThrow(expect.objectContaining({ code: 'protocol' }))
  })
})
