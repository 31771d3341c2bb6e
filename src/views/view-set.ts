import { invalidArgument, type MicromegasError } from '../errors.js'
import { Column, type Columns, type ColumnValue, type TimestampMark } from '../types/column.js'
import type { ResolvedTypes } from '../types/type-options.js'

/**
 * What names the instances of a view set: `'global'` is the one instance over all processes, which is a table under the bare
 * name; the others have the id of a process or of a stream, and are read by {@link viewInstance}.
 */
export type InstanceKind = 'global' | 'process' | 'stream'

export type { Columns }

/**
 * How the service itself keeps a built-in view set, beyond its columns. The embedded service behaves the same way; views
 * that users declare have none of this.
 */
export interface ServiceFacts {
  /** The version of the schema, as `list_view_sets` reports it: lower-case hex. */
  readonly schemaHash: string
  /**
   * What must exist before an instance can be read: the process, the process with blocks in the query's time range, or the
   * stream. Without it, an instance that does not exist is empty.
   */
  readonly prerequisite?: 'process' | 'process in range' | 'stream'
  /** The column in whose order rows are stored and read. */
  readonly orderedBy?: string
  /** Computed from other views: a VIEW in the `information_schema`, over a table of partitions. */
  readonly derived?: true
  /** The service's answer to `view_instance(…, 'global')` for a view set without a global instance. */
  readonly globalRefusal?: string
}

/** A declared view set. Static tables and views made by DDL are declared the same way, with the instance `'global'` alone. */
export interface ViewSet<Name extends string, C, I extends InstanceKind> {
  readonly name: Name
  readonly columns: C
  readonly instances: readonly I[]
  /**
   * The columns that the service filters by the query's time range: none, one instant, or the begin and the end of an
   * interval, which matches by overlap.
   */
  readonly timeColumns: readonly string[]
  /** Whether the service refuses to read it without a time range. `unbounded` is refused, too. */
  readonly rangeMandatory: boolean
  /** The contents of the view set, for people. */
  readonly description: string | undefined
  /** How the service keeps it, where it is one of the service's own. */
  readonly service: ServiceFacts | undefined
}

export type AnyViewSet = ViewSet<string, any, InstanceKind>

/** View sets by name. */
export type AnyViewSets = Readonly<Record<string, AnyViewSet>>

type TimeColumn<C> = { [K in keyof C]: C[K] extends Column<TimestampMark, boolean> ? K : never }[keyof C] & string

/** What {@link defineViewSet} takes. */
export interface ViewSetDeclaration<C extends Columns, I extends InstanceKind> {
  readonly columns: C
  readonly instances: readonly I[]
  readonly timeColumns: readonly [] | readonly [TimeColumn<C>] | readonly [TimeColumn<C>, TimeColumn<C>]
  /** The service refuses to read it without a time range, as it does `thread_spans`. Default: false. */
  readonly rangeMandatory?: boolean
  readonly description?: string
  /** How the service keeps it, where it is one of the service's own. */
  readonly service?: ServiceFacts
}

/**
 * Makes a view set of its declaration: {@link defineViewSet} without the check against the names of table functions, which
 * are declared by means of view sets themselves.
 *
 * @throws `invalid_argument` as {@link defineViewSet} does
 */
export function makeViewSet<const Name extends string, C extends Columns, const I extends InstanceKind>(
  name: Name,
  declaration: ViewSetDeclaration<C, I>,
): ViewSet<Name, C, I> {
  const { columns, instances, timeColumns, rangeMandatory = false, description, service } = declaration
  checkName(name)
  checkColumns(name, columns)
  checkInstances(name, instances)
  checkTimeColumns(name, timeColumns, columns)
  if (rangeMandatory && timeColumns.length === 0) {
    throw refusal(name, 'its time range cannot be mandatory without a time column.')
  }
  return Object.freeze({
    name,
    columns: Object.freeze({ ...columns }),
    instances: Object.freeze([...instances]),
    timeColumns: Object.freeze([...timeColumns]),
    rangeMandatory,
    description,
    service,
  })
}

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/
const dottedIdentifier = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/
const instanceKinds: ReadonlySet<string> = new Set<InstanceKind>(['global', 'process', 'stream'])

