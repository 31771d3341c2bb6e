import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { circles } from '../support/circles.ts'

const src = fileURLToPath(new URL('../../src/', import.meta.url))

/**
 * The rooms that the files of each room may import from, besides their own. A name with a slash is a room inside another
 * room; files directly in a room belong to the room's own name. docs/architecture.md shows the same map to people.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'errors.ts': [],
  types: ['errors.ts'],
  // Its loose files are the public entry, `kysely-micromegas/arrow`.
  arrow: [
    'arrow/stream',
    'arrow/columnar',
    'arrow/decode',
    'arrow/encode',
    'arrow/ipc',
    'arrow/jsonb',
    'types',
    'errors.ts',
  ],
  'arrow/platform': [],
  'arrow/objects': ['arrow/platform'],
  'arrow/jsonb': ['arrow/objects', 'arrow/platform', 'types', 'errors.ts'],
  'arrow/ipc': ['arrow/platform', 'types', 'errors.ts'],
  'arrow/decode': ['arrow/jsonb', 'arrow/objects', 'arrow/platform', 'types', 'errors.ts'],
  'arrow/columnar': ['arrow/decode', 'arrow/objects', 'arrow/platform', 'types', 'errors.ts'],
  'arrow/encode': ['arrow/jsonb', 'arrow/platform', 'types', 'errors.ts'],
  'arrow/stream': ['arrow/ipc', 'types', 'errors.ts'],
  flight: ['errors.ts'],
  views: ['types', 'errors.ts'],
  'driver/config': ['flight', 'types', 'errors.ts'],
  'driver/failures': ['errors.ts'],
  'driver/query': ['driver/config', 'types', 'errors.ts'],
  'driver/transport': ['driver/config', 'driver/failures', 'flight', 'errors.ts'],
  'driver/result': [
    'driver/config',
    'driver/failures',
    'driver/query',
    'driver/transport',
    'arrow/ipc',
    'arrow/decode',
    'arrow/columnar',
    'flight',
    'types',
    'errors.ts',
  ],
  driver: [
    'driver/config',
    'driver/failures',
    'driver/query',
    'driver/transport',
    'driver/result',
    'types',
    'errors.ts',
  ],
  dialect: ['driver', 'driver/config', 'driver/query', 'views', 'types', 'errors.ts'],
  client: [
    'dialect',
    'driver',
    'driver/config',
    'driver/query',
    'driver/result',
    'arrow/columnar',
    'views',
    'types',
    'errors.ts',
  ],
  sample: ['views', 'types', 'errors.ts'],
  'embedded/engine': ['errors.ts'],
  'embedded/insert': ['arrow', 'views', 'types', 'errors.ts'],
  'embedded/server': ['embedded/engine', 'embedded/insert', 'arrow', 'flight', 'views', 'types', 'errors.ts'],
  embedded: ['embedded/engine', 'embedded/insert', 'embedded/server', 'sample', 'arrow', 'views', 'types', 'errors.ts'],
  'index.ts': [
    'client',
    'dialect',
    'driver',
    'driver/config',
    'driver/query',
    'driver/result',
    'arrow/columnar',
    'views',
    'types',
    'errors.ts',
  ],
}

const files = globSync('**/*.ts', { cwd: src }).map((file) => file.replaceAll('\\', '/'))

/** The most specific room of the map that a file lies in. */
function roomOf(file: string): string {
  const folders = file.split('/')
  const inner = folders.slice(0, 2).join('/')
  return folders.length > 2 && inner in mayImport ? inner : (folders[0] as string)
}

function importsOf(file: string): string[] {
  return [...readFileSync(join(src, file), 'utf8').matchAll(/(?:from|import\()\s*'([.#][^']*)'/g)].map(
    ([, path = '']) =>
      path === '#arrow/platform'
        ? 'arrow/platform/node.ts'
        : normalize(join(dirname(file), path)).replace(/\.js$/, '.ts'),
  )
}

/** The imports that the map does not allow, as `from → to`. */
function violations(file: string, imports: readonly string[]): string[] {
  const room = roomOf(file)
  const allowed = mayImport[room]
  if (allowed === undefined) return [`${file}: the map has no room "${room}"`]
  // Other rooms may import the entry, not the files behind it.
  const isBehindEntry = (path: string) => roomOf(path) === 'arrow' && path !== 'arrow/index.ts'
  return imports
    .filter((path) => roomOf(path) !== room && (!allowed.includes(roomOf(path)) || isBehindEntry(path)))
    .map((path) => `${file} → ${path}`)
}

