import type { BuiltinViewSets } from '../views/names.js'
import type { AnyViewSets } from '../views/view-set.js'
import type { EmbeddedOptions } from './embedded-options.js'
import { EmbeddedService } from './embedded-service.js'

/**
 * Starts the Micromegas query service in this process, to try things out and for tests. Requires the package
 * `kysely-micromegas-engine`.
 *
 * @example
 * ```ts
 * await using service = await startEmbedded()
 * await service.insert('log_entries', rows)
 * await using db = createMicromegas({ url: service.url })
 * ```
 * @throws `invalid_argument` for options and rows that are not valid; `unavailable` for a port that is in use; `unsupported`
 * if the engine is not installed
 */
export function startEmbedded<S extends AnyViewSets = BuiltinViewSets>(
  options: EmbeddedOptions<S> = {},
): Promise<EmbeddedService<S>> {
  return EmbeddedService.start(options)
}
