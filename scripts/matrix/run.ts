/**
 * Tries the packed package on every version that README.md promises: types without `skipLibCheck`, the query catalogue on
 * the embedded service, and compiled programs. Projects are kept in the user's cache folder.
 *
 *   npm run test:matrix                                       every combination
 *   npm run test:matrix -- --corners                          the oldest and the newest of everything
 *   npm run test:matrix -- --node 26 --kysely 0.29,0.30       a part of them
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { cacheFolder } from '../../test/service/fixture/cache.ts'
import { run } from '../../test/service/fixture/command.ts'
import { root } from '../api/entries.ts'
import { pack } from '../package/pack.ts'
import { axes, type Combination, combinations, corners, describeCombination } from './combination.ts'
import { nodeOf } from './node.ts'
import { Project } from './project.ts'

const { values } = parseArgs({
  options: {
    corners: { type: 'boolean', default: false },
    node: { type: 'string' },
    kysely: { type: 'string' },
    typescript: { type: 'string' },
  },
})
const selection = Object.fromEntries(
  axes.flatMap((axis) => (values[axis] === undefined ? [] : [[axis, values[axis].split(',')]])),
)
const tried = values.corners ? corners() : combinations(selection)

const cache = join(cacheFolder(), 'matrix')
const packed = join(cache, 'packed')
rmSync(packed, { recursive: true, force: true })
const tarballs = {
  'kysely-micromegas': pack(root, packed),
  'kysely-micromegas-engine': pack(join(root, 'engine'), packed),
}

/** Each of these is done once, whatever number of combinations needs it. */
const done = new Map<string, Promise<unknown>>()
function once<T>(key: string, work: () => Promise<T>): Promise<T> {
  const known = done.get(key) ?? work()
  done.set(key, known)
  return known as Promise<T>
}

async function tryOut({ node, kysely, typescript }: Combination): Promise<string> {
  const executable = await once(`node ${node}`, () => nodeOf(cache, node))
  const name = `project ${kysely} ${typescript}`
  const project = await once(name, () => Project.prepare(cache, kysely, typescript, tarballs))
  await once(`types of ${name}`, () => project.checkTypes())
  await once(`suite ${node} ${kysely}`, () => project.runSuite(executable))
  await project.runPrograms(executable)
  const { installed } = project
  const nodeVersion = (await run(executable, ['--version'])).trim().slice(1)
  return `Node ${nodeVersion}, Kysely ${installed.kysely}, TypeScript ${installed.typescript}`
}

let failed = 0
for (const combination of tried) {
  const begin = performance.now()
  const seconds = () => `${((performance.now() - begin) / 1000).toFixed(0)} s`
  try {
    console.log(`✓ ${await tryOut(combination)} (${seconds()})`)
  } catch (error) {
    failed++
    console.log(`✗ ${describeCombination(combination)} (${seconds()})\n${(error as Error).message}`)
  }
}
console.log(`${tried.length - failed} of ${tried.length} combinations work`)
if (failed > 0) process.exitCode = 1
