import { DenseUnion, Field, Int32, RecordBatchStreamWriter, Schema, Table, Utf8 } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRowDecoder } from '../../../src/arrow/decode/row-decoder.js'
import { RecordBatchAssembler } from '../../../src/arrow/ipc/record-batch-assembler.js'
import { MicromegasError } from '../../../src/index.js'
import { defaultTypeOptions } from '../../../src/types/type-options.js'
import { messagesOf } from '../../driver/support/ipc-stream.js'
import { goldenNames, goldenStream } from '../decode/golden.js'

const protocol = expect.objectContaining({ code: 'protocol' })
const types = messagesOf(goldenStream('every-type'))
const dictionaries = messagesOf(goldenStream('dictionaries-replaced'))
const extended = messagesOf(goldenStream('dictionaries-extended'))

describe('impossible messages', () => {
  it('a record batch before its schema', () => {
    const [, batch] = types
    expect(() => new RecordBatchAssembler().push(batch?.header as Uint8Array, batch?.body as Uint8Array)).toThrow(
      protocol,
    )
  })

  it('a record batch before its dictionaries', () => {
    const assembler = new RecordBatchAssembler()
    const last = dictionaries.at(-1)
    assembler.push(dictionaries[0]?.header as Uint8Array, new Uint8Array())
    expect(() => assembler.push(last?.header as Uint8Array, last?.body as Uint8Array)).toThrow(protocol)
  })

  it('a delta to a dictionary that was not sent', () => {
    const assembler = new RecordBatchAssembler()
    assembler.push(extended[0]?.header as Uint8Array, new Uint8Array())
    // The messages after the first batch extend the dictionaries that came before it.
    const delta = extended[4]
    expect(() => assembler.push(delta?.header as Uint8Array, delta?.body as Uint8Array)).toThrow(protocol)
  })

  it('a body that is cut short', () => {
    const assembler = new RecordBatchAssembler()
    const [schema, batch] = types
    assembler.push(schema?.header as Uint8Array, new Uint8Array())
    const cut = batch?.body.subarray(0, 100) as Uint8Array
    expect(() => assembler.push(batch?.header as Uint8Array, cut)).toThrow(protocol)
  })

  it('a header that is not a message', () => {
    expect(() => new RecordBatchAssembler().push(new Uint8Array([1, 2, 3]), new Uint8Array())).toThrow(protocol)
  })
})

it('reads the schema of a union wherever its bytes lie', () => {
  const union = new DenseUnion([0, 4], [new Field('text', new Utf8()), new Field('number', new Int32())])
  const stream = RecordBatchStreamWriter.writeAll(new Table(new Schema([new Field('value', union)]), []))
  const [schema] = messagesOf(stream.toUint8Array(true))
  const header = schema?.header as Uint8Array
  for (let shift = 0; shift < 8; shift++) {
    const bytes = new Uint8Array(header.length + shift)
    bytes.set(header, shift)
    const assembler = new RecordBatchAssembler()
    assembler.push(bytes.subarray(shift), new Uint8Array())
    expect(assembler.schema?.fields.map(({ type }) => [...type.typeIds])).toEqual([[0, 4]])
  }
})

it('a damaged stream is an error of this package or other rows, nothing else', () => {
  const streams = goldenNames.map((name) => goldenStream(name))
  const damage = fc.record({
    stream: fc.nat(),
    message: fc.nat(),
    inHeader: fc.boolean(),
    at: fc.nat(),
    byte: fc.integer({ min: 0, max: 255 }),
  })
  fc.assert(
    fc.property(damage, ({ stream, message, inHeader, at, byte }) => {
      const messages = messagesOf(streams[stream % streams.length] as Uint8Array)
      const assembler = new RecordBatchAssembler()
      try {
        for (const [index, { header, body }] of messages.entries()) {
          const [head, tail] = [header.slice(), body.slice()]
          const damaged = inHeader ? head : tail
          if (index === message % messages.length && damaged.byteLength > 0) damaged[at % damaged.byteLength] = byte
          const batch = assembler.push(head, tail)
          if (batch !== undefined) createRowDecoder(batch.schema, { types: defaultTypeOptions })(batch)
        }
      } catch (error) {
        if (!(error instanceof MicromegasError)) throw error
      }
    }),
    { numRuns: 3_000 },
  )
})
