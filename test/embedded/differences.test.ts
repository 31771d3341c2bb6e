import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedService, startEmbedded } from '../../src/embedded/index.js'
import { createMicromegas, type MicromegasDatabase, type MicromegasKysely } from '../../src/index.js'
import { differences } from '../suite/differences.js'
import { functionCases } from '../suite/function-cases.js'
import { queryCases } from '../suite/query-cases.js'
import { logEntry, processId, streamId } from './support/rows.js'

let service: EmbeddedService
let db: MicromegasKysely<MicromegasDatabase>
beforeAll(async () => {
  service = await startEmbedded({ data: { log_entries: [logEntry()] } })
  db = createMicromegas({ url: service.url })
})
afterAll(async () => {
  await db.destroy()
  await service.close()
})

describe('the embedded service', () => {
  it.each(differences.map((difference) => [difference.embedded, difference] as const))('%s', async (_, difference) => {
    await difference.onEmbedded(db, { process: processId, thread: streamId }, service.url)
  })
})

describe('the list of differences', () => {
  it('is short', () => {
    expect(differences.length).toBeLessThanOrEqual(15)
  })

  it('names existing queries', () => {
    const names = [...queryCases, ...functionCases].map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(differences.flatMap(({ cases = [] }) => cases)))
  })

  it('is the one in the documentation', () => {
    const page = readFileSync(new URL('../../docs/embedded.md', import.meta.url), 'utf8')
    const rows = differences.map(({ embedded, reason }) => `| ${embedded} | ${reason} |`)
    expect(page).toContain(rows.join('\n'))
  })
})
