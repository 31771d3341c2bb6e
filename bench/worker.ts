/** Measures one JavaScript contender in a process of its own, once per message from the parent. */
import type { Contender, Outcome } from './contender.ts'
import { everyContender } from './contenders/index.ts'
import type { Amount, Answer, Job, Measurement } from './job.ts'

const job = JSON.parse(process.argv[2] ?? '') as Job
let contender: Contender | undefined

async function open(): Promise<Contender> {
  const entry = everyContender.find(({ id }) => id === job.contender)
  if (entry?.load === undefined) throw new Error(`unknown contender "${job.contender}"`)
  return (await entry.load())(job.target)
}

async function measure(contender: Contender, amount: Amount): Promise<Measurement> {
  const { part } = job
  if (amount === 'whole' || part === undefined) return measureSql(contender, job.sql)
  const measurement = await measureSql(contender, part.sql)
  // A contender that prepares something is measured after the service has answered.
  if (contender.prepare !== undefined) return measurement
  const { milliseconds, cpuMilliseconds } = await measureSql(contender, part.oneRowSql)
  return { ...measurement, oneRow: { milliseconds, cpuMilliseconds } }
}

async function measureSql({ prepare, ask }: Contender, sql: string): Promise<Measurement> {
  await prepare?.(sql)
  gc?.()
  const outcomes: Outcome[] = []
  let asked = 0
  const asker = async () => {
    while (asked++ < job.count) outcomes.push(await ask(sql))
  }
  const cpuBegin = process.cpuUsage()
  const begin = performance.now()
  await Promise.all(Array.from({ length: job.concurrency }, asker))
  const milliseconds = performance.now() - begin
  const { user, system } = process.cpuUsage(cpuBegin)
  const total = (numbers: readonly (number | undefined)[]) => numbers.reduce<number>((sum, n) => sum + (n ?? 0), 0)
  const hasRows = outcomes.some(({ rows }) => rows !== undefined)
  const bytes = total(outcomes.map(({ bytes }) => bytes))
  return {
    milliseconds,
    cpuMilliseconds: (user + system) / 1000,
    ...(hasRows ? { rows: total(outcomes.map(({ rows }) => rows)) } : {}),
    ...(bytes === 0 ? {} : { bytes }),
  }
}

process.on('message', async (amount: Amount) => {
  let answer: Answer
  try {
    contender ??= await open()
    answer = await measure(contender, amount)
  } catch (error) {
    answer = { error: String(error) }
  }
  process.send?.(answer)
  // Frees the result now, so that the next contender has the machine to itself.
  gc?.()
})
process.once('disconnect', async () => {
  await contender?.close()
  process.exit()
})