/** The error for a declaration that cannot work. */
export function refusal(viewSet: string, reason: string): MicromegasError {
  return invalidArgument(`View set ${JSON.stringify(viewSet)}: ${reason}`)
}

function checkName(name: string): void {
  if (!identifier.test(name)) {
    throw refusal(name, 'its name must be letters, digits and underscores, and must not begin with a digit.')
  }
}

function checkColumns(view: string, columns: Columns): void {
  const names = Object.keys(columns)
  if (names.length === 0) throw refusal(view, 'it has no columns.')
  const byProperty = new Map<string, string>()
  for (const name of names) {
    if (!(columns[name] instanceof Column)) {
      throw refusal(view, `column ${JSON.stringify(name)} was not made by \`column\`.`)
    }
    if (!dottedIdentifier.test(name)) {
      throw refusal(
        view,
        `the column name ${JSON.stringify(name)} must be letters, digits and underscores, with single dots between them.`,
      )
    }
    const property = propertyName(name)
    const other = byProperty.get(property)
    if (other !== undefined) {
      throw refusal(view, `its columns "${other}" and "${name}" would both be named ${property} in TypeScript.`)
    }
    byProperty.set(property, name)
  }
}

function checkInstances(view: string, instances: readonly string[]): void {
  if (instances.length === 0)
    throw refusal(view, "it needs at least one kind of instance: 'global', 'process' or 'stream'.")
  const unknown = instances.find((kind) => !instanceKinds.has(kind))
  if (unknown !== undefined) {
    throw refusal(
      view,
      `unknown kind of instance ${JSON.stringify(unknown)}; supported: 'global', 'process', 'stream'.`,
    )
  }
  if (new Set(instances).size !== instances.length) throw refusal(view, 'it lists a kind of instance twice.')
}

function checkTimeColumns(view: string, timeColumns: readonly string[], columns: Columns): void {
  if (timeColumns.length > 2) {
    throw refusal(view, 'it has more than two time columns: declare one instant, or a begin and an end.')
  }
  for (const name of timeColumns) {
    const column = Object.hasOwn(columns, name) ? columns[name] : undefined
    if (column === undefined) throw refusal(view, `its time column ${JSON.stringify(name)} is not one of its columns.`)
    if (column.declaration.type.kind !== 'timestamp') {
      throw refusal(view, `its time column ${JSON.stringify(name)} is not a timestamp.`)
    }
  }
}

/** Returns the TypeScript name of a column: dots become underscores. */
export function propertyName(column: string): string {
  return column.replaceAll('.', '_')
}

/** The TypeScript name of a column: dots become underscores, so that `streams.tags` is `streams_tags`. */
export type PropertyName<C extends string> = C extends `${infer A}.${infer B}` ? PropertyName<`${A}_${B}`> : C

/** An intersection as one object: what editors show, and what the compiler computes once. */
export type Flat<T> = { [K in keyof T]: T[K] }

/**
 * The row type of declared columns under the handle's options. Names without dots are left alone: the compiler would
 * compute renamed keys again at every use.
 */
export type RowOf<C, R extends ResolvedTypes> =
  Extract<keyof C, `${string}.${string}`> extends never
    ? { readonly [K in keyof C]: ColumnValue<C[K], R> }
    : Flat<{ readonly [K in keyof C as PropertyName<K & string>]: ColumnValue<C[K], R> }>

export type InstancesOf<V> = V extends ViewSet<string, any, infer I> ? I : never
export type ColumnsOf<V> = V extends ViewSet<string, infer C, InstanceKind> ? C : never
