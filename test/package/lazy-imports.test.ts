import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const dist = fileURLToPath(new URL('../../dist/', import.meta.url))

/** Lists the modules that are loaded together with a file of the build, by following static imports through its chunks. */
function loadedWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  const text = readFileSync(new URL(file, `file://${dist}`), 'utf8')
  for (const [, path = ''] of text.matchAll(/^(?:import|export)\b[^;'"]*?(?:from\s*)?['"]([^'"]+)['"]/gm)) {
    if (path.startsWith('./')) loadedWith(path, seen)
    else seen.add(path)
  }
  return seen
}

it('importing the package loads neither gRPC nor apache-arrow, which the first query loads', () => {
  const packages = [...loadedWith('./index.js')].filter((path) => !path.startsWith('./'))
  expect(packages.filter((name) => !/^(?:node:|process$)/.test(name))).toEqual(['kysely'])
})
