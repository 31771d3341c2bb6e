import { describe, expect, it } from 'vitest'
import { type AnyViewSets, builtinViewSets } from '../../src/index.js'
import type { ColumnType } from '../../src/types/column-type.js'
import { type Columns, propertyName } from '../../src/views/view-set.js'
import { errorsOf, root, virtualProgram } from '../support/virtual-program.js'

/** What 64-bit integers and timestamps are in TypeScript. */
interface Values {
  readonly int64: string
  readonly timestamp: string
}

const exact: Values = { int64: 'bigint', timestamp: 'Timestamp' }
const plain: Values = { int64: 'number', timestamp: 'Date' }
const plainOptions = `types: { int64: 'number', timestamp: 'date' }`

/** Five queries over the tables, whose names begin with `prefix`. */
const queries = ({ int64 }: Values, prefix = '') => `
  export const q1 = () => db.selectFrom('${prefix}log_entries').select(['time', 'process_id', 'level', 'target', 'msg'])
    .where('level', '<=', 4).where('exe', 'like', '%x%').orderBy('time', 'desc').limit(2).execute()
  export const q2 = () => db.selectFrom('${prefix}processes as p').innerJoin('${prefix}streams as s', 's.process_id', 'p.process_id')
    .select(['p.exe', 's.tags', 's.stream_id']).where('p.exe', 'is not', null).execute()
  export const q3 = () => db.with('x', (q) => q.selectFrom('${prefix}measures').select(['name', 'value', 'time']).where('value', '>', 1))
    .selectFrom('x').select(['x.name']).groupBy('x.name').execute()
  export const q4 = () => db.selectFrom('${prefix}blocks').selectAll().where('nb_objects', '>', 3).execute()
  export const q5 = () => db.selectFrom('${prefix}log_stats').select((eb) => ['target', eb.fn.countAll<${int64}>().as('n')])
    .groupBy('target').having((eb) => eb.fn.countAll(), '>', 1).execute()
`

const tables = Object.values<AnyViewSets[string]>(builtinViewSets).filter(({ instances }) =>
  instances.includes('global'),
)

const columnsOf = (columns: Columns): [name: string, type: ColumnType, nullable: boolean][] =>
  Object.entries(columns).map(([name, { declaration }]) => [name, declaration.type, declaration.nullable])

/** The program of somebody who writes the interface of the same tables by hand. */
function handWritten(values: Values, prefix = ''): string {
  const interfaces = tables.map(({ name, columns }) => {
    const members = columnsOf(columns).map(
      ([column, type, nullable]) => `${propertyName(column)}: ${typeText(type, values)}${nullable ? ' | null' : ''}`,
    )
    return `${prefix}${name}: { ${members.join('; ')} }`
  })
  return `
    import type { MicromegasKysely, Properties, Timestamp } from '../../src/index.js'
    interface Database { ${interfaces.join('; ')} }
    declare const db: MicromegasKysely<Database>
    ${queries(values, prefix)}`
}

function typeText(type: ColumnType, values: Values): string {
  switch (type.kind) {
    case 'dictionary':
      return typeText(type.value, values)
    case 'integer':
      return type.bits === 64 ? values.int64 : 'number'
    case 'float':
      return 'number'
    case 'utf8':
      return 'string'
    case 'timestamp':
      return values.timestamp
    case 'list':
      return `${typeText(type.item.type, values)}[]`
    case 'jsonb':
      return 'Properties'
    default:
      return 'Uint8Array'
  }
}

/** Declares the built-in tables again, under names of their own. */
function declarations(prefix: string): string {
  const sets = tables.map(({ name, columns, instances }) => {
    const members = columnsOf(columns).map(
      ([column, type, nullable]) => `'${column}': ${builderText(type)}${nullable ? '.nullable()' : ''}`,
    )
    return `const ${prefix}${name} = defineViewSet('${prefix}${name}', {
      instances: ${JSON.stringify(instances)}, timeColumns: [], columns: { ${members.join(', ')} } })`
  })
  return `
    import { builtinViewSets, column, createMicromegas, defineViewSet, defineViewSets, type Properties } from '../../src/index.js'
    ${sets.join('\n')}
    const viewSets = defineViewSets({ ...builtinViewSets, ${tables.map(({ name }) => prefix + name).join(', ')} })`
}

function builderText(type: ColumnType): string {
  switch (type.kind) {
    case 'dictionary':
      return `column.dictionary(${builderText(type.value)})`
    case 'integer':
      return `column.${type.signed ? 'int' : 'uint'}${type.bits}()`
    case 'float':
      return `column.float${type.bits}()`
    case 'list':
      return `column.list(${builderText(type.item.type)})`
    case 'jsonb':
      return 'column.jsonb<Properties>()'
    case 'utf8':
    case 'timestamp':
      return `column.${type.kind}()`
    default:
      return 'column.binary()'
  }
}

function compile(text: string): { readonly errors: readonly string[]; readonly instantiations: number } {
  const path = `${root}test/performance/compiled-text.ts`
  const program = virtualProgram(new Map([[path, text]]))
  return { errors: errorsOf(program, path), instantiations: program.getInstantiationCount() }
}

const importing = `import { createMicromegas } from '../../src/index.js'`

describe('five queries cost the compiler hardly more than with a hand-written interface of the same tables', () => {
  // Measured: 1.01, 1.07, 1.14 and 1.15.
  it.each([
    ['with the defaults', `${importing}\n const db = createMicromegas({ url: '' })`, exact, '', 1.05],
    ['with type options', `${importing}\n const db = createMicromegas({ url: '', ${plainOptions} })`, plain, '', 1.15],
    [
      'over declared view sets',
      `${declarations('my_')}\n const db = createMicromegas({ url: '', viewSets })`,
      exact,
      'my_',
      1.2,
    ],
    [
      'over declared view sets with type options',
      `${declarations('my_')}\n const db = createMicromegas({ url: '', viewSets, ${plainOptions} })`,
      plain,
      'my_',
      1.2,
    ],
  ] as const)('%s', (_, making, values, prefix, allowed) => {
    const ours = compile(`${making}\n${queries(values, prefix)}`)
    const byHand = compile(handWritten(values, prefix))
    console.info(`instantiations: ${ours.instantiations}, over a hand-written interface ${byHand.instantiations}`)
    expect([...ours.errors, ...byHand.errors]).toEqual([])
    expect(ours.instantiations / byHand.instantiations).toBeLessThanOrEqual(allowed)
  })
})
