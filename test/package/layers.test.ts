import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

const src = new URL('../../src/', import.meta.url).pathname

/** From the bottom up: a layer imports from itself and from those before it. */
const layers = ['errors.ts', 'views', 'driver', 'dialect', 'client', 'index.ts', 'embedded']

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
const layerOf = (file: string) => layers.indexOf(file.split('/')[0] ?? '')
const importsOf = (file: string) =>
  [...readFileSync(join(src, file), 'utf8').matchAll(/from '(\.[^']*)'/g)].map(([, path = '']) =>
    normalize(join(dirname(file), path)),
  )

describe('a layer imports from itself and from those below', () => {
  it.each(files)('%s', (file) => {
    const own = layerOf(file)
    expect(own).toBeGreaterThanOrEqual(0)
    for (const path of importsOf(file))
      expect(layerOf(path.replace(/^errors\.js$/, 'errors.ts')), path).toBeLessThanOrEqual(own)
  })
})

describe('knowledge stays where it belongs', () => {
  it('gRPC and Arrow are known to the driver, to the embedded service, and to the client where it hands out tables', () => {
    const knowing = files.filter((file) =>
      /from '(?:@grpc\/grpc-js|apache-arrow)'/.test(readFileSync(join(src, file), 'utf8')),
    )
    const allowed = (file: string) => /^(driver|embedded)\//.test(file) || file === 'client/micromegas-client.ts'
    expect(knowing.filter((file) => !allowed(file))).toEqual([])
  })

  it('what production installs do not have is imported by one file, and types aside by no other', () => {
    const importing = files.filter((file) =>
      /(?:^|\n)(?!import type\b).*['"]kysely-micromegas-engine['"]/.test(readFileSync(join(src, file), 'utf8')),
    )
    expect(importing).toEqual(['embedded/engine/load-engine.ts'])
  })
})
