// @ts-check
/** The thread that runs one engine: takes requests, and works on the open cursors in turns. */
import { parentPort, workerData } from 'node:worker_threads'
import { Engine } from './engine.js'
import { EngineCrash, EngineRefusal } from './errors.js'

/** How long one query works before the next one has its turn. */
const turnMilliseconds = 8

/** What one turn brings at most, about: enough for few hand-overs, little enough for the first rows to come early. */
const turnBytes = 1 << 20

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort)
const engine = new Engine(workerData.module, workerData.options)

/** @type {Map<number, { cursor: import('./engine.js').Cursor, credit: number }>} */
const open = new Map()
let isScheduled = false

/** @param {unknown} error */
function giveUp(error) {
  const crash = error instanceof EngineCrash ? error : EngineCrash.from(error)
  port.postMessage({ crash: { kind: crash.kind, message: crash.message } })
  port.close()
}

/** Requests that are answered at once, by name. @type {Record<string, (...args: any[]) => unknown>} */
const calls = {
  declare: (viewSet, schema) => engine.declare(viewSet, schema),
  append: (viewSet, ipc, instance) => engine.append(viewSet, ipc, instance),
  clear: (viewSet, instance) => engine.clear(viewSet, instance),
  tables: (filter) => engine.tables(filter),
  sqlInfo: (properties) => engine.sqlInfo(properties),
  memory: () => engine.memory(),
}

/** @param {number} id @param {string} name @param {unknown[]} args */
function answer(id, name, args) {
  try {
    port.postMessage({ id, value: calls[name]?.(...args) })
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error
    port.postMessage({ id, refusal: { reason: error.reason, message: error.message, column: error.column } })
  }
}

function schedule() {
  if (isScheduled) return
  isScheduled = true
  setImmediate(round)
}

/** One turn for every query whose reader wants more. */
function round() {
  isScheduled = false
  try {
    for (const [id, task] of open) if (task.credit > 0) turn(id, task)
  } catch (error) {
    giveUp(error)
    return
  }
  for (const { credit } of open.values()) if (credit > 0) return schedule()
}

/** @param {number} id @param {{ cursor: import('./engine.js').Cursor, credit: number }} task */
function turn(id, task) {
  const progress = task.cursor.poll({ milliseconds: turnMilliseconds, bytes: turnBytes })
  if (progress.done) open.delete(id)
  if (progress.messages.length === 0 && !progress.done) return
  task.credit--
  port.postMessage(
    { id, progress },
    progress.messages.map(({ buffer }) => buffer),
  )
}

port.on('message', ({ id, open: opened, more, close, call, args }) => {
  try {
    if (call !== undefined) answer(id, call, args)
    else if (opened !== undefined) {
      const { sql, options, credit } = opened
      open.set(id, { cursor: options === undefined ? engine.dryRun(sql) : engine.query(sql, options), credit })
      schedule()
    } else if (more !== undefined) {
      const task = open.get(id)
      if (task !== undefined) {
        task.credit += more
        schedule()
      }
    } else if (close !== undefined) {
      open.get(id)?.cursor.close()
      open.delete(id)
    }
  } catch (error) {
    giveUp(error)
  }
})
