import type * as EngineModule from 'kysely-micromegas-engine'
import { MicromegasError } from '../../errors.js'

/**
 * Loads the package with the query engine, which production installs do without.
 *
 * @throws `unsupported` if it is not installed
 */
export async function loadEngine(): Promise<typeof EngineModule> {
  try {
    return await import('kysely-micromegas-engine')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause
    throw new MicromegasError(
      'unsupported',
      'The embedded service requires the package kysely-micromegas-engine, which is not installed.',
      { help: 'Install it: npm install --save-dev kysely-micromegas-engine', cause },
    )
  }
}
