/** The thread that runs one engine: takes requests, and works on the open cursors in turns. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { Engine } from './engine.ts'
import { asCrash, EngineRefusal } from './errors.ts'
import type { Cursor } from './query.ts'
import type { Answer, Call, CallName, CallResult, OpenedQuery, Request, ThreadData } from './thread-messages.ts'

/** How long one query works before the next one has its turn. */
const turnMilliseconds = 8

/** About what one turn brings at most: enough for few hand-overs, little enough for the first rows to come early. */
const turnBytes = 1 << 20

interface Task {
  readonly cursor: Cursor
  /** How many more hand-overs its reader allows. */
  credit: number
}

const port = parentPort as MessagePort
const { module, options } = workerData as ThreadData
const engine = new Engine(module, options)
const tasks = new Map<number, Task>()
let isScheduled = false

function post(answer: Answer, transfer: ArrayBuffer[] = []): void {
  port.postMessage(answer, transfer)
}

/** Ends the thread after a crash. */
function giveUp(error: unknown): void {
  const { kind, message } = asCrash(error)
  post({ kind: 'crash', crash: { kind, message } })
  port.close()
}

function result({ name, args }: Call): CallResult<CallName> {
  switch (name) {
    case 'declare':
      return engine.declare(...args)
    case 'append':
      return engine.append(...args)
    case 'clear':
      return engine.clear(...args)
    case 'tables':
      return engine.tables(...args)
    case 'sqlInfo':
      return engine.sqlInfo(...args)
    case 'memory':
      return engine.memory(...args)
  }
}

function answer(id: number, call: Call): void {
  try {
    post({ kind: 'result', id, value: result(call) })
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error
    const { reason, message, column, help } = error
    post({ kind: 'refusal', id, refusal: { reason, message, column, help } })
  }
}

function schedule(): void {
  if (isScheduled) return
  isScheduled = true
  setImmediate(round)
}

/** Gives one turn to every query whose reader wants more. */
function round(): void {
  isScheduled = false
  try {
    for (const [id, task] of tasks) if (task.credit > 0) turn(id, task)
  } catch (error) {
    giveUp(error)
    return
  }
  if ([...tasks.values()].some(({ credit }) => credit > 0)) schedule()
}

function turn(id: number, task: Task): void {
  const progress = task.cursor.poll({ milliseconds: turnMilliseconds, bytes: turnBytes })
  if (progress.done) tasks.delete(id)
  if (progress.messages.length === 0 && !progress.done) return
  task.credit--
  const buffers = progress.messages.map(({ buffer }) => buffer)
  post({ kind: 'progress', id, progress }, buffers)
}

function open(id: number, { sql, options, credit }: OpenedQuery): void {
  tasks.set(id, { cursor: options === undefined ? engine.dryRun(sql) : engine.query(sql, options), credit })
  schedule()
}

function more(id: number): void {
  const task = tasks.get(id)
  if (task === undefined) return
  task.credit++
  schedule()
}

function close(id: number): void {
  tasks.get(id)?.cursor.close()
  tasks.delete(id)
}

function handle(request: Request): void {
  const { kind, id } = request
  if (kind === 'call') answer(id, request.call)
  else if (kind === 'open') open(id, request.query)
  else if (kind === 'more') more(id)
  else close(id)
}

port.on('message', (request: Request) => {
  try {
    handle(request)
  } catch (error) {
    giveUp(error)
  }
})
