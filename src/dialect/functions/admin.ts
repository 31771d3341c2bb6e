import { type ExpressionWrapper, sql } from 'kysely'
import { type InstantInput, Timestamp } from '../../types/timestamp.js'
import { textConstant } from './family.js'
import { TextFunctions } from './text.js'

/** Functions that only administrators have. Each acts when the query runs, and says in text what it did. */
export class AdminFunctions<DB, TB extends keyof DB> extends TextFunctions<DB, TB> {
  /** Retires one partition by its file. The result begins with `SUCCESS:` or `ERROR:`. */
  retirePartitionByFile(path: string): ExpressionWrapper<DB, TB, string> {
    return this.call('retire_partition_by_file', textConstant('retirePartitionByFile: the path', path))
  }

  /** Retires one partition by what names it. The result begins with `SUCCESS:` or `ERROR:`. */
  retirePartitionByMetadata(
    viewSet: string,
    instanceId: string,
    beginInsertTime: InstantInput,
    endInsertTime: InstantInput,
    schemaHash: Uint8Array,
  ): ExpressionWrapper<DB, TB, string> {
    return this.call(
      'retire_partition_by_metadata',
      textConstant('retirePartitionByMetadata: the view set', viewSet),
      textConstant('retirePartitionByMetadata: the instance', instanceId),
      sql.val(Timestamp.from(beginInsertTime)),
      sql.val(Timestamp.from(endInsertTime)),
      sql.val(schemaHash),
    )
  }

  /** Lifts a rule by which the service refuses queries. */
  removeQueryDenial(ruleId: string): ExpressionWrapper<DB, TB, string> {
    return this.call('remove_query_denial', textConstant('removeQueryDenial: the rule', ruleId))
  }
}
