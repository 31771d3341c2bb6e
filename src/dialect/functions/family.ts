import {
  type AggregateFunctionBuilder,
  type Expression,
  type ExpressionBuilder,
  type ExpressionWrapper,
  type RawBuilder,
  sql,
} from 'kysely'
import { MicromegasError } from '../../errors.js'

/** What every family of functions writes its calls with. Names of functions are constants, never a caller's text. */
export abstract class FunctionFamily<DB, TB extends keyof DB> {
  readonly #eb: ExpressionBuilder<DB, TB>

  constructor(eb: ExpressionBuilder<DB, TB>) {
    this.#eb = eb
  }

  /** A call of a scalar function. */
  protected call<T>(name: string, ...args: readonly unknown[]): ExpressionWrapper<DB, TB, T> {
    return this.#eb.fn<T>(name, args.map((argument) => this.operand(argument)) as never)
  }

  /** A call of an aggregate function, which can be filtered, made distinct, ordered and windowed. */
  protected aggregate<T>(name: string, ...args: readonly unknown[]): AggregateFunctionBuilder<DB, TB, T> {
    return this.#eb.fn.agg<T>(name, args.map((argument) => this.operand(argument)) as never)
  }

  /** A column by its reference; an expression as it is. */
  protected operand(argument: unknown): Expression<unknown> {
    return typeof argument === 'string' ? this.#eb.ref(argument as never) : (argument as Expression<unknown>)
  }

  /** Text that the service wants as `Utf8`: columns are, results of functions may be `Utf8View`. */
  protected text(argument: unknown): Expression<unknown> {
    return typeof argument === 'string' ? this.operand(argument) : this.call('arrow_cast', argument, sql.val('Utf8'))
  }
}

/** A constant that is text. @throws `invalid_argument` for anything else */
export function textConstant(name: string, value: string): RawBuilder<string> {
  if (typeof value !== 'string') throw refuse(`${name} must be text.`)
  return sql.val(value)
}

/** A constant that the engine takes for a 64-bit float, also where it is a whole number. */
export function double(value: number): RawBuilder<number> {
  if (typeof value !== 'number') throw refuse('double(…) takes a number.')
  return Number.isInteger(value) ? sql<number>`cast(${sql.val(String(value))} as double)` : sql.val(value)
}

/** @throws `invalid_argument` for a number that is not finite */
export function finite(name: string, value: number): RawBuilder<number> {
  if (!Number.isFinite(value)) throw refuse(`${name} must be a finite number.`)
  return double(value)
}

/** @throws `invalid_argument` for anything but a number from 0 to 1 */
export function ratio(name: string, value: number): RawBuilder<number> {
  if (!(value >= 0 && value <= 1)) throw refuse(`${name} must be from 0 to 1.`)
  return double(value)
}

/** @throws `invalid_argument` for anything but a positive whole number */
export function count(name: string, value: number): RawBuilder<number> {
  if (!Number.isSafeInteger(value) || value <= 0) throw refuse(`${name} must be a positive whole number.`)
  return sql.val(value)
}

export function refuse(reason: string): MicromegasError {
  return new MicromegasError('invalid_argument', reason)
}
