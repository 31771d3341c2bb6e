import { EngineThread, type Progress, type RemoteCursor } from 'kysely-micromegas-engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rowsOf } from '../support/flight-caller.js'

let thread: EngineThread
beforeAll(async () => {
  thread = await EngineThread.start()
})
afterAll(() => thread.close())

async function finish(cursor: RemoteCursor): Promise<{ messages: Uint8Array[]; failure: Progress['failure'] }> {
  const messages: Uint8Array[] = []
  for (;;) {
    const progress = await cursor.next()
    messages.push(...progress.messages)
    if (progress.done) return { messages, failure: progress.failure }
  }
}

async function rows(sql: string): Promise<unknown[]> {
  const { messages, failure } = await finish(thread.query(sql))
  expect(failure).toBeUndefined()
  return rowsOf(messages)
}

/** Runs until it is stopped. */
const endless = 'select count(*) from generate_series(1, 1000000000000)'

describe('an engine in a thread', () => {
  it('answers queries with messages of a Flight stream', async () => {
    expect(await rows('select 1 as one, null as nothing')).toEqual([{ one: 1n, nothing: null }])
  })

  it('runs other queries beside a long one, and stops that one when its cursor is closed', async () => {
    const long = thread.query(endless)
    await long.next()
    const ending = long.next()
    expect(await rows('select 2 as two')).toEqual([{ two: 2n }])
    long.close()
    expect(await ending).toEqual({ done: true, messages: [] })
    expect((await thread.memory()).reserved).toBe(0)
  })

  it('delivers results in parts, whatever their size', async () => {
    const cursor = thread.query('select * from generate_series(1, 3000000)')
    const sizes: number[] = []
    for (let done = false; !done; ) {
      const progress = await cursor.next()
      sizes.push(progress.messages.reduce((sum, { length }) => sum + length, 0))
      done = progress.done
    }
    const bytes = sizes.reduce((sum, size) => sum + size)
    expect(bytes).toBeGreaterThan(3_000_000 * 8)
    expect(Math.max(...sizes)).toBeLessThan(bytes / 8)
  })

  it('rejects rows for an unknown view set', async () => {
    await expect(thread.append('nope', new Uint8Array())).rejects.toMatchObject({
      name: 'EngineRefusal',
      reason: 'unknown_view_set',
      message: 'unknown view set "nope"',
    })
  })

  it('fails everything in flight when the engine breaks, and takes no more work', async () => {
    await using broken = await EngineThread.start()
    const beside = broken.query(endless)
    await beside.next()
    const deep = broken.query(`select ${'1+'.repeat(30_000)}1`)
    const crash = { name: 'EngineCrash', kind: 'stack_overflow', message: 'The query is nested too deeply.' }
    await expect(deep.next()).rejects.toMatchObject(crash)
    await expect(beside.next()).rejects.toMatchObject(crash)
    expect(broken.isRunning).toBe(false)
    await expect(broken.memory()).rejects.toMatchObject(crash)
    await expect(broken.query('select 1').next()).rejects.toMatchObject(crash)
  })
})
