import { type ChannelCredentials, Client, credentials } from '@grpc/grpc-js'
import { MicromegasError } from '../../errors.js'
import type { TlsConfig } from '../config/config.js'
import type { Endpoint } from '../config/url.js'

/** What bulk results need of a channel. */
const bulkOptions = {
  // Measured with 40 MB over loopback: 36 s with the default of 64 KiB, 0.3 s from 16 MiB on. Each stream whose reader waits
  // may hold as much.
  'grpc-node.flow_control_window': 16 * 1024 * 1024,
  // A record batch aims at 2 MiB, but one wide row or one dictionary may exceed any limit.
  'grpc.max_receive_message_length': -1,
  // Pings hold a silent connection open while a query is planned. Proxies punish pings that come more often, or idle ones.
  'grpc.keepalive_time_ms': 60_000,
  'grpc.keepalive_timeout_ms': 20_000,
  'grpc.keepalive_permit_without_calls': 0,
  // Channelz keeps a record of every call.
  'grpc.enable_channelz': 0,
  // Retries are this package's own, which knows what has been handed out. Without this, each name costs a look-up of TXT records.
  'grpc.enable_retries': 0,
  'grpc.service_config_disable_resolution': 1,
  // A service that is back is to be found within seconds; the default waits up to two minutes.
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 5_000,
}

/** A gRPC client over one HTTP/2 connection, opened at the first call. Plaintext without `tls`. */
export function openChannel(
  { host, port }: Endpoint,
  tls: { readonly credentials: ChannelCredentials; readonly serverName: string | undefined } | undefined,
  options: Readonly<Record<string, string | number>> = {},
): Client {
  const serverName = tls?.serverName
  return new Client(`dns:${host}:${port}`, tls?.credentials ?? credentials.createInsecure(), {
    ...bulkOptions,
    ...(serverName === undefined
      ? {}
      : { 'grpc.ssl_target_name_override': serverName, 'grpc.default_authority': serverName }),
    ...options,
  })
}

/** @throws `invalid_argument` for certificates and keys that TLS cannot use */
export function tlsCredentials({ ca, cert, key }: TlsConfig = {}): ChannelCredentials {
  try {
    return credentials.createSsl(pem(ca), pem(key), pem(cert))
  } catch {
    // The reason may quote the key.
    throw new MicromegasError(
      'invalid_argument',
      'Configuration: TLS cannot use what tls.ca, tls.cert and tls.key hold.',
    )
  }
}

function pem(given: string | Uint8Array | undefined): Buffer | null {
  if (given === undefined) return null
  return typeof given === 'string' ? Buffer.from(given) : Buffer.from(given)
}
