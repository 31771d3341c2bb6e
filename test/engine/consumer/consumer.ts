/** Uses all declarations of the engine's package, without the DOM library and without Node's types. */
import {
  type Cursor,
  compileEngine,
  Engine,
  EngineCrash,
  type EngineMemory,
  type EngineModule,
  type EngineOptions,
  EngineRefusal,
  EngineThread,
  type EngineViewSet,
  type Progress,
  type QueryFailure,
  type RemoteCursor,
} from 'kysely-micromegas-engine'

const options: EngineOptions = { memoryLimit: 2 ** 20 }
const viewSet: EngineViewSet = { name: 'regions', instances: ['global'], timeColumns: [], staticTable: true }

export async function here(schema: Uint8Array, ipc: Uint8Array): Promise<Uint8Array[]> {
  const module: EngineModule = await compileEngine()
  using engine = new Engine(module, options)
  engine.declare(viewSet, schema)
  const rows: number = engine.append('regions', ipc, 'instance')
  engine.clear('regions', 'instance')
  using cursor: Cursor = engine.query(`select ${rows}`, {
    range: { begin: 0n, end: 1n },
    limit: 5,
    preserveDictionary: true,
  })
  const { done, messages, failure }: Progress = cursor.poll({ milliseconds: 8, bytes: 2 ** 20 })
  if (done && failure !== undefined) throw new Error(describe(failure))
  engine.dryRun('select 1').close()
  const memory: EngineMemory = engine.memory()
  const answers = [
    ...engine.tables({ includeSchema: true }),
    ...engine.sqlInfo([
      [0, 'name'],
      [508, ['a', 'b']],
    ]),
  ]
  engine.close()
  return memory.total > 0 ? [...messages, ...answers] : []
}

export async function inThread(schema: Uint8Array, ipc: Uint8Array): Promise<Uint8Array[]> {
  await using thread = await EngineThread.start(options)
  thread.ref()
  thread.unref()
  try {
    await thread.declare(viewSet, schema)
    const rows: number = await thread.append('regions', ipc)
    await thread.clear('regions')
    using cursor: RemoteCursor = thread.query(`select ${rows}`, { limit: 5 })
    thread.dryRun('select 1').close()
    const { messages } = await cursor.next()
    const { stored, reserved }: EngineMemory = await thread.memory()
    const answers = [...(await thread.tables()), ...(await thread.sqlInfo([[stored, String(reserved)]]))]
    return [...messages, ...answers]
  } catch (error) {
    if (error instanceof EngineRefusal) throw new Error(`${error.reason}: ${error.column} ${error.help}`)
    if (error instanceof EngineCrash && error.kind === 'out_of_memory') await thread.close()
    throw thread.isRunning ? error : new Error('closed')
  }
}

function describe({ stage, code, message, line, column, notes, help }: QueryFailure): string {
  return [stage, code, message, line, column, ...notes, ...help].join()
}
