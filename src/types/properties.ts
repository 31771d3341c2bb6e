/**
 * A JSON value as it arrives from the service's binary form. Integers that are safe are numbers, larger ones what the
 * option `int64` says.
 */
export type JsonbValue = null | boolean | number | bigint | string | JsonbValue[] | { [name: string]: JsonbValue }

/**
 * Properties of a process, a stream or an event. Those of native telemetry are text; attributes of OpenTelemetry may hold
 * any JSON value.
 */
export interface Properties {
  [name: string]: JsonbValue
}
