import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { circles } from '../support/circles.ts'

const src = fileURLToPath(new URL('../../engine/crate/src/', import.meta.url))
const files = globSync('**/*.rs', { cwd: src }).filter((file) => !/(?:^|\/)(?:tests|test_support)\.rs$/.test(file))

/** Returns the file of a module, by its path from the root of the crate. */
function fileOf(path: string): string | undefined {
  return [`${path}.rs`, join(path, 'mod.rs')].find((file) => files.includes(file))
}

/** Returns the files of the modules that a file imports (`use`) or contains (`mod`). */
function usedBy(file: string): string[] {
  const text = readFileSync(join(src, file), 'utf8')
  const paths = [
    ...[...text.matchAll(/\bcrate::(\w+)/g)].map(([, name = '']) => name),
    ...[...text.matchAll(/\buse super::(\w+)/g)].map(([, name = '']) => join(dirname(file), name)),
    ...[...text.matchAll(/^mod (\w+);/gm)].map(([, name = '']) => join(dirname(file), name)),
  ]
  return paths.flatMap((path) => fileOf(path) ?? [])
}

it('the modules of the crate form no circle', () => {
  expect(files.length).toBeGreaterThan(20)
  expect(usedBy('session.rs')).toEqual(expect.arrayContaining(['store.rs', 'table_functions/mod.rs']))
  expect(usedBy('table_functions/list_partitions.rs')).toContain('table_functions/rows_table.rs')
  expect(circles(new Map(files.map((file) => [file, usedBy(file)])))).toEqual([])
})
