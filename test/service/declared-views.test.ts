import { Kysely, sql } from 'kysely'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { arrowTypeName } from '../../src/dialect/arrow-type-name.js'
import type { MicromegasIntrospector } from '../../src/dialect/introspector.js'
import {
  builtinViewSets,
  column,
  createMicromegas,
  defineViewSet,
  defineViewSets,
  during,
  listViewSets,
  MicromegasDialect,
} from '../../src/index.js'
import type { AnyViewSet } from '../../src/views/view-set.js'

const { url, range, processes } = inject('service')
const timeRange = during(range.begin, range.end)
const db = createMicromegas({ url, timeRange })
afterAll(() => db.destroy())

/** An id for an instance of a view set that has no global one. */
const instanceId = ({ instances }: AnyViewSet) =>
  instances.includes('stream') ? processes.generator.threadStreamId : processes.generator.processId

describe('built-in view sets match the service', () => {
  it('in their names', async () => {
    const { rows } = await sql<{ view_set_name: string }>`select view_set_name from list_view_sets()`.execute(db)
    expect(rows.map((row) => row.view_set_name).sort()).toEqual(Object.keys(builtinViewSets).sort())
  })

  it.each(Object.values<AnyViewSet>(builtinViewSets).map((set) => [set.name, set] as const))(
    '%s',
    async (name, set) => {
      const source = set.instances.includes('global') ? `"${name}"` : `view_instance('${name}', '${instanceId(set)}')`
      const described = await db.client.query<{ column_name: string; data_type: string; is_nullable: string }>(
        `describe select * from ${source}`,
      )
      const declared = Object.entries(
        set.columns as Record<string, { declaration: { type: never; nullable: boolean } }>,
      ).map(([column_name, { declaration }]) => ({
        column_name,
        data_type: engineName(arrowTypeName(declaration.type)),
        is_nullable: declaration.nullable ? 'YES' : 'NO',
      }))
      expect(described.map((row) => ({ ...row, data_type: engineName(row.data_type) }))).toEqual(declared)
    },
  )
})

/** The engine prints names in more than one form: units short, fields of lists with their names. */
function engineName(type: string): string {
  return type
    .replace('Timestamp(ns, "+00:00")', 'Timestamp(Nanosecond, Some("+00:00"))')
    .replace(/List\((?:non-null )?(\w+)(?:, field: '\w+')?\)/, 'List($1)')
}

describe('a static table', () => {
  const regions = defineViewSet('regions', {
    instances: ['global'],
    timeColumns: [],
    columns: { code: column.utf8().nullable(), label: column.utf8().nullable(), players: column.int64().nullable() },
  })
  const views = defineViewSets({ ...builtinViewSets, regions })

  it('is read as declared, without a time range', async () => {
    await using own = createMicromegas({ url, viewSets: views })
    const rows = await own.selectFrom('regions').select(['code', 'label', 'players']).orderBy('code').execute()
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.map(({ code }) => typeof code)).toContain('string')
    expect(rows.map(({ players }) => typeof players)).toContain('bigint')
  })

  it('fails with the name of the column if its declaration is wrong', async () => {
    const wrong = defineViewSet('regions', {
      instances: ['global'],
      timeColumns: [],
      columns: { code: column.int64() },
    })
    await using own = createMicromegas({ url, viewSets: defineViewSets({ regions: wrong }) })
    await expect(own.selectFrom('regions').select('code').execute()).rejects.toMatchObject({
      code: 'protocol',
      message: expect.stringContaining('"code"'),
    })
  })
})

describe('introspection', () => {
  it('lists views with their columns, and no internal tables', async () => {
    const tables = await db.introspection.getTables()
    const names = tables.map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining(['blocks', 'log_entries', 'log_stats', 'measures', 'processes', 'streams']),
    )
    expect(names.filter((name) => name.startsWith('__'))).toEqual([])
    const entries = tables.find(({ name }) => name === 'log_entries')
    expect(entries).toMatchObject({ isView: true, isForeign: false, schema: 'public' })
    expect(entries?.columns.find(({ name }) => name === 'msg')).toMatchObject({ dataType: 'Utf8', isNullable: false })
    expect(tables.find(({ name }) => name === 'regions')).toMatchObject({ isView: false })
    expect(await db.introspection.getSchemas()).toEqual([{ name: 'public' }])
  })

  it('applies the filter of Kysely 0.30', async () => {
    const introspector = new MicromegasDialect({ url }).createIntrospector(
      new Kysely({ dialect: new MicromegasDialect({ url }) }),
    ) as MicromegasIntrospector
    const tables = await introspector.getTables({ where: ({ table }) => sql<boolean>`${table} like 'log%'` })
    expect(tables.map(({ name }) => name)).toEqual(['log_entries', 'log_stats'])
    expect(await introspector.getSchemas({ where: ({ schema }) => sql<boolean>`${schema} = 'other'` })).toEqual([])
  })

  it('tells which view sets have instances', async () => {
    const rows = await db.selectFrom(listViewSets()).select(['view_set_name', 'global_instance_available']).execute()
    for (const { view_set_name, global_instance_available } of rows) {
      const set = (builtinViewSets as Record<string, AnyViewSet>)[view_set_name]
      expect(set?.instances.includes('global'), view_set_name).toBe(global_instance_available)
    }
  })
})
