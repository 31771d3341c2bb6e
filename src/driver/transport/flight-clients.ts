import { MicromegasError } from '../../errors.js'
import type { TlsConfig } from '../config/config.js'
import { type Endpoint, isInsecure } from '../config/url.js'
import type { FlightClient } from './flight-client.js'
import type { Location } from './locations.js'

/** What decides where a connection may go, and how. */
export interface FlightClientsOptions {
  readonly service: Endpoint
  readonly tls: TlsConfig | undefined
  readonly channelOptions: Readonly<Record<string, string | number>> | undefined
  /** Whether calls carry credentials that must not be sent in plaintext. */
  readonly protectsCredentials: boolean
}

/**
 * The Flight clients of one connection: one per host, that of the service itself and those that its locations name. The
 * gRPC library is loaded with the first of them, and each opens its channel at its first call.
 */
export class FlightClients {
  readonly #options: FlightClientsOptions
  readonly #clients = new Map<string, FlightClient>()
  #isClosed = false

  constructor(options: FlightClientsOptions) {
    this.#options = options
  }

  /**
   * Returns the client of a location.
   *
   * @throws `invalid_argument` for a location where credentials would travel in plaintext; `cancelled` after
   * {@link close}
   */
  async at(location: Location): Promise<FlightClient> {
    const place = location === 'same' ? this.#options.service : location
    if (location !== 'same') this.#refuseInsecure(location)
    const { openFlightClient } = await import('./channel.js')
    if (this.#isClosed) throw new MicromegasError('cancelled', 'The client was closed.')
    const key = `${place.secure ? 'tls' : 'tcp'} ${place.host}:${place.port}`
    const known = this.#clients.get(key)
    if (known !== undefined) return known
    const { tls, channelOptions } = this.#options
    // The configured name is that of the service's own certificate.
    const serverName = place.host === this.#options.service.host ? tls?.serverName : undefined
    const client = openFlightClient(place, { material: tls, serverName }, channelOptions)
    this.#clients.set(key, client)
    return client
  }

  close(): void {
    this.#isClosed = true
    for (const client of this.#clients.values()) client.close()
    this.#clients.clear()
  }

  #refuseInsecure({ host, secure }: Endpoint): void {
    if (!this.#options.protectsCredentials || !isInsecure(host, secure)) return
    throw new MicromegasError(
      'invalid_argument',
      `The service keeps a part of the result at ${host}, and credentials would go there in plaintext.`,
      { help: 'Set allowInsecureCredentials if the network is trusted.' },
    )
  }
}