describe('the import map', () => {
  it.each(files)('holds for %s', (file) => {
    expect(violations(file, importsOf(file))).toEqual([])
  })

  it('reports an upward import, a sideways one and an unknown room', () => {
    expect(violations('types/timestamp.ts', ['views/column.ts'])).toEqual(['types/timestamp.ts → views/column.ts'])
    expect(violations('arrow/decode/times.ts', ['arrow/encode/problem.ts'])).toEqual([
      'arrow/decode/times.ts → arrow/encode/problem.ts',
    ])
    expect(violations('embedded/server/ingest.ts', ['arrow/index.ts', 'arrow/create-row-decoder.ts'])).toEqual([
      'embedded/server/ingest.ts → arrow/create-row-decoder.ts',
    ])
    expect(violations('driver/config/url.ts', ['driver/transport/channel.ts'])).toHaveLength(1)
    expect(violations('somewhere/else.ts', [])).toEqual(['somewhere/else.ts: the map has no room "somewhere"'])
  })

  it('has no import cycle between rooms', () => {
    expect(circles(new Map(Object.entries(mayImport)))).toEqual([])
  })

  it('has no import cycle between files, type imports included', () => {
    expect(circles(new Map(files.map((file) => [file, importsOf(file)])))).toEqual([])
  })
})

describe('knowledge stays where it belongs', () => {
  const importing = (pattern: RegExp) => files.filter((file) => pattern.test(readFileSync(join(src, file), 'utf8')))

  it('only the driver and the embedded service import gRPC; they, the Arrow rooms and the client import apache-arrow', () => {
    const knowing = importing(/from '(?:@grpc\/grpc-js|apache-arrow)'/)
    const allowed = (file: string) => /^(arrow|driver|embedded)\//.test(file) || file === 'client/query-client.ts'
    expect(knowing.filter((file) => !allowed(file))).toEqual([])
    expect(importing(/from '@grpc\/grpc-js'/).filter((file) => file.startsWith('arrow/'))).toEqual([])
  })

  it('the Arrow rooms, and whatever they import, run without Node, except for their platform', () => {
    const reached = new Set<string>()
    const visit = (file: string): void => {
      if (reached.has(file) || file === 'arrow/platform/node.ts') return
      reached.add(file)
      importsOf(file).forEach(visit)
    }
    for (const file of files) if (file.startsWith('arrow/')) visit(file)
    const code = (file: string) =>
      readFileSync(join(src, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*|`[^`]*`|'(?!node:)[^']*'/g, '')
    const needsNode = [...reached].filter((file) =>
      /'node:|(?<![#.])\b(?:Buffer|process|require|setImmediate|__dirname)\b(?!:)|\bnew Function\b|\beval\(/.test(
        code(file),
      ),
    )
    expect(needsNode).toEqual([])
    expect(reached.size).toBeGreaterThan(30)
  })

  it('kysely-micromegas/arrow loads neither gRPC nor Kysely nor modules of Node', () => {
    const reached = new Set(['arrow/index.ts'])
    for (const file of reached) for (const path of importsOf(file)) reached.add(path)
    const packages = [...reached].flatMap((file) =>
      // Types alone are not loaded.
      [
        ...readFileSync(join(src, file), 'utf8').matchAll(
          /^(?:import|export) (?!type )[\w*\s{},]+ from '([^.#'][^']*)'/gm,
        ),
      ].map(([, name]) => (file === 'arrow/platform/node.ts' ? [] : [name])),
    )
    expect([...new Set(packages.flat())].sort()).toEqual(['apache-arrow', 'ts-pattern'])
  })

  it('the benchmark measures what users import: it imports no file of the sources', () => {
    const bench = fileURLToPath(new URL('../../bench/', import.meta.url))
    const texts = globSync('{*,*/*}.ts', { cwd: bench }).map(
      (file) => [file, readFileSync(join(bench, file), 'utf8')] as const,
    )
    expect(texts.length).toBeGreaterThan(20)
    expect(texts.filter(([, text]) => /['"][./]+\/src\//.test(text)).map(([file]) => file)).toEqual([])
  })

  it('one file imports the engine, which production installs lack; others import only its types', () => {
    expect(importing(/(?:^|\n)(?!import type\b).*['"]kysely-micromegas-engine['"]/)).toEqual([
      'embedded/engine/load-engine.ts',
    ])
  })
})
