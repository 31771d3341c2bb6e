import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { createMicromegas, Timestamp } from '../../src/index.js'
import { type LiteralKind, literalArbitraries } from '../dialect/literal-arbitraries.js'

const db = createMicromegas({ url: inject('service').url })
afterAll(() => db.destroy())

/** The value that comes back from the engine: the same one, in the type that rows use. */
const returned: Readonly<Record<LiteralKind, (value: any) => unknown>> = {
  text: (value: string) => value,
  bigint: (value: bigint) => value,
  unsigned: (value: bigint) => value,
  integer: (value: number) => (Object.is(value, -0) ? -0 : BigInt(value)),
  float: (value: number) => value,
  boolean: (value: boolean) => value,
  bytes: (value: Uint8Array) => value,
  instant: (value: Timestamp) => value,
  date: (value: Date) => Timestamp.from(value),
  textList: (value: (string | null)[]) => value,
  integerList: (value: bigint[]) => value,
}

/** Values per query, and queries per kind: over 20,000 values in all. */
const valuesPerQuery = 100
const queriesPerKind = 20

describe('every literal comes back as its value', () => {
  it.each(Object.keys(literalArbitraries) as LiteralKind[])('%s', async (kind) => {
    const samples = fc.sample<unknown>(
      (literalArbitraries[kind] as fc.Arbitrary<unknown>).filter(
        (value) => !JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? null : part))?.includes('\\ud'),
      ),
      valuesPerQuery * queriesPerKind,
    )
    for (let begin = 0; begin < samples.length; begin += valuesPerQuery) {
      const values = samples.slice(begin, begin + valuesPerQuery)
      const columns = values.map((value, index) => sql`${value} as ${sql.id(`v${index}`)}`)
      const { rows } = await sql<Record<string, unknown>>`select ${sql.join(columns)}`.execute(db)
      const [row = {}] = rows
      expect(values.map((_, index) => row[`v${index}`])).toEqual(values.map(returned[kind]))
    }
  })
})
