import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedService, startEmbedded } from '../../src/embedded/index.js'
import { createMicromegas, type MicromegasDatabase, type MicromegasKysely } from '../../src/index.js'
import { expectedSql, type SuiteIds } from '../suite/case.js'
import { differenceOf } from '../suite/differences.js'
import { functionCases } from '../suite/function-cases.js'
import { queryCases } from '../suite/query-cases.js'

let service: EmbeddedService
let db: MicromegasKysely<MicromegasDatabase>
let ids: SuiteIds
beforeAll(async () => {
  service = await startEmbedded()
  const { processes } = await service.sample()
  const [server] = processes
  ids = { process: server?.processId ?? '', thread: server?.threads[0]?.streamId ?? '' }
  db = createMicromegas({ url: service.url })
})
afterAll(async () => {
  await db.destroy()
  await service.close()
})

/** Features that the embedded service lacks are tested with the other differences. */
const isThere = ({ name }: { readonly name: string }) => differenceOf(name)?.isLacking !== true

describe('on the embedded service', () => {
  it.each(queryCases.filter(isThere).map((query) => [query.name, query] as const))('%s', async (_, query) => {
    const built = query.build(db, ids)
    expect(built.compile().sql).toBe(expectedSql(query, ids))
    const rows = (await built.execute()) as Record<string, unknown>[]
    if (query.check === undefined) expect(rows).not.toHaveLength(0)
    else query.check(rows)
  })

  it.each(functionCases.filter(isThere).map((query) => [query.name, query] as const))(
    'a function %s',
    async (_, query) => {
      const rows = (await query.build(db, ids).execute()) as Record<string, unknown>[]
      expect(rows).not.toHaveLength(0)
      query.check?.(rows)
    },
  )
})
