import { checkOneOf, refuseUnknownOptions, type SupportedOptions } from '../types/options.js'
import type { JsonbValue } from '../types/properties.js'
import type { Int64Option } from '../types/type-options.js'
import { decodeJsonb as decodeRange } from './jsonb/decode-jsonb.js'

/** How JSONB is decoded. */
export interface JsonbOptions {
  /** What stands for an integer that a JavaScript number cannot hold exactly. Default: `'bigint'`. */
  readonly int64?: Int64Option
}

const jsonbOptionNames: SupportedOptions<JsonbOptions> = { int64: true }

/**
 * Decodes one JSONB value, the binary form of JSON that the Rust crate `jsonb` writes. Integers that are safe become
 * numbers, larger ones what the option says.
 *
 * @example
 * ```ts
 * import { decodeJsonb, encodeJsonb } from 'kysely-micromegas/arrow'
 *
 * decodeJsonb(encodeJsonb({ route: '/', status: 200 })) // { route: '/', status: 200 }
 * ```
 * @throws `protocol` for bytes that are not JSONB, and for an integer that the option `'number'` cannot hold
 */
export function decodeJsonb(bytes: Uint8Array, options: JsonbOptions = {}): JsonbValue {
  refuseUnknownOptions('decodeJsonb', options, jsonbOptionNames)
  checkOneOf('decodeJsonb', 'int64', options.int64, ['bigint', 'number', 'string'])
  return decodeRange(bytes, 0, bytes.byteLength, options.int64 ?? 'bigint')
}
