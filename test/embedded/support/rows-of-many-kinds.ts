/** Prints rows of a query that has JSON, text, times and 64-bit integers. */
import { createMicromegas, stringify } from 'kysely-micromegas'
import { startEmbedded } from 'kysely-micromegas/embedded'

await using service = await startEmbedded()
await using db = createMicromegas({ url: service.url })
const sql = `select value as id, arrow_cast(value, 'Timestamp(Nanosecond, Some("+00:00"))') as time, concat('m', value) as msg,
  arrow_cast(jsonb_parse('{"a": {"b": 1}}'), 'Dictionary(Int32, Binary)') as properties from generate_series(1, 20)`
const rows = await db.client.query(sql)
console.log(stringify([rows.length, rows.at(-1)]))
