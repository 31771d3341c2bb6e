/** An Arrow interval. Its three parts are independent: none is converted into another. */
export interface Interval {
  readonly months: number
  readonly days: number
  readonly nanoseconds: bigint
}
