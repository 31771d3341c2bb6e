import { type ChannelCredentials, Client, credentials } from '@grpc/grpc-js'
import type { TlsConfig } from '../config/config.js'
import { tlsMaterial, unusableTlsMaterial } from '../config/tls-material.js'
import type { Endpoint } from '../config/url.js'
import { FlightClient } from './flight-client.js'

/** What bulk results need of a channel. */
const bulkOptions = {
  // Measured with 40 MB over loopback: 36 s with the default of 64 KiB, 0.3 s from 16 MiB on. Each stream whose reader waits
  // may hold as much.
  'grpc-node.flow_control_window': 16 * 1024 * 1024,
  // A record batch aims at 2 MiB, but one wide row or one dictionary may exceed any limit.
  'grpc.max_receive_message_length': -1,
  // Pings keep a silent connection open while a query is planned. Proxies punish pings that are more frequent, or idle ones.
  'grpc.keepalive_time_ms': 60_000,
  'grpc.keepalive_timeout_ms': 20_000,
  'grpc.keepalive_permit_without_calls': 0,
  // Channelz keeps a record of every call.
  'grpc.enable_channelz': 0,
  // Retries are this package's own, which knows what has been handed out. Without this, each name costs a look-up of TXT records.
  'grpc.enable_retries': 0,
  'grpc.service_config_disable_resolution': 1,
  // A service that is back should be found within seconds; the default waits up to two minutes.
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 5_000,
}

/** Opens a client over one HTTP/2 connection, which is made at the first call. */
export function openFlightClient(
  { host, port, secure }: Endpoint,
  tls: { readonly material: TlsConfig | undefined; readonly serverName: string | undefined },
  options: Readonly<Record<string, string | number>> = {},
): FlightClient {
  const client = new Client(
    `dns:${host}:${port}`,
    secure ? tlsCredentials(tls.material) : credentials.createInsecure(),
    { ...bulkOptions, ...(secure && tls.serverName !== undefined && serverNameOptions(tls.serverName)), ...options },
  )
  return new FlightClient(client)
}

function serverNameOptions(serverName: string): Record<string, string> {
  return { 'grpc.ssl_target_name_override': serverName, 'grpc.default_authority': serverName }
}

function tlsCredentials(config: TlsConfig | undefined): ChannelCredentials {
  const { ca, key, cert } = tlsMaterial(config)
  try {
    return credentials.createSsl(ca, key, cert)
  } catch {
    throw unusableTlsMaterial()
  }
}
