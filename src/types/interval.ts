/** An Arrow interval: its three parts are independent of each other and none is converted into another. */
export interface Interval {
  readonly months: number
  readonly days: number
  readonly nanoseconds: bigint
}
