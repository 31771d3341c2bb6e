import ts from 'typescript'

/** The folder of this repository. */
export const root = new URL('../..', import.meta.url).pathname

/** A program of source texts that stand at these paths of the repository, under its settings. */
export function virtualProgram(sources: ReadonlyMap<string, string>): ts.Program {
  const config = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  // Examples leave things unused.
  const lenient = { ...options, noUnusedLocals: false, noUnusedParameters: false }
  const host = ts.createCompilerHost(lenient)
  const { getSourceFile, fileExists } = host
  host.fileExists = (name) => sources.has(name) || fileExists(name)
  host.getSourceFile = (name, version) => {
    const text = sources.get(name)
    return text === undefined ? getSourceFile(name, version) : ts.createSourceFile(name, text, version)
  }
  return ts.createProgram([...sources.keys()], lenient, host)
}

/** What the compiler has to say of one file: what only the files behind it need is not looked at. */
export function errorsOf(program: ts.Program, path: string): string[] {
  const file = program.getSourceFile(path)
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(({ messageText }) =>
    ts.flattenDiagnosticMessageText(messageText, '\n'),
  )
}
