import { invalidArgument } from '../errors.js'

/** Every option of `O`. The type makes a forgotten option a compile error. */
export type SupportedOptions<O> = { readonly [K in keyof Required<O>]: true }

/**
 * Refuses options that do not exist, so that a misspelled one is not silently ignored.
 *
 * ```ts
 * refuseUnknownOptions('Configuration', config.tls, { ca: true, cert: true } satisfies SupportedOptions<TlsConfig>, 'tls')
 * // Configuration: unknown option "tls.crt"; supported options: tls.ca, tls.cert.
 * ```
 *
 * @param subject names what the options belong to, at the beginning of the message
 * @param path leads to options inside of others; nothing for the outermost ones
 * @throws `invalid_argument` for anything but an object, and for the first option that is not supported
 */
export function refuseUnknownOptions(
  subject: string,
  options: unknown,
  supported: Readonly<Record<string, true>>,
  path = '',
): void {
  if (typeof options !== 'object' || options === null) {
    throw invalidArgument(`${subject}: ${path === '' ? 'expected an object of options' : `${path} must be an object`}.`)
  }
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(supported, name))
  if (unknown === undefined) return
  const full = (name: string) => (path === '' ? name : `${path}.${name}`)
  const names = Object.keys(supported).map(full).join(', ')
  throw invalidArgument(`${subject}: unknown option ${JSON.stringify(full(unknown))}; supported options: ${names}.`)
}

/**
 * Refuses a value that an option does not have.
 *
 * @param subject names what the option belongs to, at the beginning of the message
 * @throws `invalid_argument` for a value that is set and not supported
 */
export function checkOneOf(subject: string, option: string, value: unknown, supported: readonly string[]): void {
  if (value === undefined || supported.includes(value as string)) return
  throw invalidArgument(`${subject}: ${option} must be one of ${supported.map((name) => `'${name}'`).join(', ')}.`)
}
