/**
 * A JSON value as it arrives from the service's binary form. Safe integers are numbers, larger ones what the option `int64`
 * says. Objects and arrays are frozen, because rows share those that are equal; `structuredClone` returns a copy to change.
 */
export type JsonbValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly JsonbValue[]
  | { readonly [name: string]: JsonbValue }

/**
 * Properties of a process, a stream or an event. Those of native telemetry are text; attributes of OpenTelemetry may hold
 * any JSON value.
 */
export interface Properties {
  readonly [name: string]: JsonbValue
}
