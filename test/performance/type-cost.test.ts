import { expect, it } from 'vitest'
import { builtinViewSets } from '../../src/index.js'
import type { ColumnType } from '../../src/types/column-type.js'
import { type Columns, propertyName } from '../../src/views/view-set.js'
import { errorsOf, root, virtualProgram } from '../support/virtual-program.js'

const queries = `
  export const q1 = () => db.selectFrom('log_entries').select(['time', 'process_id', 'level', 'target', 'msg'])
    .where('level', '<=', 4).where('exe', 'like', '%x%').orderBy('time', 'desc').limit(2).execute()
  export const q2 = () => db.selectFrom('processes as p').innerJoin('streams as s', 's.process_id', 'p.process_id')
    .select(['p.exe', 's.tags', 's.stream_id']).where('p.exe', 'is not', null).execute()
  export const q3 = () => db.with('x', (q) => q.selectFrom('measures').select(['name', 'value', 'time']).where('value', '>', 1))
    .selectFrom('x').select(['x.name']).groupBy('x.name').execute()
  export const q4 = () => db.selectFrom('blocks').selectAll().where('nb_objects', '>', 3).execute()
  export const q5 = () => db.selectFrom('log_stats').select((eb) => ['target', eb.fn.countAll<bigint>().as('n')])
    .groupBy('target').having((eb) => eb.fn.countAll(), '>', 1).execute()
`

/** The interface that somebody would write by hand for the same tables. */
function handWritten(): string {
  const tables = Object.values(builtinViewSets)
    .filter(({ instances }) => (instances as readonly string[]).includes('global'))
    .map(({ name, columns }) => {
      const members = Object.entries(columns as Columns).map(([column, { declaration }]) => {
        return `${propertyName(column)}: ${textOf(declaration.type)}${declaration.nullable ? ' | null' : ''}`
      })
      return `${name}: { ${members.join('; ')} }`
    })
  return `interface Database { ${tables.join('; ')} }`
}

function textOf(type: ColumnType): string {
  switch (type.kind) {
    case 'dictionary':
      return textOf(type.value)
    case 'integer':
      return type.bits === 64 ? 'bigint' : 'number'
    case 'float':
      return 'number'
    case 'utf8':
      return 'string'
    case 'timestamp':
      return 'Timestamp'
    case 'list':
      return `${textOf(type.item.type)}[]`
    case 'jsonb':
      return 'Properties'
    default:
      return 'Uint8Array'
  }
}

function compile(text: string): { readonly errors: readonly string[]; readonly instantiations: number } {
  const path = `${root}test/performance/compiled-text.ts`
  const program = virtualProgram(new Map([[path, text]]))
  return { errors: errorsOf(program, path), instantiations: program.getInstantiationCount() }
}

it('five queries cost the compiler hardly more than over a hand-written interface of the same tables', () => {
  const ours = compile(`
    import { createMicromegas } from '../../src/index.js'
    const db = createMicromegas({ url: '' })
    ${queries}`)
  const byHand = compile(`
    import type { MicromegasKysely, Properties, Timestamp } from '../../src/index.js'
    ${handWritten()}
    declare const db: MicromegasKysely<Database>
    ${queries}`)
  console.info(`instantiations: ${ours.instantiations}, over a hand-written interface ${byHand.instantiations}`)
  expect([...ours.errors, ...byHand.errors]).toEqual([])
  expect(ours.instantiations / byHand.instantiations).toBeLessThanOrEqual(1.15)
})
