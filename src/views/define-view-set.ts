import { isTableFunction } from './table-functions.js'
import {
  type Columns,
  type InstanceKind,
  makeViewSet,
  refusal,
  type ViewSet,
  type ViewSetDeclaration,
} from './view-set.js'

/**
 * Declares a view set, a static table or a view made by DDL.
 *
 * @example
 * ```ts
 * const frame_times = defineViewSet('frame_times', {
 *   instances: ['global', 'process'],
 *   timeColumns: ['time'],
 *   columns: { time: column.timestamp(), frame: column.int64(), ms: column.float64().describe('unit: ms') },
 * })
 * ```
 * @throws `invalid_argument` for a declaration that cannot work: a name that is not an identifier or is that of a table
 * function, two columns that become one TypeScript name, a time column that is not a timestamp, an unknown instance kind
 */
export function defineViewSet<const Name extends string, C extends Columns, const I extends InstanceKind>(
  name: Name,
  declaration: ViewSetDeclaration<C, I>,
): ViewSet<Name, C, I> {
  if (isTableFunction(name)) throw refusal(name, 'its name is that of a table function of the service.')
  return makeViewSet(name, declaration)
}
