import type { MicromegasErrorCode } from '../../errors.js'
import type { CallStatus } from './call-status.js'
import { grpcStatus } from './grpc-status.js'

/** A failure in the words of this package. */
export interface ConnectionFailure {
  readonly code: MicromegasErrorCode
  readonly message: string
  readonly help: string | undefined
}

/**
 * Explains a call that failed before it reached the service: no connection, another protocol on the port, a proxy in
 * between. Returns nothing for failures that the service itself reported.
 */
export function connectionFailure({ code, details }: CallStatus): ConnectionFailure | undefined {
  const httpStatus = /^Received HTTP status code (\d+)/.exec(details)?.[1]
  if (httpStatus !== undefined) return httpResponse(code, httpStatus)
  if (code === grpcStatus.internal && /^Received RST_STREAM/.test(details)) return interrupted(details)
  if (code !== grpcStatus.unavailable) return undefined
  if (/^(?:Connection dropped|Stream refused|Bandwidth exhausted|Received RST_STREAM)/i.test(details)) {
    return interrupted(details)
  }
  if (/^Name resolution failed/.test(details)) {
    return {
      code: 'unavailable',
      message: 'The host name of the url could not be resolved.',
      help: 'Check the host of the url, and the DNS of this machine.',
    }
  }
  const reason =
    /^(?:No connection established|Failed to connect)(?:\. Last error: (?:Error: )?([\s\S]*?)(?: \(\d{4}-[^)]*\))?\. Resolution note:)?/.exec(
      details,
    )
  return reason === null ? undefined : noConnection((reason[1] ?? details).trim())
}

function httpResponse(code: number, httpStatus: string): ConnectionFailure {
  const message = `The server at this address answered with HTTP status ${httpStatus} instead of gRPC.`
  switch (code) {
    case grpcStatus.unavailable:
      return {
        code: 'unavailable',
        message,
        help: 'Check the proxy in front of the service: it answered in its place.',
      }
    case grpcStatus.unauthenticated:
      return { code: 'unauthenticated', message, help: 'Check auth: a proxy rejected the credentials.' }
    case grpcStatus.permissionDenied:
      return { code: 'permission_denied', message, help: 'Check auth: a proxy rejected the caller.' }
    default:
      return { code: 'protocol', message, help: checkPort }
  }
}

const checkPort = 'Check the port of the url: Flight SQL has a port of its own, 50051 by default.'

function interrupted(details: string): ConnectionFailure {
  return {
    code: 'unavailable',
    message: `The connection was interrupted: ${details}.`,
    help: 'If a proxy closes silent calls, raise its time limit for this service.',
  }
}

function noConnection(reason: string): ConnectionFailure {
  if (/wrong version number|packet length too long|http request|EPROTO/i.test(reason)) {
    return {
      code: 'protocol',
      message: 'The server at this address does not speak TLS.',
      help: 'Check the port, or use grpc:// for a service without TLS.',
    }
  }
  const alert = /SSL routines:[^:]*:\w+ alert ([a-z ]+)/.exec(reason)?.[1]
  if (alert !== undefined && /certificate|unknown ca/.test(alert)) {
    return {
      code: 'unauthenticated',
      message: `The service rejected the client certificate: ${alert}.`,
      help: 'Set tls.cert to a certificate that the service trusts, and tls.key to its key.',
    }
  }
  if (/certificate|altnames|SSL routines/i.test(reason)) {
    return {
      code: 'protocol',
      message: `The certificate of the service cannot be trusted: ${reason}.`,
      help: 'Set tls.ca to the authority that signed the certificate, and tls.serverName to the name in it.',
    }
  }
  if (/Protocol error|HPE_|Parse Error|ERR_HTTP2/i.test(reason)) {
    return {
      code: 'protocol',
      message: 'The server at this address does not speak HTTP/2, which gRPC requires.',
      help: `${checkPort} If the service uses TLS, use grpc+tls://.`,
    }
  }
  if (/^(?:Failed to connect|Socket closed|connect ECONNRESET|read ECONNRESET)/.test(reason)) {
    return {
      code: 'unavailable',
      message: 'The connection was accepted and then closed.',
      help: `Check that the service runs behind this address. ${checkPort}`,
    }
  }
  return {
    code: 'unavailable',
    message: `The service cannot be reached: ${reason}.`,
    help: 'Check that the service runs, and the host and port of the url.',
  }
}
