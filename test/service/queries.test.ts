import { afterAll, describe, expect, inject, it } from 'vitest'
import { createMicromegas } from '../../src/index.js'
import { expectedSql, type SuiteIds } from '../suite/case.js'
import { queryCases } from '../suite/query-cases.js'

const { url, processes } = inject('service')
const ids: SuiteIds = { process: processes.generator.processId, thread: processes.generator.threadStreamId }
const db = createMicromegas({ url })
afterAll(() => db.destroy())

describe('on the service', () => {
  it.each(queryCases.map((query) => [query.name, query] as const))('%s', async (_, query) => {
    const built = query.build(db, ids)
    expect(built.compile().sql).toBe(expectedSql(query, ids))
    const rows = (await built.execute()) as Record<string, unknown>[]
    if (query.check === undefined) expect(rows).not.toHaveLength(0)
    else query.check(rows)
  })
})
