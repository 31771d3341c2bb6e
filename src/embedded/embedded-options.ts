import { invalidArgument } from '../errors.js'
import { refuseUnknownOptions, type SupportedOptions } from '../types/options.js'
import type { BuiltinViewSets } from '../views/names.js'
import type { AnyViewSets } from '../views/view-set.js'
import type { ViewSets } from '../views/view-sets.js'
import type { InsertRow, IsStoredByInstance } from './insert/insert-row.js'
import type { EmbeddedAuth } from './server/authentication.js'

/** Rows to start with, by view set and, where rows do not carry the id of their instance, by instance id. */
export type InitialData<S> = {
  readonly [K in keyof S]?: IsStoredByInstance<S[K]> extends true
    ? Readonly<Record<string, readonly InsertRow<S[K]>[]>>
    : readonly InsertRow<S[K]>[]
}

export interface EmbeddedOptions<S extends AnyViewSets = BuiltinViewSets> {
  /** Rows to start with. More can be inserted at any time. */
  readonly data?: InitialData<S>
  /** View sets made by `defineViewSets`. The built-in ones are always declared. */
  readonly viewSets?: ViewSets<S>
  /** The tokens that are accepted. Default: everybody may do everything. */
  readonly auth?: EmbeddedAuth
  /** A port of the loopback interface. Default: a free one. */
  readonly port?: number
  /** Working memory of all running queries together, in bytes; stored rows do not count. Default: no limit. */
  readonly memoryLimit?: number
}

const optionNames = {
  data: true,
  viewSets: true,
  auth: true,
  port: true,
  memoryLimit: true,
} satisfies SupportedOptions<EmbeddedOptions>

/**
 * Checks the options.
 *
 * @throws `invalid_argument` for unknown options, and for values that are not valid
 */
export function checkOptions(options: EmbeddedOptions<any>): void {
  refuseUnknownOptions('startEmbedded', options, optionNames)
  const { port, memoryLimit } = options
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw invalidArgument(`startEmbedded: expected port to be a whole number from 0 to 65535, got ${String(port)}.`)
  }
  if (memoryLimit !== undefined && !(Number.isSafeInteger(memoryLimit) && memoryLimit > 0)) {
    throw invalidArgument(
      `startEmbedded: expected memoryLimit to be a positive whole number of bytes, got ${String(memoryLimit)}.`,
    )
  }
}
