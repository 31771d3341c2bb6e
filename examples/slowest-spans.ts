/**
 * The slowest top-level spans of a thread. Depth 0 is a synthetic span that stands for the thread itself, so the
 * top-level calls are at depth 1.
 *
 *   node examples/slowest-spans.ts [url] <stream id> [--json]
 */
import { createMicromegas, during, last, stringify, viewInstance } from 'kysely-micromegas'

const json = process.argv.includes('--json')
const [url = 'grpc://localhost:50051', streamId = ''] = process.argv
  .slice(2)
  .filter((argument) => argument !== '--json')

const db = createMicromegas({ url })
try {
  const rows = await db
    .selectFrom(viewInstance('thread_spans', streamId))
    .select(['begin', 'end', 'duration', 'name'])
    .where('depth', '=', 1)
    .orderBy('duration', 'desc')
    .limit(10)
    .$call(during(last('10 minutes')))
    .execute()
  if (json) console.log(stringify(rows))
  else console.table(rows)
} finally {
  await db.destroy()
}
