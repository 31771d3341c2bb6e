import { type RawBuilder, sql } from 'kysely'
import { invalidArgument } from '../../errors.js'

/**
 * Writes a constant that is text.
 *
 * @param what names the constant in the error
 * @throws `invalid_argument` for anything else
 */
export function textConstant(what: string, value: string): RawBuilder<string> {
  if (typeof value !== 'string') throw invalidArgument(`${what} must be text, not ${typeof value}.`)
  return sql.val(value)
}

/**
 * Writes a constant that the engine takes for a 64-bit float, even where it is a whole number.
 *
 * @throws `invalid_argument` for anything but a number
 */
export function double(value: number): RawBuilder<number> {
  if (typeof value !== 'number') throw invalidArgument(`double(…) takes a number, not ${typeof value}.`)
  return Number.isInteger(value) ? sql<number>`cast(${sql.val(String(value))} as double)` : sql.val(value)
}

/** @throws `invalid_argument` for a number that is not finite */
export function finite(what: string, value: number): RawBuilder<number> {
  if (!Number.isFinite(value)) throw invalidArgument(`${what} must be a finite number, not ${value}.`)
  return double(value)
}

/** @throws `invalid_argument` for anything but a number from 0 to 1 */
export function share(what: string, value: number): RawBuilder<number> {
  if (!(value >= 0 && value <= 1)) throw invalidArgument(`${what} must be from 0 to 1, not ${value}.`)
  return double(value)
}

/** @throws `invalid_argument` for anything but a positive whole number */
export function positiveInteger(what: string, value: number): RawBuilder<number> {
  if (!Number.isSafeInteger(value) || value <= 0) {
    throw invalidArgument(`${what} must be a positive whole number, not ${value}.`)
  }
  return sql.val(value)
}
