import { type ExpressionWrapper, sql } from 'kysely'
import type { TypesOf } from '../../views/database.js'
import { AggregateFunctions } from './aggregate.js'
import type { Argument, NullOf } from './arguments.js'

/** TypeScript types of the types that a value can be cast to. */
interface CastResults<Integer64, Instant> {
  Int8: number
  Int16: number
  Int32: number
  Int64: Integer64
  UInt8: number
  UInt16: number
  UInt32: number
  UInt64: Integer64
  Float32: number
  Float64: number
  Boolean: boolean
  Utf8: string
  LargeUtf8: string
  Binary: Uint8Array
  Date32: string
  'Timestamp(Nanosecond, Some("+00:00"))': Instant
}

/** Names of Arrow types that a value can be cast to. */
export type ArrowTypeName = keyof CastResults<unknown, unknown>

/** Bytes, text and casts. */
export class TextFunctions<DB, TB extends keyof DB> extends AggregateFunctions<DB, TB> {
  /** Bytes as lower-case hex text, the form of trace and span ids. `encode("trace_id", 'hex')` */
  hex<A extends Argument<DB, TB, Uint8Array>>(bytes: A): ExpressionWrapper<DB, TB, string | NullOf<DB, TB, A>> {
    return this.call('encode', bytes, sql.val('hex'))
  }

  /** A value as another Arrow type, exactly the one named. */
  arrowCast<A extends Argument<DB, TB, unknown>, N extends ArrowTypeName>(
    value: A,
    type: N,
  ): ExpressionWrapper<DB, TB, CastResults<TypesOf<DB>['int64'], TypesOf<DB>['timestamp']>[N] | NullOf<DB, TB, A>> {
    return this.call('arrow_cast', value, sql.val(type))
  }

  /** The name of a value's Arrow type. */
  arrowTypeof(value: Argument<DB, TB, unknown>): ExpressionWrapper<DB, TB, string> {
    return this.call('arrow_typeof', value)
  }

  /** Whether a list holds an item. `array_has("tags", 'cpu')` */
  arrayHas<A extends Argument<DB, TB, readonly unknown[]>>(
    list: A,
    item: string | number | bigint | boolean,
  ): ExpressionWrapper<DB, TB, boolean | NullOf<DB, TB, A>> {
    return this.call('array_has', list, sql.val(item))
  }

  /** The raw bytes of a block's events, as they were uploaded. */
  getPayload(
    processId: Argument<DB, TB, string>,
    streamId: Argument<DB, TB, string>,
    blockId: Argument<DB, TB, string>,
  ): ExpressionWrapper<DB, TB, Uint8Array> {
    return this.call('get_payload', this.text(processId), this.text(streamId), this.text(blockId))
  }
}
