import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as api from '../../src/index.js'
import { errorsOf, root, virtualProgram } from '../support/virtual-program.js'
import { codeBlocks, docstringExamples } from './code-blocks.js'

/** Declares what a block may use without declaring it: every export of the package, a handle, and ids. */
function preamble(code: string): string {
  const declared = (name: string) =>
    new RegExp(`(const|let|function|class) ${name}\\b|import [^;]*\\b${name}\\b[^;]* from`).test(code)
  const names = Object.keys(api).filter((name) => !declared(name))
  const lines = [
    `import { ${names.join(', ')} } from '../src/index.js'`,
    ...(declared('sql') ? [] : [`import { sql } from 'kysely'`]),
    ...(declared('Kysely') ? [] : [`import { Kysely } from 'kysely'`]),
    ...(declared('db') ? [] : [`const db = createMicromegas({ url: 'grpc://localhost:50051' })`]),
    'declare const streamId: string, processId: string, a: Date, b: Date',
  ]
  // Later blocks of the page on declarations use its `views`.
  if (/\bviews\b/.test(code) && !declared('views')) {
    lines.push(
      `const frame_times = defineViewSet('frame_times', { instances: ['global'], timeColumns: [], columns: { frame: column.int64() } })`,
      'const views = defineViewSets({ ...builtinViewSets, frame_times })',
    )
  }
  return `${lines.join('; ')}; `
}

describe('every TypeScript block of the documentation compiles', () => {
  const blocks = [...codeBlocks(), ...docstringExamples()]
  const sources = new Map(
    blocks.map((block, index) => {
      const code = block.code
        .replaceAll("from 'kysely-micromegas'", "from '../src/index.js'")
        .replaceAll("from 'kysely-micromegas/arrow'", "from '../src/arrow/index.js'")
        .replaceAll("from 'kysely-micromegas/embedded'", "from '../src/embedded/index.js'")
      return [join(root, 'docs', `block-${index}.ts`), `${preamble(code)}\n${code}\nexport {}\n`] as const
    }),
  )
  const program = virtualProgram(sources)

  it.each(blocks.map((block, index) => [`${block.file}:${block.line}`, index] as const))('%s', (_, index) => {
    expect(errorsOf(program, join(root, 'docs', `block-${index}.ts`))).toEqual([])
  })
})
