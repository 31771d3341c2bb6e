import type { MicromegasError } from '../../errors.js'
import type { TlsConfig } from './config.js'
import { invalidConfig } from './invalid-config.js'

/** Certificates and keys as Node's TLS takes them. */
export interface TlsMaterial {
  readonly ca: Buffer | null
  readonly cert: Buffer | null
  readonly key: Buffer | null
}

export function tlsMaterial({ ca, cert, key }: TlsConfig = {}): TlsMaterial {
  return { ca: pem(ca), cert: pem(cert), key: pem(key) }
}

function pem(text: string | Uint8Array | undefined): Buffer | null {
  if (text === undefined) return null
  return typeof text === 'string' ? Buffer.from(text) : Buffer.from(text)
}

/**
 * Checks that TLS can use the certificates and keys of a configuration, without loading the gRPC library.
 *
 * @throws `invalid_argument` if it cannot
 */
export function checkTlsMaterial(config: TlsConfig): void {
  const { ca, cert, key } = tlsMaterial(config)
  if (ca === null && cert === null && key === null) return
  // Not imported: that would load Node's TLS for every client without any. Node before 22.3 leaves the check to the first query.
  const tls = process.getBuiltinModule?.('node:tls')
  try {
    tls?.createSecureContext({ ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) })
  } catch {
    throw unusableTlsMaterial()
  }
}

/** Makes the error for material that TLS cannot use. It has no cause: the reason may quote the key. */
export function unusableTlsMaterial(): MicromegasError {
  return invalidConfig(
    'TLS cannot use the certificates and the key in tls',
    'Check that each is valid PEM, and that tls.key belongs to tls.cert.',
  )
}
