import { status } from '@grpc/grpc-js'
import type { MicromegasErrorCode } from '../../errors.js'
import type { CallStatus } from './call-status.js'

/** A failure in words of this package. */
export interface ConnectionFailure {
  readonly code: MicromegasErrorCode
  readonly message: string
  readonly help: string | undefined
}

/**
 * What it means when a call failed before or beside the service: no connection, another protocol at the port, a proxy in
 * between. Nothing for failures that the service itself reported.
 */
export function connectionFailure({ code, details }: CallStatus): ConnectionFailure | undefined {
  const httpStatus = /^Received HTTP status code (\d+)/.exec(details)?.[1]
  if (httpStatus !== undefined) return httpAnswer(code, httpStatus)
  if (code === status.INTERNAL && /^Received RST_STREAM/.test(details)) return cut(details)
  if (code !== status.UNAVAILABLE) return undefined
  if (/^(?:Connection dropped|Stream refused|Bandwidth exhausted|Received RST_STREAM)/i.test(details))
    return cut(details)
  if (/^Name resolution failed/.test(details)) {
    return { code: 'unavailable', message: 'The host of the url has no address.', help: 'Check the host of the url.' }
  }
  const reason =
    /^(?:No connection established|Failed to connect)(?:\. Last error: (?:Error: )?([\s\S]*?)(?: \(\d{4}-[^)]*\))?\. Resolution note:)?/.exec(
      details,
    )
  return reason === null ? undefined : noConnection((reason[1] ?? details).trim())
}

function httpAnswer(code: number, httpStatus: string): ConnectionFailure {
  const message = `What answers at this address is HTTP, but no Flight SQL service: status ${httpStatus}.`
  switch (code) {
    case status.UNAVAILABLE:
      return { code: 'unavailable', message, help: 'A proxy answers in place of the service.' }
    case status.UNAUTHENTICATED:
      return { code: 'unauthenticated', message, help: 'A proxy refuses the credentials: check `auth`.' }
    case status.PERMISSION_DENIED:
      return { code: 'permission_denied', message, help: 'A proxy refuses the caller: check `auth`.' }
    default:
      return { code: 'protocol', message, help: checkPort }
  }
}

const checkPort = 'Check the port of the url: Flight SQL has its own, 50051 by default.'

function cut(details: string): ConnectionFailure {
  return {
    code: 'unavailable',
    message: `The connection was cut: ${details}.`,
    help: 'Proxies cut calls that are silent for long: raise their time limits for this service.',
  }
}

function noConnection(reason: string): ConnectionFailure {
  if (/wrong version number|packet length too long|http request|EPROTO/i.test(reason)) {
    return {
      code: 'protocol',
      message: 'What answers at this address does not speak TLS.',
      help: 'Check the port, or use grpc:// for a service without TLS.',
    }
  }
  const alert = /SSL routines:[^:]*:\w+ alert ([a-z ]+)/.exec(reason)?.[1]
  if (alert !== undefined && /certificate|unknown ca/.test(alert)) {
    return {
      code: 'unauthenticated',
      message: `The service does not accept the certificate of the client: ${alert}.`,
      help: 'Give a certificate that the service knows as tls.cert, and its key as tls.key.',
    }
  }
  if (/certificate|altnames|SSL routines/i.test(reason)) {
    return {
      code: 'protocol',
      message: `The certificate of the service cannot be trusted: ${reason}.`,
      help: 'Give the authority of the certificate as tls.ca, and the name in it as tls.serverName.',
    }
  }
  if (/Protocol error|HPE_|Parse Error|ERR_HTTP2/i.test(reason)) {
    return {
      code: 'protocol',
      message: 'What answers at this address does not speak HTTP/2, which gRPC is made of.',
      help: `${checkPort} If the service has TLS, use grpc+tls://.`,
    }
  }
  if (/^(?:Failed to connect|Socket closed|connect ECONNRESET|read ECONNRESET)/.test(reason)) {
    return {
      code: 'unavailable',
      message: 'The connection was accepted and then closed.',
      help: `Whether the service runs behind this address? ${checkPort}`,
    }
  }
  return {
    code: 'unavailable',
    message: `The service cannot be reached: ${reason}.`,
    help: 'Check that the service runs, and the host and port of the url.',
  }
}
