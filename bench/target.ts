/** What a benchmark runs on: a Flight SQL service, and where its telemetry lies. Plain data, for the processes that measure. */
export interface Target {
  readonly name: 'service' | 'embedded'
  /** `grpc://host:port` */
  readonly url: string
  /** The stream of the thread with the most spans. */
  readonly streamId: string
  /** The process that sent nearly all the telemetry. */
  readonly processId: string
  /** Contains the telemetry; RFC 3339. */
  readonly range: { readonly begin: string; readonly end: string }
}

/** A target that runs, and ends when it is disposed of. */
export interface RunningTarget extends AsyncDisposable {
  readonly target: Target
  /** What a reader has to know of it: name and version. */
  readonly description: string
}

/** How much telemetry a target is to hold, at least. */
export interface Amounts {
  readonly spans: number
  readonly logs: number
  readonly metrics: number
}
