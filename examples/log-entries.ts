/**
 * The latest log entries of a program.
 *
 *   node examples/log-entries.ts [url] [exe pattern] [--json]
 */
import { createMicromegas, during, LogLevel, last, stringify } from 'kysely-micromegas'

const json = process.argv.includes('--json')
const [url = 'grpc://localhost:50051', exe = '%'] = process.argv.slice(2).filter((argument) => argument !== '--json')

const db = createMicromegas({ url })
try {
  const rows = await db
    .selectFrom('log_entries')
    .select(['time', 'process_id', 'level', 'target', 'msg'])
    .where('level', '<=', LogLevel.Info)
    .where('exe', 'like', exe)
    .orderBy('time', 'desc')
    .limit(2)
    .$call(during(last('10 minutes')))
    .execute()
  if (json) console.log(stringify(rows))
  else console.table(rows)
} finally {
  await db.destroy()
}
