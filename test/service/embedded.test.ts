import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type EmbeddedService, startEmbedded } from '../../src/embedded/index.js'
import {
  builtinViewSets,
  column,
  createMicromegas,
  defineViewSet,
  defineViewSets,
  during,
  type MicromegasCompiledQuery,
  type MicromegasError,
} from '../../src/index.js'
import type { AnyViewSet } from '../../src/views/view-set.js'
import type { QueryCase } from '../suite/case.js'
import { differenceOf, differences } from '../suite/differences.js'
import { functionCases } from '../suite/function-cases.js'
import { queryCases } from '../suite/query-cases.js'
import { whileFrozen } from './fixture/control.js'

const { url, controlUrl, range, processes } = inject('service')
const ids = { process: processes.generator.processId, thread: processes.generator.threadStreamId }
const timeRange = during(range.begin, range.end)
const real = createMicromegas({ url })

const cases = [...queryCases, ...functionCases].filter(
  ({ name }) => differenceOf(name)?.columns !== undefined || differenceOf(name) === undefined,
)

/** A case as text that leaves nothing to chance: a fixed range, and no limit where no order says which rows come first. */
function statementOf(query: QueryCase): MicromegasCompiledQuery {
  const compiled: MicromegasCompiledQuery = query.build(real, ids).compile()
  const { sql, timeRange: range } = compiled
  // Of the whole query, not of a window or a subquery.
  const isOrdered = / order by [^()]*$/.test(sql)
  const text = isOrdered ? sql : sql.replace(/ (?:limit \d+|fetch first \d+ rows only)$/, '')
  return { ...compiled, sql: text, ...(range?.kind === 'last' && { timeRange: timeRange.range }) }
}

/** The static table of the service under test. */
const regions = defineViewSet('regions', {
  instances: ['global'],
  timeColumns: [],
  columns: { code: column.utf8().nullable(), label: column.utf8().nullable(), players: column.int64().nullable() },
})
const viewSets = defineViewSets({ ...builtinViewSets, regions })

let service: EmbeddedService<typeof viewSets.sets>
let copy: typeof real

/** Which instances are copied of a view set that has no global one. */
async function instancesOf(set: AnyViewSet): Promise<string[]> {
  if (set.instances.includes('stream')) {
    const streams = await real.client.query<{ stream_id: string }>(
      `select stream_id from streams where process_id = '${ids.process}' and array_has(tags, 'cpu')`,
    )
    return streams.map(({ stream_id }) => stream_id)
  }
  const { generator, otel } = processes
  return [generator.processId, otel.checkout.processId, otel.payment.processId]
}

/** What the real service answers to each case, by its name. */
const answers = new Map<string, readonly unknown[]>()

beforeAll(async () => {
  service = await startEmbedded({ viewSets })
  copy = createMicromegas({ url: service.url })
  // The service records itself, too: what is copied and what is asked must be the same rows.
  await whileFrozen({ controlUrl }, async () => {
    for (const set of Object.values<AnyViewSet>(viewSets.sets)) await copyRows(set)
    for (const query of cases) answers.set(query.name, await real.client.query(statementOf(query)))
  })
})

async function copyRows(set: AnyViewSet): Promise<void> {
  const insert = service.insertArrow.bind(service) as (...args: unknown[]) => Promise<number>
  if (set.instances.includes('global')) {
    await insert(set.name, await real.client.table(`select * from ${set.name}`))
    return
  }
  const carriesId = set.instances.includes('process') && 'process_id' in set.columns
  for (const id of await instancesOf(set)) {
    const rows = await real.client.table(`select * from view_instance('${set.name}', '${id}')`, { timeRange })
    await insert(set.name, rows, ...(carriesId ? [] : [id]))
  }
}

afterAll(async () => {
  await copy.destroy()
  await real.destroy()
  await service.close()
})

/** Rows in an order that does not depend on how they were found, without the present and what is known to differ. */
const sorted = (rows: readonly unknown[], differing: readonly string[]): string[] =>
  rows
    .map((row) =>
      JSON.stringify(row, (name, value) => (name === 'now' || differing.includes(name) ? undefined : canonical(value))),
    )
    .sort()

function canonical(value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`
  if (value instanceof Map) return [...value]
  // Sums of floats depend on the order in which they are added up.
  if (typeof value === 'number' && !Number.isInteger(value)) return Number(value.toPrecision(12))
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
  }
  return value
}

describe('over the same rows, the embedded service answers like the real one', () => {
  it.each(cases.map((query) => [query.name, query] as const))('%s', async (name, query) => {
    const differing = differenceOf(name)?.columns ?? []
    const ours = sorted(await copy.client.query(statementOf(query)), differing)
    const theirs = sorted(answers.get(name) ?? [], differing)
    expect(ours).toHaveLength(theirs.length)
    expect(ours.filter((row, index) => row !== theirs[index]).slice(0, 3)).toEqual([])
  })
})

describe('the real service differs', () => {
  it.each(differences.map((difference) => [difference.embedded, difference] as const))(
    'where the embedded one %s',
    async (_, difference) => {
      await difference.onService(real, ids, url)
    },
  )
})

describe('errors are the same', () => {
  const thread = `view_instance('thread_spans', '${ids.thread}')`
  const nowhere = '99999999-9999-4999-8999-999999999999'
  it.each([
    'selec 1',
    '',
    'select 1; select 2',
    'select nope from log_entries',
    'select msg\nfrom log_entries\nwhere nope = 1',
    'select * from nope',
    'select nofn(1)',
    'select msg + 1 from log_entries group by target',
    'select process_id from log_entries l join processes p on true',
    `select cast(concat('x', count(*)) as int) from processes where false`,
    `select cast('x' as int)`,
    'select 1 / 0',
    'select $1',
    `select * from ${thread}`,
    `select * from view_instance('nope', '${ids.process}')`,
    `select * from view_instance('log_entries', 'nope')`,
    `select * from view_instance('log_entries', '${nowhere}')`,
    `select * from view_instance('thread_spans', 'global')`,
    `select * from view_instance('async_events', 'global')`,
    `select * from view_instance('log_entries', process_id) from processes`,
    `select * from view_instance('log_entries')`,
    `select * from view_instance('processes', '${ids.process}')`,
    `select * from process_spans('${ids.process}', 'nope')`,
    `select * from process_spans('nope', 'both')`,
    `select * from process_spans('${ids.process}', 'both')`,
    'select * from nofn()',
    'insert into log_entries values (1)',
    `select property_get(msg, 'a') from log_entries`,
    `select jsonb_parse('{')`,
  ])('%s', async (sql) => {
    const failure = async (db: typeof real) => {
      const error = await db.client.query(sql).then(
        (rows) => ({ rows: rows.length }),
        ({ code, stage, message, line, column, notes, help }: MicromegasError) => ({
          ...{ code, stage, line, column, notes, help },
          message: message.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<uuid>'),
        }),
      )
      return error
    }
    expect(await failure(copy)).toEqual(await failure(real))
  })
})
