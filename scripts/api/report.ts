import { join } from 'node:path'
import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor'
import { type Entry, root } from './entries.ts'

const none = { logLevel: ExtractorLogLevel.None, addToApiReportFile: false }

/**
 * Compares the declarations of an entry with its report under `api/`.
 *
 * @param update writes what the declarations say now; otherwise the report is left as it is
 * @returns whether the report says what the declarations say
 */
export function compareReport(entry: Entry, temporaryFolder: string, update: boolean): boolean {
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: entry.types,
      newlineKind: 'lf',
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'ES2022',
            lib: ['ES2024', 'ESNext.Disposable', 'DOM'],
            module: 'NodeNext',
            moduleResolution: 'NodeNext',
            types: ['node'],
            strict: true,
            exactOptionalPropertyTypes: true,
            skipLibCheck: true,
          },
          files: [entry.types],
        },
      },
      apiReport: {
        enabled: true,
        // Types that are not exported, but that exported ones refer to, are a promise too.
        includeForgottenExports: true,
        reportFileName: `${entry.report}.api.md`,
        reportFolder: join(root, 'api'),
        reportTempFolder: temporaryFolder,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        // Everything that is exported is public: there are no release tags to miss.
        extractorMessageReporting: { default: none },
        // Comments are checked where they are written, not here.
        tsdocMessageReporting: { default: none },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(entry.packageFolder, 'package.json'),
  })
  const compilerState = CompilerState.create(config)
  const errors: string[] = []
  try {
    const { apiReportChanged } = Extractor.invoke(config, {
      compilerState,
      localBuild: update,
      messageCallback: (message) => {
        if (message.logLevel === ExtractorLogLevel.Error) errors.push(message.formatMessageWithLocation(root))
        // What differs is shown by the caller.
        message.handled = true
      },
    })
    if (errors.length > 0) throw new Error(errors.join('\n'))
    return !apiReportChanged
  } catch (cause) {
    // API Extractor 7 keeps members and type parameters in one map, and says "Child declaration not found".
    const hint =
      'if it fails on a child declaration, look for an interface whose member has the name of a type parameter'
    throw new Error(`${entry.specifier}: API Extractor cannot read its declarations (${hint})`, { cause })
  }
}
