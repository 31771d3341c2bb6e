import { connectionOptionNames } from '../driver/config/check-config.js'
import type { ConnectionConfig } from '../driver/config/config.js'
import type { QueryConnection } from '../driver/connection.js'
import { invalidArgument } from '../errors.js'
import { refuseUnknownOptions, type SupportedOptions } from '../types/options.js'
import { builtinViewSets } from '../views/builtin/index.js'
import type { AnyViewSets } from '../views/view-set.js'
import { ViewSets } from '../views/view-sets.js'

/** What a dialect needs beside its connection. */
export interface ViewSetsConfig<S extends AnyViewSets = AnyViewSets> {
  /** The view sets that queries may read, made by `defineViewSets`. Default: the built-in view sets. */
  readonly viewSets?: ViewSets<S>
}

/** A dialect over an existing connection. Whoever made the connection closes it. */
export interface SharedConnectionConfig extends ViewSetsConfig {
  readonly connection: QueryConnection
}

/** How the dialect reaches the service: by the options of a connection of its own, or by an existing one. */
export type MicromegasDialectConfig =
  | (ConnectionConfig & ViewSetsConfig & { readonly connection?: never })
  | SharedConnectionConfig

const defaultViewSets: ViewSets<AnyViewSets> = new ViewSets(builtinViewSets)

/** Returns the view sets of a configuration. @throws `invalid_argument` for anything that `defineViewSets` did not make */
export function viewSetsOf({ viewSets = defaultViewSets }: ViewSetsConfig): ViewSets<AnyViewSets> {
  if (!(viewSets instanceof ViewSets)) {
    throw invalidArgument('Configuration: viewSets was not made by defineViewSets.', 'Pass defineViewSets({ … }).')
  }
  return viewSets
}

const ownConnectionNames: SupportedOptions<ConnectionConfig & ViewSetsConfig> = {
  ...connectionOptionNames,
  viewSets: true,
}

/** Returns the options of the connection alone. @throws `invalid_argument` for options that do not exist */
export function connectionOptions(config: ConnectionConfig & ViewSetsConfig): ConnectionConfig {
  refuseUnknownOptions('Configuration', config, ownConnectionNames)
  const { viewSets: _, ...options } = config
  return options
}

const sharedConnectionNames: SupportedOptions<SharedConnectionConfig> = { connection: true, viewSets: true }

/** @throws `invalid_argument` for options that an existing connection has already decided */
export function checkSharedConnection(config: SharedConnectionConfig): void {
  refuseUnknownOptions('Configuration with an existing connection', config, sharedConnectionNames)
}
