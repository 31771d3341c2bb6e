import type * as EngineModule from 'kysely-micromegas-engine'
import { MicromegasError } from '../../errors.js'

/**
 * The package with the query engine, which production installs do without.
 *
 * @throws `unsupported` where it is not installed
 */
export async function loadEngine(): Promise<typeof EngineModule> {
  try {
    return await import('kysely-micromegas-engine')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause
    throw new MicromegasError(
      'unsupported',
      'The embedded service needs its engine, a package of its own: npm install --save-dev kysely-micromegas-engine',
      { cause },
    )
  }
}
