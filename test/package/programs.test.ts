import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'

/** Runs a program of this repository on the built package, as its reader would. */
function run(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 })
  return { status, output: stdout + stderr }
}

describe('the built package', () => {
  it('runs where code generation from strings is disallowed', () => {
    const { status, output } = run(
      '--disallow-code-generation-from-strings',
      'test/embedded/support/rows-of-many-kinds.ts',
    )
    expect(output).toContain(
      '[20,{"id":"20","time":"1970-01-01T00:00:00.00000002Z","msg":"m20","properties":{"a":{"b":1}}}]',
    )
    expect(status).toBe(0)
  })
})

describe('programs of this repository', () => {
  it('the demo shows queries with their rows, and what does not compile', () => {
    const { status, output } = run('scripts/demo/run.ts')
    expect(output).toMatch(/5 rows in [\d.]+ ms/)
    expect(output).toMatch(/\d+ spans, the longest [\d.]+ ms/)
    expect(output).toContain(`Argument of type '"one"' is not assignable`)
    expect(status).toBe(0)
  }, 60_000)

  it("the example for Node's own test runner passes", () => {
    const { status, output } = run('--test', 'examples/testing-your-app/unhealthy-programs.node.ts')
    expect(output).toContain('pass 1')
    expect(status).toBe(0)
  }, 60_000)
})
