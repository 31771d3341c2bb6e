import { type ExpressionWrapper, sql } from 'kysely'
import type { ResolvedTypes } from '../../types/type-options.js'
import type { TypesOf } from '../../views/database.js'
import type { Argument, NullOf } from './arguments.js'
import { call, utf8 } from './call.js'

/** TypeScript types of the types that a value can be cast to. */
interface CastResults<R extends ResolvedTypes> {
  Int8: number
  Int16: number
  Int32: number
  Int64: R['int64']
  UInt8: number
  UInt16: number
  UInt32: number
  UInt64: R['int64']
  Float32: number
  Float64: number
  Boolean: boolean
  Utf8: string
  LargeUtf8: string
  Binary: Uint8Array
  Date32: string
  'Timestamp(Nanosecond, Some("+00:00"))': R['timestamp']
}

/** Names of Arrow types that a value can be cast to. */
export type ArrowTypeName = keyof CastResults<ResolvedTypes>

/** Bytes, text, lists and casts. */
export interface TextFunctions<DB, TB extends keyof DB> {
  /**
   * Returns bytes as lower-case hex text, the form in which people write trace and span ids.
   *
   * ```sql
   * encode("trace_id", 'hex')
   * ```
   */
  hex<A extends Argument<DB, TB, Uint8Array>>(bytes: A): ExpressionWrapper<DB, TB, string | NullOf<DB, TB, A>>

  /** Casts a value to exactly the Arrow type that is named. */
  arrowCast<A extends Argument<DB, TB, unknown>, N extends ArrowTypeName>(
    value: A,
    type: N,
  ): ExpressionWrapper<DB, TB, CastResults<TypesOf<DB>>[N] | NullOf<DB, TB, A>>

  /** Returns the name of a value's Arrow type. */
  arrowTypeof(value: Argument<DB, TB, unknown>): ExpressionWrapper<DB, TB, string>

  /**
   * Tells whether a list contains an item.
   *
   * ```sql
   * array_has("tags", 'cpu')
   * ```
   */
  arrayHas<A extends Argument<DB, TB, readonly unknown[]>>(
    list: A,
    item: string | number | bigint | boolean,
  ): ExpressionWrapper<DB, TB, boolean | NullOf<DB, TB, A>>

  /** Returns the raw bytes of a block's events, as they were uploaded. */
  getPayload(
    processId: Argument<DB, TB, string>,
    streamId: Argument<DB, TB, string>,
    blockId: Argument<DB, TB, string>,
  ): ExpressionWrapper<DB, TB, Uint8Array>
}

export const textFunctions: TextFunctions<any, any> = {
  hex: (bytes) => call('encode', bytes, sql.val('hex')),
  arrowCast: (value, type) => call('arrow_cast', value, sql.val(type)),
  arrowTypeof: (value) => call('arrow_typeof', value),
  arrayHas: (list, item) => call('array_has', list, sql.val(item)),
  getPayload: (processId, streamId, blockId) => call('get_payload', utf8(processId), utf8(streamId), utf8(blockId)),
}
