import fc from 'fast-check'
import { Timestamp } from '../../src/index.js'

/** Text that tries to end its literal: quotes, backslashes, comments, NUL, surrogate pairs. */
const hostileText = fc
  .array(
    fc.constantFrom("'", "''", '\\', "\\'", '--', '/*', '*/', ';', '$$', '"', '\0', '\n', '😀', '%', '_', 'é', ' '),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''))

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), hostileText)
const integer64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })

const instant = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((ns) => Timestamp.from(ns))

/** Values that have an exact literal, by the kind of value that the engine gives back for them. */
export const literalArbitraries = {
  text,
  bigint: integer64,
  unsigned: fc.bigInt({ min: 2n ** 63n, max: 2n ** 64n - 1n }),
  integer: fc.maxSafeInteger(),
  // Whole numbers beyond 2^53 are refused where nothing says that they are floats.
  float: fc.double().filter((value) => !Number.isInteger(value)),
  boolean: fc.boolean(),
  bytes: fc.uint8Array({ maxLength: 40 }),
  instant,
  date: fc.date({ min: new Date('1678-01-01'), max: new Date('2262-01-01'), noInvalidDate: true }),
  textList: fc
    .array(fc.option(text), { minLength: 1, maxLength: 5 })
    .filter((items) => items.some((item) => item !== null)),
  integerList: fc.array(integer64, { minLength: 1, maxLength: 5 }),
} as const

export type LiteralKind = keyof typeof literalArbitraries
