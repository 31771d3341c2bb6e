import { MicromegasError } from '../errors.js'
import { type AnyColumn, Column, type ColumnValue, type TimestampMark } from '../types/column.js'
import type { ResolvedTypes } from '../types/type-options.js'
import { tableFunctionNames } from './table-function-names.js'

/**
 * What the instances of a view set are named by: `'global'` is the one instance over all processes, reachable as a table
 * under the bare name; the others are named by the id of a process or of a stream and reached by {@link viewInstance}.
 */
export type InstanceKind = 'global' | 'process' | 'stream'

/** Columns by their SQL names. */
export type Columns = Readonly<Record<string, AnyColumn>>

/** A declared view set. Also declares static tables and views made by DDL: those have the instance `'global'` alone. */
export interface ViewSet<Name extends string, C, I extends InstanceKind> {
  readonly name: Name
  readonly columns: C
  readonly instances: readonly I[]
  /**
   * The columns that the service filters by the query's time range: none, one instant, or the begin and the end of an
   * interval, which matches by overlap.
   */
  readonly timeColumns: readonly string[]
  /** What the view set holds, for people. */
  readonly description: string | undefined
}

export type AnyViewSet = ViewSet<string, any, InstanceKind>

/** View sets by name. */
export type AnyViewSets = Readonly<Record<string, AnyViewSet>>

type TimeColumn<C> = { [K in keyof C]: C[K] extends Column<TimestampMark, boolean> ? K : never }[keyof C] & string

export interface ViewSetDeclaration<C extends Columns, I extends InstanceKind> {
  readonly columns: C
  readonly instances: readonly I[]
  readonly timeColumns: readonly [] | readonly [TimeColumn<C>] | readonly [TimeColumn<C>, TimeColumn<C>]
  readonly description?: string
}

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
 * @throws `invalid_argument` for a declaration that cannot work: a name that is no identifier, two columns that become
 * one TypeScript name, a time column that is no timestamp, an instance kind that does not exist
 */
export function defineViewSet<const Name extends string, C extends Columns, const I extends InstanceKind>(
  name: Name,
  declaration: ViewSetDeclaration<C, I>,
): ViewSet<Name, C, I> {
  checkName(name)
  checkColumns(name, declaration.columns)
  checkInstances(name, declaration.instances)
  checkTimeColumns(name, declaration.timeColumns, declaration.columns)
  return Object.freeze({
    name,
    columns: Object.freeze({ ...declaration.columns }),
    instances: Object.freeze([...declaration.instances]),
    timeColumns: Object.freeze([...declaration.timeColumns]),
    description: declaration.description,
  })
}

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/
const dottedIdentifier = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/
const instanceKinds: ReadonlySet<string> = new Set<InstanceKind>(['global', 'process', 'stream'])

function refuse(view: string, reason: string): never {
  throw new MicromegasError('invalid_argument', `View set ${JSON.stringify(view)}: ${reason}`)
}

function checkName(name: string): void {
  if (!identifier.test(name))
    refuse(name, 'its name is no identifier (letters, digits and underscores, no digit first).')
  if (tableFunctionNames.has(name)) refuse(name, 'its name is that of a table function.')
}

function checkColumns(view: string, columns: Columns): void {
  const names = Object.keys(columns)
  if (names.length === 0) refuse(view, 'it has no columns.')
  const byProperty = new Map<string, string>()
  for (const name of names) {
    if (!(columns[name] instanceof Column)) refuse(view, `column ${JSON.stringify(name)} was not made by \`column\`.`)
    if (!dottedIdentifier.test(name)) {
      refuse(
        view,
        `the column name ${JSON.stringify(name)} is no identifier (letters, digits, underscores, and dots between).`,
      )
    }
    const property = propertyName(name)
    const other = byProperty.get(property)
    if (other !== undefined) refuse(view, `its columns "${other}" and "${name}" both become ${property} in TypeScript.`)
    byProperty.set(property, name)
  }
}

function checkInstances(view: string, instances: readonly string[]): void {
  if (instances.length === 0) refuse(view, "it has no instances: give 'global', 'process' or 'stream'.")
  for (const kind of instances) {
    if (!instanceKinds.has(kind))
      refuse(view, `there are no instances of kind ${JSON.stringify(kind)}: give 'global', 'process' or 'stream'.`)
  }
  if (new Set(instances).size !== instances.length) refuse(view, 'it names a kind of instance twice.')
}

function checkTimeColumns(view: string, timeColumns: readonly string[], columns: Columns): void {
  if (timeColumns.length > 2)
    refuse(view, 'it has more than two time columns: give one instant, or a begin and an end.')
  for (const name of timeColumns) {
    const column = Object.hasOwn(columns, name) ? columns[name] : undefined
    if (column === undefined) refuse(view, `its time column ${JSON.stringify(name)} is not among its columns.`)
    if (column.declaration.type.kind !== 'timestamp')
      refuse(view, `its time column ${JSON.stringify(name)} is no timestamp.`)
  }
}

/** The TypeScript name of a column, at run time. */
export function propertyName(column: string): string {
  return column.replaceAll('.', '_')
}

/** The TypeScript name of a column: dots become underscores, `streams.tags` is `streams_tags`. */
export type PropertyName<C extends string> = C extends `${infer A}.${infer B}` ? PropertyName<`${A}_${B}`> : C

/** The row type of declared columns under the handle's options. */
export type RowOf<C, R extends ResolvedTypes> = {
  readonly [K in keyof C as PropertyName<K & string>]: ColumnValue<C[K], R>
}

export type InstancesOf<V> = V extends ViewSet<string, any, infer I> ? I : never
export type ColumnsOf<V> = V extends ViewSet<string, infer C, InstanceKind> ? C : never
