/** Measures one contender in JavaScript, in a process of its own: one measurement for each message from the parent. */
import type { Contender, Outcome } from './contender.ts'
import { everyContender } from './contenders/index.ts'
import type { Answer, Job, Measurement } from './job.ts'

const job = JSON.parse(process.argv[2] ?? '') as Job
let contender: Contender | undefined

async function open(): Promise<Contender> {
  const entry = everyContender.find(({ id }) => id === job.contender)
  if (entry?.load === undefined) throw new Error(`There is no contender ${job.contender}`)
  return (await entry.load())(job.target)
}

async function measure(contender: Contender): Promise<Measurement> {
  const measurement = await measureSql(contender, job.sql)
  // Where something is prepared, what is measured begins after the service has answered.
  if (job.oneRowSql === undefined || contender.prepare !== undefined) return measurement
  const { milliseconds } = await measureSql(contender, job.oneRowSql)
  return { ...measurement, oneRowMilliseconds: milliseconds }
}

async function measureSql({ prepare, ask }: Contender, sql: string): Promise<Measurement> {
  await prepare?.(sql)
  gc?.()
  const outcomes: Outcome[] = []
  let asked = 0
  const asker = async () => {
    while (asked++ < job.count) outcomes.push(await ask(sql))
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: job.concurrency }, asker))
  const milliseconds = performance.now() - start
  const rows = outcomes.reduce((sum, outcome) => sum + outcome.rows, 0)
  const bytes = outcomes.reduce((sum, outcome) => sum + (outcome.bytes ?? 0), 0)
  return { milliseconds, rows, ...(bytes === 0 ? {} : { bytes }) }
}

process.on('message', async () => {
  let answer: Answer
  try {
    contender ??= await open()
    answer = await measure(contender)
  } catch (error) {
    answer = { error: String(error) }
  }
  process.send?.(answer)
  // What was measured has been let go by now: the next contender has the machine for itself.
  gc?.()
})
process.once('disconnect', async () => {
  await contender?.close()
  process.exit()
})
