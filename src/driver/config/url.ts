import { invalidConfig } from './invalid-config.js'

/** Where a service listens. */
export interface Endpoint {
  readonly host: string
  readonly port: number
  readonly secure: boolean
}

const schemes: Readonly<Record<string, { readonly secure: boolean; readonly port: number }>> = {
  'grpc:': { secure: false, port: 50051 },
  // What Flight itself calls plaintext in the locations that it hands out.
  'grpc+tcp:': { secure: false, port: 50051 },
  'http:': { secure: false, port: 50051 },
  'grpc+tls:': { secure: true, port: 50051 },
  'https:': { secure: true, port: 443 },
}

/**
 * Parses the URL of a service: `grpc://host:port`, `grpc+tls://host:port`, and `http`, `https` as their synonyms.
 *
 * @throws `invalid_argument` for another scheme, and for a URL with a path, a query string, a fragment or credentials:
 * Flight knows none of them. No message repeats the URL, which may contain a secret.
 */
export function parseUrl(text: string): Endpoint {
  if (typeof text !== 'string' || !URL.canParse(text)) {
    throw invalidConfig('the url is not a valid URL', 'Use a URL such as grpc://localhost:50051.')
  }
  const url = new URL(text)
  const scheme = schemes[url.protocol]
  if (scheme === undefined) {
    throw invalidConfig(
      'the url has an unsupported scheme',
      'Use grpc:// or http:// for plaintext, grpc+tls:// or https:// for TLS.',
    )
  }
  if (url.username !== '' || url.password !== '')
    throw invalidConfig('the url contains credentials', 'Pass them as auth.')
  if (url.pathname !== '' && url.pathname !== '/') throw invalidConfig('the url has a path', endAfterPort)
  if (url.search !== '' || url.hash !== '')
    throw invalidConfig('the url has a query string or a fragment', endAfterPort)
  const host = url.hostname.toLowerCase()
  if (host === '') throw invalidConfig('the url has no host', 'Use a URL such as grpc://localhost:50051.')
  const port = portOf(text, url, scheme.port)
  if (port === 0)
    throw invalidConfig('the url has port 0', 'Use the port that the service listens on, 50051 by default.')
  return { host, port, secure: scheme.secure }
}

const endAfterPort = 'End the url after the port: a Flight service has only a host and a port.'

/** The URL class drops a port that is the default of `http:` or `https:`; here that one was meant. */
function portOf(text: string, url: URL, otherwise: number): number {
  if (url.port !== '') return Number(url.port)
  const written = /:(\d+)\/?$/.exec(text.trim())
  return written === null ? otherwise : Number(written[1])
}

/** Tells whether the host is this machine, which plaintext does not leave. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

/** Tells whether others can read what is sent to this host. */
export function isInsecure(host: string, secure: boolean): boolean {
  return !secure && !isLoopback(host)
}
