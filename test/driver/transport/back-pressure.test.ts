import { tableFromArrays } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { collect, connect } from '../support/connect.js'
import { flightMessages } from '../support/flight-messages.js'

const nothing = new Uint8Array(0)

describe('a slow reader', () => {
  const megabyte = new Int32Array(256 * 1024)
  const [schema = nothing, batch = nothing] = flightMessages(tableFromArrays({ n: megabyte }))
  const total = 200

  it('makes the server wait, and holds up no other query', { timeout: 60_000 }, async () => {
    let sent = 0
    await using test = await connect({
      onDoGet: async (call) => {
        await call.send(schema)
        for (let count = 0; count < total; count++) {
          await call.send(batch)
          if (call.sql === 'slow') sent++
        }
        call.end()
      },
    })
    const slow = test.connection.execute({ sql: 'slow' })
    await slow.next()
    // More than the slow one could have sent: had nothing held it, it would be done by now.
    await collect(test.connection.execute({ sql: 'fast' }))
    await collect(test.connection.execute({ sql: 'fast' }))
    expect(sent).toBeLessThan(100)
    expect((await collect(slow)).length).toBe(total - 1)
    expect(sent).toBe(total)
  })
})
