import { MicromegasError } from '../../errors.js'
import type { FlightEndpoint } from '../../flight/generated/flight_pb.js'
import { schemaMessageOf } from '../../flight/schema-message.js'
import { statementDescriptor, statementTicket } from '../../flight/tickets.js'
import type { HeaderList } from '../config/attribution.js'
import type { FlightClient } from '../transport/flight-client.js'
import type { FlightClients } from '../transport/flight-clients.js'
import { readLocations } from '../transport/locations.js'
import type { PreparedQuery } from './prepared-query.js'

/** A part of a result: a ticket, and the services any of which redeems it. */
export interface ResultPart {
  readonly locations: readonly FlightClient[]
  readonly ticket: Uint8Array
}

/** The parts of a result, in the order of its rows. */
export interface ResultParts {
  readonly parts: readonly ResultPart[]
  /** The Arrow IPC message of the schema, of a result without parts. */
  readonly schemaMessage?: Uint8Array | undefined
}

/**
 * Finds the parts of a query's result: with direct tickets the one that its statement stands for, else those that the
 * service lists.
 *
 * @param headers the headers of a call that asks for the list
 * @throws what the service reports; `protocol` for a part without a ticket or with malformed locations, `unsupported` for one
 * that this client cannot read, `invalid_argument` for one where credentials would travel in plaintext
 */
export async function findResultParts(
  { request: { sql }, clients, tickets }: PreparedQuery,
  headers: () => Promise<HeaderList>,
  signal: AbortSignal,
): Promise<ResultParts> {
  const service = await clients.at('same')
  if (tickets === 'direct') return { parts: [{ locations: [service], ticket: statementTicket(sql) }] }
  const info = await service.getFlightInfo(statementDescriptor(sql), await headers(), signal)
  const parts = await Promise.all(info.endpoint.map((endpoint) => partOf(endpoint, clients)))
  // Micromegas sends a schema without fields, which is not that of the result; the parts bring their own.
  return { parts, schemaMessage: parts.length === 0 ? schemaMessageOf(info.schema) : undefined }
}

async function partOf({ ticket, location }: FlightEndpoint, clients: FlightClients): Promise<ResultPart> {
  if (ticket === undefined) throw new MicromegasError('protocol', 'A part of the result has no ticket.')
  const locations = await Promise.all(readLocations(location.map(({ uri }) => uri)).map((place) => clients.at(place)))
  return { locations, ticket: ticket.ticket }
}
