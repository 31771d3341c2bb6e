import { MicromegasError } from '../../errors.js'
import { type Endpoint, parseUrl } from '../config/url.js'

/** Where a part of a result can be had: at another service, or at the `same` that was asked. */
export type Location = Endpoint | 'same'

/** The transports of Flight itself. In a location, `https` would mean a download, which is something else. */
const transports = /^grpc(?:\+tcp|\+tls)?:\/\//

/**
 * The locations of a part, those left out that this client has no transport for. None at all means the service that was
 * asked.
 *
 * @throws `unsupported` if there is no transport for any
 */
export function readLocations(uris: readonly string[]): readonly Location[] {
  if (uris.length === 0) return ['same']
  const locations = uris.flatMap((uri): Location[] => {
    if (uri.startsWith('arrow-flight-reuse-connection:')) return ['same']
    return transports.test(uri) ? [parseLocation(uri)] : []
  })
  if (locations.length > 0) return locations
  throw new MicromegasError(
    'unsupported',
    'The service hands out a part of the result where this client cannot fetch it.',
    {
      help: 'This client reads locations that begin with grpc://, grpc+tcp:// or grpc+tls://.',
    },
  )
}

function parseLocation(uri: string): Endpoint {
  try {
    return parseUrl(uri)
  } catch (cause) {
    throw new MicromegasError('protocol', 'The service hands out a location that is no valid one.', { cause })
  }
}
