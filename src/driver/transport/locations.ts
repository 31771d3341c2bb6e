import { MicromegasError } from '../../errors.js'
import { type Endpoint, parseUrl } from '../config/url.js'

/** Where a part of a result can be read: from another service, or from the `same` one that was asked. */
export type Location = Endpoint | 'same'

/** The transports of Flight itself. In a location, `https` would mean a download, which is something else. */
const transports = /^grpc(?:\+tcp|\+tls)?:\/\//

/**
 * Reads the locations of a part, leaving out those that this client has no transport for. An empty list means the service
 * that was asked.
 *
 * @throws `unsupported` if there is no transport for any of them
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
    'The service keeps a part of the result at locations that this client cannot read.',
    { help: 'Configure the service to hand out locations that begin with grpc://, grpc+tcp:// or grpc+tls://.' },
  )
}

function parseLocation(uri: string): Endpoint {
  try {
    return parseUrl(uri)
  } catch (cause) {
    throw new MicromegasError('protocol', 'The service handed out a location that is not a valid URL.', { cause })
  }
}
