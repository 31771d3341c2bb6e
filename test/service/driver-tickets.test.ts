import { expect, inject, it } from 'vitest'
import { createMicromegas, during, viewInstance } from '../../src/index.js'

const { url, authUrl, token, processes, range } = inject('service')

it.each([
  ['without authentication', { url }],
  ['with a token', { url: authUrl, auth: token }],
])('tickets of a FlightInfo return the rows that one round trip returns, %s', async (_, config) => {
  const direct = createMicromegas({ ...config, tickets: 'direct' })
  const inTwo = createMicromegas({ ...config, tickets: 'flight-info' })
  const query = direct
    .selectFrom(viewInstance('thread_spans', processes.generator.threadStreamId))
    .select(['id', 'begin', 'end', 'name', 'duration'])
    .orderBy('id')
    .limit(20_000)
    .$call(during(range.begin, range.end))
  const rows = await direct.client.query(query)
  expect(rows).toHaveLength(20_000)
  expect(await inTwo.client.query(query)).toEqual(rows)
  await Promise.all([direct.destroy(), inTwo.destroy()])
})
