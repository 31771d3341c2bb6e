/** What the browser does, in a page whose content policy allows scripts of this server alone: no generated code. */
import {
  column,
  createRowEncoder,
  decodeJsonb,
  encodeJsonb,
  readBatches,
  readColumnar,
  readRows,
  writeBatches,
} from 'kysely-micromegas/arrow'
import { toNotation } from './notation.js'

const columns = {
  at: column.timestamp(),
  name: column.dictionary(column.utf8()),
  tags: column.jsonb<{ level: number }>().nullable(),
  bytes: column.fixedSizeBinary(2),
}

/** As text: what a browser's debugger hands out has no property named `__proto__`. */
const answer = (value: unknown) => JSON.stringify(toNotation(value))

/** What the test calls, by name. */
const page = {
  rows: async (name: string, jsonb: readonly string[]) => {
    const declared = Object.fromEntries(jsonb.map((name) => [name, column.jsonb('binary')]))
    return answer(await readRows(await fetch(`/golden/${name}`), { columns: declared }))
  },

  columnar: async (name: string) => {
    const { columns } = await readColumnar(await fetch(`/golden/${name}`), { codes: 'dictionaries' })
    return answer(columns)
  },

  roundTrip: async () => {
    const encode = createRowEncoder(columns)
    const rows = [
      { at: new Date('2026-11-23T12:00:00.5Z'), name: 'grüße 🎮', tags: { level: 3 }, bytes: Uint8Array.of(1, 255) },
      { at: 1n, name: '', tags: null, bytes: Uint8Array.of(0, 0) },
    ]
    return answer(await readRows(writeBatches(encode.schema, [encode(rows)]), { columns }))
  },

  jsonb: async () => answer(decodeJsonb(encodeJsonb({ route: '/', size: 2n ** 60n, list: [1.5, null, 'ü'] }))),

  /** Leaves a result after its first batch. */
  abandon: async (name: string) => {
    const { body } = await fetch(`/golden/${name}`)
    for await (const batch of readBatches(body as ReadableStream<Uint8Array>)) if (batch.numRows > 0) break
    return answer(body?.locked)
  },

  failure: async (path: string) => {
    try {
      return answer(await readRows(await fetch(path)))
    } catch (error) {
      return JSON.stringify(error)
    }
  },

  /** What the content policy makes of generated code, for instance of this. */
  generateCode: async () => {
    try {
      return answer(new Function('return "allowed"')())
    } catch (error) {
      return answer((error as Error).name)
    }
  },
}

export type Page = typeof page

const violations: string[] = []
document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => violations.push(violatedDirective))

Object.assign(window, { page, violations })
