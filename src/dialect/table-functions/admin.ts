import { invalidArgument } from '../../errors.js'
import type { InstantInput } from '../../types/timestamp.js'
import type { TableFunctionRelation } from '../../views/instances/relation.js'
import type { AdministratorFunction } from '../../views/table-functions.js'
import { instantTexts, tableFunctionRelation } from './relation.js'

type CamelCase<Name extends string> = Name extends `${infer A}_${infer B}` ? `${A}${Capitalize<CamelCase<B>>}` : Name

/**
 * Table functions for administrators. Begin and end are insert times, both inclusive.
 *
 * ```ts
 * db.selectFrom(admin.listQueryDenials()).selectAll()
 * ```
 */
export const admin = {
  /** Retires the partitions of one view instance whose insert times lie within the range. */
  retirePartitions<const A extends string = 'retire_partitions'>(
    viewSet: string,
    instanceId: string,
    begin: InstantInput,
    end: InstantInput,
    alias?: A,
  ): TableFunctionRelation<'retire_partitions', A> {
    return tableFunctionRelation('retire_partitions', [viewSet, instanceId, ...instantTexts(begin, end)], alias)
  },
  /**
   * Materializes partitions of a global instance, `partitionSeconds` of insert time each. Failures come back as rows, not
   * as an error: read `msg`.
   *
   * @throws `invalid_argument` for anything but a positive whole number of seconds
   */
  materializePartitions<const A extends string = 'materialize_partitions'>(
    viewSet: string,
    begin: InstantInput,
    end: InstantInput,
    partitionSeconds: number,
    alias?: A,
  ): TableFunctionRelation<'materialize_partitions', A> {
    checkSeconds(partitionSeconds)
    const args = [viewSet, ...instantTexts(begin, end), partitionSeconds]
    return tableFunctionRelation('materialize_partitions', args, alias)
  },
  /**
   * Builds partitions of a global instance anew, `partitionSeconds` of insert time each. Failures come back as rows, not as
   * an error: read `msg`.
   *
   * @throws `invalid_argument` for anything but a positive whole number of seconds
   */
  regeneratePartitions<const A extends string = 'regenerate_partitions'>(
    viewSet: string,
    begin: InstantInput,
    end: InstantInput,
    partitionSeconds: number,
    alias?: A,
  ): TableFunctionRelation<'regenerate_partitions', A> {
    checkSeconds(partitionSeconds)
    const args = [viewSet, ...instantTexts(begin, end), partitionSeconds]
    return tableFunctionRelation('regenerate_partitions', args, alias)
  },
  /** Lists the rules by which the service refuses queries. */
  listQueryDenials<const A extends string = 'list_query_denials'>(
    alias?: A,
  ): TableFunctionRelation<'list_query_denials', A> {
    return tableFunctionRelation('list_query_denials', [], alias)
  },
  /** Adds a rule by which the service refuses queries: an SQL condition over the fields of the audit record. */
  denyQueries<const A extends string = 'deny_queries'>(
    matchExpression: string,
    reason: string,
    alias?: A,
  ): TableFunctionRelation<'deny_queries', A> {
    return tableFunctionRelation('deny_queries', [matchExpression, reason], alias)
  },
  /** Lists the definitions of the view sets that were made by DDL. */
  listViewSetDefinitions<const A extends string = 'list_view_set_definitions'>(
    alias?: A,
  ): TableFunctionRelation<'list_view_set_definitions', A> {
    return tableFunctionRelation('list_view_set_definitions', [], alias)
  },
  // All functions that are declared to be for administrators, and no others.
} satisfies Readonly<Record<CamelCase<AdministratorFunction>, unknown>>

function checkSeconds(seconds: number): void {
  if (!Number.isSafeInteger(seconds) || seconds <= 0) {
    throw invalidArgument(`The length of partitions must be a positive whole number of seconds, not ${seconds}.`)
  }
}
