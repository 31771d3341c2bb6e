import type { Page as BrowserPage } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { column, readColumnar, readRows } from '../../../src/arrow/index.js'
import { goldenFile, goldenNames, goldenRows, goldenStream } from '../decode/golden.js'
import { findChromium, startChromium } from './chromium.js'
import { toNotation } from './notation.js'
import type { Page } from './page.js'
import { servePage } from './page-server.js'

const chromium = findChromium()

if (chromium === undefined) {
  console.warn(
    'SKIPPED: the tests in a browser. Install Debian’s package chromium, or set CHROMIUM to the path of one.',
  )
}

describe.skipIf(chromium === undefined)(
  chromium === undefined ? 'SKIPPED, because no chromium is installed: in a browser' : 'in a browser',
  () => {
    const resources = new AsyncDisposableStack()
    let tab: BrowserPage

    beforeAll(async () => {
      const server = resources.use(await servePage())
      const { context } = resources.use(await startChromium(chromium as string))
      tab = await context.newPage()
      await tab.goto(server.url)
      await tab.waitForFunction(() => 'page' in window)
    }, 60_000)
    afterAll(() => resources.disposeAsync())

    async function ask<K extends keyof Page>(name: K, ...parameters: Parameters<Page[K]>): Promise<unknown> {
      const answer = await tab.evaluate(
        ([name, parameters]) =>
          new Promise<string | undefined>((resolve, reject) => {
            const { page } = window as unknown as { page: Record<string, (...p: unknown[]) => Promise<string>> }
            // In a task of its own: to what a debugger calls, the content policy does not apply.
            setTimeout(() => page[name]?.(...parameters).then(resolve, reject))
          }),
        [name, parameters] as const,
      )
      return JSON.parse(answer ?? 'null')
    }

    it.each(goldenNames)('the rows of %s are those of Node', async (name) => {
      const jsonb = name === 'jsonb' ? { events: column.jsonb('binary') } : {}
      const rows = await ask('rows', `${name}.arrows`, Object.keys(jsonb))
      expect(rows).toEqual(toNotation(await readRows(goldenStream(name), { columns: jsonb })))
      expect(rows).toEqual(toNotation(goldenRows(name)))
    })

    it.each(goldenNames)('the columns of %s are those of Node', async (name) => {
      const { columns } = await readColumnar(goldenStream(name), { codes: 'dictionaries' })
      expect(await ask('columnar', `${name}.arrows`)).toEqual(toNotation(columns))
    })

    it('files are read, too', async () => {
      const rows = await ask('rows', 'dictionaries-extended.arrow', [])
      expect(rows).toEqual(toNotation(await readRows(goldenFile('dictionaries-extended'))))
    })

    it('rows are encoded and decoded', async () => {
      expect(await ask('roundTrip')).toEqual([
        {
          at: { $time: '1795435200500000000' },
          name: 'grüße 🎮',
          tags: { level: 3 },
          bytes: { $bytes: '01ff' },
        },
        { at: { $time: '1' }, name: '', tags: null, bytes: { $bytes: '0000' } },
      ])
      expect(await ask('jsonb')).toEqual({
        route: '/',
        size: { $bigint: String(2n ** 60n) },
        list: [1.5, null, 'ü'],
      })
    })

    it('a result can be abandoned before it was fully read', async () => {
      expect(await ask('abandon', 'dictionaries-replaced.arrows')).toBe(true)
    })

    it('bytes that are not Arrow are an error with a code', async () => {
      expect(await ask('failure', '/')).toMatchObject({ code: 'protocol' })
      expect(await ask('failure', '/nowhere')).toMatchObject({
        code: 'protocol',
        message: 'The response has HTTP status 404, and no Arrow data.',
      })
    })

    it('none of this generates code, which the policy of the page forbids', async () => {
      expect(await tab.evaluate(() => (window as unknown as { violations: string[] }).violations)).toEqual([])
      expect(await ask('generateCode')).toBe('EvalError')
    })
  },
)
