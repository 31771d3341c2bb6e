import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { ContenderEntry } from './contender.ts'
import type { Amount, Answer, Job, Measurement } from './job.ts'

const javascriptWorker = fileURLToPath(new URL('worker.ts', import.meta.url))
const pythonWorker = fileURLToPath(new URL('python/worker.py', import.meta.url))

/** A process that measures one contender with one query. */
export interface MeasuringProcess extends AsyncDisposable {
  /** @throws what the contender failed with */
  measure(amount: Amount): Promise<Measurement>
}

/** Starts a measuring process. `python` is the interpreter in which Python's clients are installed. */
export function startMeasuring(
  entry: ContenderEntry,
  job: Omit<Job, 'contender'>,
  python: string | undefined,
): MeasuringProcess {
  if (entry.python === undefined) return javascriptProcess({ ...job, contender: entry.id })
  if (python === undefined) throw new Error(`${entry.id} needs Python`)
  return pythonProcess({ ...job, contender: entry.python }, python)
}

function javascriptProcess(job: Job): MeasuringProcess {
  const child = fork(javascriptWorker, [JSON.stringify(job)], {
    execArgv: ['--expose-gc', '--max-old-space-size=8192'],
    stdio: ['ignore', 2, 'inherit', 'ipc'],
  })
  return processOf(child, {
    order: (amount) => child.send(amount),
    answer: async (signal) => ((await once(child, 'message', { signal })) as [Answer])[0],
    end: () => child.disconnect(),
  })
}

function pythonProcess(job: Job, python: string): MeasuringProcess {
  const child = spawn(python, [pythonWorker, JSON.stringify(job)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  return processOf(child, {
    order: (amount) => child.stdin.write(`${amount}\n`),
    answer: async (signal) => JSON.parse(((await once(lines, 'line', { signal })) as [string])[0]) as Answer,
    end: () => child.stdin.end(),
  })
}

interface Protocol {
  readonly order: (amount: Amount) => void
  readonly answer: (signal: AbortSignal) => Promise<Answer>
  readonly end: () => void
}

function processOf(child: ChildProcess, { order, answer, end }: Protocol): MeasuringProcess {
  const ended = once(child, 'exit')
  const died = ended.then(([code, signal]) => ({ error: `its process ended with ${signal ?? `code ${code}`}` }))
  return {
    async measure(amount) {
      const waiting = new AbortController()
      const answered = answer(waiting.signal)
      answered.catch(() => {})
      order(amount)
      const result = await Promise.race([answered, died])
      waiting.abort()
      if ('error' in result) throw new Error(result.error)
      return result
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) end()
      await ended
    },
  }
}
