import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'

const project = new URL('consumer/tsconfig.json', import.meta.url).pathname

describe("the engine's declarations", () => {
  it.each(['typescript', 'typescript-7'])(
    'are complete without the DOM library, for %s',
    (compiler) => {
      const { status, stdout } = spawnSync(process.execPath, [`node_modules/${compiler}/bin/tsc`, '-p', project], {
        encoding: 'utf8',
      })
      expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
    },
    60_000,
  )
})
