import { afterAll, describe, expect, inject, it } from 'vitest'
import { createMicromegas } from '../../src/index.js'
import { functionCases } from '../suite/function-cases.js'

const { url, processes } = inject('service')
const ids = { process: processes.generator.processId, thread: processes.generator.threadStreamId }
const db = createMicromegas({ url })
afterAll(() => db.destroy())

describe('on the service, a function', () => {
  it.each(functionCases.map((query) => [query.name, query] as const))('%s', async (_, query) => {
    const rows = (await query.build(db, ids).execute()) as Record<string, unknown>[]
    expect(rows).not.toHaveLength(0)
    query.check?.(rows)
  })
})
