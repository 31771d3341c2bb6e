import { existsSync } from 'node:fs'
import ts from 'typescript'

/** Returns the compiler's message for a program with a mistake, checked now against the built package. */
export function refusalOf(source: string): string {
  const path = new URL('refused.ts', import.meta.url).pathname
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    lib: ['lib.es2024.d.ts', 'lib.esnext.disposable.d.ts'],
    types: ['node'],
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile } = host
  host.fileExists = (name) => name === path || existsSync(name)
  host.getSourceFile = (name, ...rest) =>
    name === path ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022) : getSourceFile.call(host, name, ...rest)
  const program = ts.createProgram([path], options, host)
  const [diagnostic] = program.getSemanticDiagnostics(program.getSourceFile(path))
  if (diagnostic?.file === undefined || diagnostic.start === undefined) return 'The program compiles.'
  const { line, character } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start)
  const text = source.split('\n')[line] ?? ''
  const marker = `${' '.repeat(character)}${'~'.repeat(diagnostic.length ?? 1)}`
  return `${text}\n${marker}\nerror TS${diagnostic.code}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`
}
