import type { TypeOptions } from '../types/type-options.js'
import type { MicromegasDatabase } from '../views/builtin/database.js'
import type { BuiltinViewSets } from '../views/names.js'
import type { AnyViewSets } from '../views/view-set.js'
import {
  type ClientConfig,
  type DatabaseOfConfig,
  type DefaultClientConfig,
  MicromegasClient,
  type MicromegasKysely,
} from './micromegas-client.js'

/**
 * Creates the typed query builder over a service. Reads nothing and sends nothing: the channel opens at the first query.
 *
 * ```ts
 * const db = createMicromegas({ url: 'grpc://localhost:50051' })
 * ```
 *
 * @throws `invalid_argument` for a configuration that is not valid
 */
export function createMicromegas(config: DefaultClientConfig): MicromegasKysely<MicromegasDatabase>
export function createMicromegas<const O extends TypeOptions = {}, S extends AnyViewSets = BuiltinViewSets>(
  config: ClientConfig<O, S>,
): MicromegasKysely<DatabaseOfConfig<O, S>>
export function createMicromegas(config: ClientConfig<TypeOptions, any>): MicromegasKysely<any> {
  return new MicromegasClient(config).kysely()
}
