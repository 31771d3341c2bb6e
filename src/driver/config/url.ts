import { MicromegasError } from '../../errors.js'

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
 * Reads the URL of a service: `grpc://host:port`, `grpc+tls://host:port`, and `http`, `https` as their synonyms.
 *
 * @throws `invalid_argument` for another scheme, and for a URL with a path, a query, a fragment or credentials: none of
 * them has a meaning here. No message repeats the URL, which may hold a secret.
 */
export function parseUrl(text: string): Endpoint {
  if (typeof text !== 'string' || !URL.canParse(text))
    throw refuse('is no URL: give for instance grpc://localhost:50051.')
  const url = new URL(text)
  const scheme = schemes[url.protocol]
  if (scheme === undefined) throw refuse('must begin with grpc://, grpc+tls://, http:// or https://.')
  if (url.username !== '' || url.password !== '') throw refuse('holds credentials: give them as `auth`.')
  if (url.pathname !== '' && url.pathname !== '/') throw refuse('has a path, which a Flight service does not have.')
  if (url.search !== '' || url.hash !== '')
    throw refuse('has a query or a fragment, which a Flight service does not have.')
  const host = url.hostname.toLowerCase()
  if (host === '') throw refuse('has no host.')
  const port = portOf(text, url, scheme.port)
  if (port === 0) throw refuse('has the port 0, at which nothing can listen.')
  return { host, port, secure: scheme.secure }
}

/** The URL class drops a port that is the default of `http:` or `https:`; here that one was meant. */
function portOf(text: string, url: URL, otherwise: number): number {
  if (url.port !== '') return Number(url.port)
  const written = /:(\d+)\/?$/.exec(text.trim())
  return written === null ? otherwise : Number(written[1])
}

/** Whether the host is this machine, where plaintext does not leave it. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

function refuse(reason: string): MicromegasError {
  return new MicromegasError('invalid_argument', `Configuration: the url ${reason}`)
}
