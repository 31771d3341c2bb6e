import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = new URL('../..', import.meta.url).pathname

export interface CodeBlock {
  readonly file: string
  /** 1-based line of the block's first line of code. */
  readonly line: number
  readonly code: string
}

/** Returns the TypeScript blocks of the README and of every page in `docs/`. */
export function codeBlocks(): CodeBlock[] {
  const files = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)]
  return files
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) => blocksOf(file, readFileSync(join(root, file), 'utf8')))
}

/** The examples in docstrings that can be copied as they are: those that import what they use. */
export function docstringExamples(): CodeBlock[] {
  const files = globSync('src/**/*.ts', { cwd: root })
  return files
    .flatMap((file) => blocksOf(file, readFileSync(join(root, file), 'utf8').replaceAll(/^ *\* ?/gm, '')))
    .filter(({ code }) => code.includes("from 'kysely-micromegas"))
}

function blocksOf(file: string, text: string): CodeBlock[] {
  const blocks: CodeBlock[] = []
  let begin: number | undefined
  const lines = text.split('\n')
  for (const [index, line] of lines.entries()) {
    if (begin === undefined) {
      if (line.trim() === '```ts') begin = index + 1
    } else if (line.trim() === '```') {
      blocks.push({ file, line: begin + 1, code: lines.slice(begin, index).join('\n') })
      begin = undefined
    }
  }
  return blocks
}
