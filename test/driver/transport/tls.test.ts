import { ServerCredentials } from '@grpc/grpc-js'
import { describe, expect, it } from 'vitest'
import type { TlsConfig } from '../../../src/driver/config/config.js'
import { certificate, privateKey } from '../support/certificate.js'
import { collect, connect, messagesOf, numbersOf, sendAll, sql } from '../support/connect.js'

/** A service with TLS, and a connection to it. */
function connectSecurely(tls: TlsConfig | undefined, wantsClientCertificate = false) {
  const pem = { private_key: Buffer.from(privateKey), cert_chain: Buffer.from(certificate) }
  const credentials = ServerCredentials.createSsl(Buffer.from(certificate), [pem], wantsClientCertificate)
  return connect({ credentials, onDoGet: (call) => sendAll(call, messagesOf(2)) }, (service) => ({
    url: `grpc+tls://localhost:${service.port}`,
    auth: 'secret',
    retry: false as const,
    ...(tls === undefined ? {} : { tls }),
  }))
}

const trusting: TlsConfig = { ca: certificate, serverName: 'flight.test' }

describe('TLS', () => {
  it('reads from a service whose certificate a configured authority signed', async () => {
    await using test = await connectSecurely(trusting)
    expect(numbersOf(await collect(test.connection.execute({ sql })))).toEqual([0, 1])
    expect(test.service.calls[0]?.metadata.get('authorization')).toEqual(['Bearer secret'])
  })

  it('presents the client certificate to a service that requires one', async () => {
    await using test = await connectSecurely({ ...trusting, cert: certificate, key: privateKey }, true)
    expect(numbersOf(await collect(test.connection.execute({ sql })))).toEqual([0, 1])
  })

  it.each<[string, TlsConfig | undefined, string]>([
    ['an authority that is not trusted', { serverName: 'flight.test' }, 'self-signed certificate'],
    ['a host name other than that of the url', { ca: certificate }, "does not match certificate's altnames"],
  ])('refuses a certificate of %s, with advice, before it sends anything', async (_, tls, reason) => {
    await using test = await connectSecurely(tls)
    await expect(test.connection.execute({ sql }).next()).rejects.toThrow(
      expect.objectContaining({
        code: 'protocol',
        message: expect.stringContaining(reason),
        help: expect.stringContaining('tls.ca'),
      }),
    )
    expect(test.service.calls).toEqual([])
  })

  it('fails without a client certificate at a service that requires one', async () => {
    await using test = await connectSecurely(trusting, true)
    await expect(test.connection.execute({ sql }).next()).rejects.toThrow(
      expect.objectContaining({
        code: 'unauthenticated',
        message: 'The service rejected the client certificate: certificate required.',
        help: expect.stringContaining('tls.cert'),
      }),
    )
    expect(test.service.calls).toEqual([])
  })
})
