import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import * as api from '../../src/index.js'
import { codeBlocks } from './code-blocks.js'

const root = new URL('../..', import.meta.url).pathname

/** What a block may use without declaring it: every export of the package, a handle, and ids. */
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
  // `views` of the page on declarations is used by its later blocks.
  if (/\bviews\b/.test(code) && !declared('views')) {
    lines.push(
      `const frame_times = defineViewSet('frame_times', { instances: ['global'], timeColumns: [], columns: { frame: column.int64() } })`,
      'const views = defineViewSets({ ...builtinViewSets, frame_times })',
    )
  }
  return `${lines.join('; ')}; `
}

describe('every TypeScript block of the documentation compiles', () => {
  const blocks = codeBlocks()
  const sources = new Map(
    blocks.map((block, index) => {
      const code = block.code.replaceAll("from 'kysely-micromegas'", "from '../src/index.js'")
      return [join(root, 'docs', `block-${index}.ts`), `${preamble(code)}\n${code}\nexport {}\n`] as const
    }),
  )
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  const host = ts.createCompilerHost({ ...options, noUnusedLocals: false, noUnusedParameters: false })
  const { getSourceFile, fileExists, readFile } = host
  host.getSourceFile = (name, languageVersion) => {
    const text = sources.get(name)
    return text === undefined ? getSourceFile(name, languageVersion) : ts.createSourceFile(name, text, languageVersion)
  }
  host.fileExists = (name) => sources.has(name) || fileExists(name)
  host.readFile = (name) => sources.get(name) ?? readFile(name)
  const program = ts.createProgram(
    [...sources.keys()],
    { ...options, noUnusedLocals: false, noUnusedParameters: false },
    host,
  )

  it.each(blocks.map((block, index) => [`${block.file}:${block.line}`, index] as const))('%s', (_, index) => {
    const source = program.getSourceFile(join(root, 'docs', `block-${index}.ts`))
    const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    expect(diagnostics.map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'))).toEqual([])
  })
})
