import { MicromegasError } from '../errors.js'

/** How a number between two multiples is rounded; the names are those of `Temporal`. */
export type RoundingMode =
  | 'ceil'
  | 'floor'
  | 'expand'
  | 'trunc'
  | 'halfCeil'
  | 'halfFloor'
  | 'halfExpand'
  | 'halfTrunc'
  | 'halfEven'

/** Decides whether to take the upper multiple, by the parts below and above the number, of which neither is 0. */
const takesUpper: Readonly<Record<RoundingMode, (below: bigint, above: bigint, isLowerEven: boolean) => boolean>> = {
  ceil: () => true,
  floor: () => false,
  expand: () => true,
  trunc: () => false,
  halfCeil: (below, above) => below >= above,
  halfFloor: (below, above) => below > above,
  halfExpand: (below, above) => below >= above,
  halfTrunc: (below, above) => below > above,
  halfEven: (below, above, isLowerEven) => (below === above ? !isLowerEven : below > above),
}

/**
 * Rounds an integer to a multiple of `increment`, which is positive. Negative integers are rounded in the same direction as
 * positive ones: away from zero means up.
 *
 * @throws `invalid_argument` for a mode that does not exist
 */
export function roundToMultiple(value: bigint, increment: bigint, mode: RoundingMode): bigint {
  if (!Object.hasOwn(takesUpper, mode)) {
    throw new MicromegasError('invalid_argument', `Unknown rounding mode ${JSON.stringify(mode)}.`, {
      help: `Use one of ${Object.keys(takesUpper).join(', ')}.`,
    })
  }
  const remainder = value % increment
  if (remainder === 0n) return value
  const below = remainder < 0n ? remainder + increment : remainder
  const lower = value - below
  return takesUpper[mode](below, increment - below, (lower / increment) % 2n === 0n) ? lower + increment : lower
}
