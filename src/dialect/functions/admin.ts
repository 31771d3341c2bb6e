import { type ExpressionWrapper, sql } from 'kysely'
import { type InstantInput, Timestamp } from '../../types/timestamp.js'
import { call } from './call.js'
import { textConstant } from './constants.js'

/** Functions for administrators. Each acts when the query runs, and returns what it did as text. */
export interface AdminFunctions<DB, TB extends keyof DB> {
  /** Retires one partition by its file. The result begins with `SUCCESS:` or `ERROR:`. */
  retirePartitionByFile(path: string): ExpressionWrapper<DB, TB, string>

  /** Retires one partition by its view instance, insert times and schema. The result begins with `SUCCESS:` or `ERROR:`. */
  retirePartitionByMetadata(
    viewSet: string,
    instanceId: string,
    beginInsertTime: InstantInput,
    endInsertTime: InstantInput,
    schemaHash: Uint8Array,
  ): ExpressionWrapper<DB, TB, string>

  /** Removes a rule by which the service refuses queries. */
  removeQueryDenial(ruleId: string): ExpressionWrapper<DB, TB, string>
}

export const adminFunctions: AdminFunctions<any, any> = {
  retirePartitionByFile: (path) =>
    call('retire_partition_by_file', textConstant('retirePartitionByFile: the path', path)),
  retirePartitionByMetadata: (viewSet, instanceId, beginInsertTime, endInsertTime, schemaHash) =>
    call(
      'retire_partition_by_metadata',
      textConstant('retirePartitionByMetadata: the view set', viewSet),
      textConstant('retirePartitionByMetadata: the instance id', instanceId),
      sql.val(Timestamp.from(beginInsertTime)),
      sql.val(Timestamp.from(endInsertTime)),
      sql.val(schemaHash),
    ),
  removeQueryDenial: (ruleId) => call('remove_query_denial', textConstant('removeQueryDenial: the rule id', ruleId)),
}
