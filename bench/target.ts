/** A Flight SQL service to measure, and the ids of its telemetry. Plain data, which is sent to the measuring processes. */
export interface Target {
  readonly name: 'service' | 'embedded'
  /** `grpc://host:port` */
  readonly url: string
  /** The stream of the thread with the most spans. */
  readonly streamId: string
  /** The process that sent nearly all the telemetry. */
  readonly processId: string
  /** The time range of the telemetry, in RFC 3339. */
  readonly range: { readonly begin: string; readonly end: string }
}

/** A running target, which is stopped when it is disposed of. */
export interface RunningTarget extends AsyncDisposable {
  readonly target: Target
  /** Its name and version, for readers. */
  readonly description: string
}

/** The least telemetry that a target must hold. */
export interface Amounts {
  readonly spans: number
  readonly logs: number
  readonly metrics: number
}
