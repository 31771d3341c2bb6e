import { type ConnectionConfig, refuseUnknown } from '../driver/config/config.js'
import type { QueryConnection } from '../driver/connection.js'
import { MicromegasError } from '../errors.js'
import { builtinViewSets } from '../views/builtin/index.js'
import type { AnyViewSets } from '../views/view-set.js'
import { ViewSets } from '../views/view-sets.js'

/** What a dialect needs beside its connection. */
export interface ViewSetsConfig<S extends AnyViewSets = AnyViewSets> {
  /** What `defineViewSets` gave. Default: the built-in view sets. */
  readonly viewSets?: ViewSets<S>
}

/** A dialect over a connection that exists already, which whoever made it closes. */
export interface SharedConnectionConfig extends ViewSetsConfig {
  readonly connection: QueryConnection
}

/** How the dialect reaches the service: by the options of a connection of its own, or by one that exists. */
export type MicromegasDialectConfig =
  | (ConnectionConfig & ViewSetsConfig & { readonly connection?: never })
  | SharedConnectionConfig

const defaultViewSets: ViewSets<AnyViewSets> = new ViewSets(builtinViewSets)

/** The view sets of a configuration. @throws `invalid_argument` for anything that `defineViewSets` did not make */
export function viewSetsOf({ viewSets = defaultViewSets }: ViewSetsConfig): ViewSets<AnyViewSets> {
  if (!(viewSets instanceof ViewSets)) {
    throw new MicromegasError('invalid_argument', 'Configuration: viewSets must be what defineViewSets gave.')
  }
  return viewSets
}

/** The options of the connection alone. */
export function connectionOptions(config: ConnectionConfig & ViewSetsConfig): ConnectionConfig {
  const { viewSets: _, ...options } = config
  return options
}

/** @throws `invalid_argument` for options that a connection which exists already has decided */
export function checkSharedConnection(config: SharedConnectionConfig): void {
  refuseUnknown('', config, { connection: true, viewSets: true } satisfies Record<keyof SharedConnectionConfig, true>)
}
