import { MicromegasError } from '../errors.js'
import type { BuiltinViewSets } from '../views/names.js'
import type { AnyViewSets } from '../views/view-set.js'
import type { ViewSets } from '../views/view-sets.js'
import type { InsertRow, IsStoredByInstance } from './insert/insert-row.js'
import type { EmbeddedAuth } from './server/authentication.js'

/** Rows to begin with, by view set; where rows do not say of which instance they are, by instance id. */
export type InitialData<S> = {
  readonly [K in keyof S]?: IsStoredByInstance<S[K]> extends true
    ? Readonly<Record<string, readonly InsertRow<S[K]>[]>>
    : readonly InsertRow<S[K]>[]
}

export interface EmbeddedOptions<S extends AnyViewSets = BuiltinViewSets> {
  /** Rows to begin with. More can be inserted at any time. */
  readonly data?: InitialData<S>
  /** What `defineViewSets` gave. The built-in view sets are there in every case. */
  readonly viewSets?: ViewSets<S>
  /** Who may call. Default: everybody may do everything. */
  readonly auth?: EmbeddedAuth
  /** A port of the loopback interface. Default: a free one. */
  readonly port?: number
  /** Working memory of all running queries together, in bytes; stored rows do not count. Default: no limit. */
  readonly memoryLimit?: number
}

const names: ReadonlySet<string> = new Set<keyof EmbeddedOptions>(['data', 'viewSets', 'auth', 'port', 'memoryLimit'])

/** @throws `invalid_argument` for an option that does not exist, and for a value that cannot work */
export function checkOptions(options: EmbeddedOptions<any>): void {
  const refuse = (reason: string) => new MicromegasError('invalid_argument', `startEmbedded: ${reason}`)
  const unknown = Object.keys(options).find((name) => !names.has(name))
  if (unknown !== undefined) throw refuse(`there is no option ${JSON.stringify(unknown)}.`)
  const { port, memoryLimit } = options
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw refuse(`${String(port)} is no port.`)
  }
  if (memoryLimit !== undefined && !(Number.isSafeInteger(memoryLimit) && memoryLimit > 0)) {
    throw refuse(`${String(memoryLimit)} is no number of bytes.`)
  }
}
