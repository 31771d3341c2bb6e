import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { run } from '../../test/service/fixture/command.ts'
import { entries, root } from '../api/entries.ts'
import { rangeOf } from './combination.ts'

/** What a project takes from this repository. */
const copied = ['examples', 'test/suite', 'test/embedded/queries.test.ts', 'test/client/handle-types.test.ts']

/** Tests import the package's sources by path. In a project, files at these paths stand for the installed package … */
const handedOut = { 'src/index.ts': 'kysely-micromegas', 'src/embedded/index.ts': 'kysely-micromegas/embedded' }

/** … and these are empty: the suite's list of differences imports them for checks that are not run here. */
const empty = [
  'test/support/flight-caller.ts',
  'src/flight/generated/flight_pb.ts',
  'src/flight/generated/flight_sql_pb.ts',
]

const compilerOptions = {
  target: 'ES2022',
  lib: ['ES2024', 'ESNext.Disposable'],
  types: ['node'],
  module: 'NodeNext',
  strict: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
}

/** A program that uses the packed packages, with one version of Kysely and one of TypeScript. */
export class Project {
  readonly #folder: string
  /** Versions that were installed, by package. */
  readonly installed: Readonly<Record<string, string>>

  private constructor(folder: string, installed: Readonly<Record<string, string>>) {
    this.#folder = folder
    this.installed = installed
  }

  /**
   * Makes the project, or makes it anew with what is installed already.
   *
   * @param tarballs the packed packages, by name
   */
  static async prepare(
    cache: string,
    kysely: string,
    typescript: string,
    tarballs: Readonly<Record<string, string>>,
  ): Promise<Project> {
    const folder = join(cache, `kysely-${kysely}-typescript-${typescript}`)
    mkdirSync(folder, { recursive: true })
    for (const name of ['src', 'test', 'examples', 'out']) rmSync(join(folder, name), { recursive: true, force: true })
    for (const path of copied) cpSync(join(root, path), join(folder, path), { recursive: true })
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    for (const [path, specifier] of Object.entries(handedOut)) write(path, `export * from '${specifier}'\n`)
    for (const path of empty) write(path, 'export {}\n')
    const imports = entries().map(({ specifier }, index) => `import * as entry${index} from '${specifier}'`)
    const names = entries().map((_, index) => `entry${index}`)
    write('entries.ts', `${imports.join('\n')}\nconsole.log([${names.join(', ')}].length)\n`)
    const json = (path: string, content: object) => write(path, JSON.stringify(content, null, 2))
    json('tsconfig.json', {
      compilerOptions: { ...compilerOptions, skipLibCheck: false, rootDir: '.', outDir: 'out' },
      include: ['entries.ts', 'examples'],
      exclude: ['**/*.test.ts'],
    })
    json('tsconfig.suite.json', {
      // The test runner's own declarations are not what is checked.
      compilerOptions: { ...compilerOptions, skipLibCheck: true, noEmit: true },
      include: ['test/suite/*-cases.ts', 'test/client'],
    })
    const files = Object.fromEntries(Object.entries(tarballs).map(([name, path]) => [name, `file:${path}`]))
    json('package.json', {
      private: true,
      type: 'module',
      dependencies: { ...files, kysely: rangeOf('kysely', kysely), '@bufbuild/protobuf': '^2' },
      devDependencies: { typescript: rangeOf('typescript', typescript), '@types/node': '^22', vitest: '^5' },
      // A peer range leaves out prereleases: whoever takes a beta says so.
      overrides: { kysely: '$kysely' },
    })
    await run(
      'npm',
      ['install', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'],
      {
        cwd: folder,
      },
    )
    const listed = JSON.parse(await run('npm', ['ls', '--json', '--depth=0'], { cwd: folder }))
    const versions = Object.entries(listed.dependencies as Record<string, { version: string }>)
    return new Project(folder, Object.fromEntries(versions.map(([name, { version }]) => [name, version])))
  }

  /** Compiles programs over the declarations of every entry, those of dependencies included, and then the suite. */
  async checkTypes(): Promise<void> {
    const tsc = join(this.#folder, 'node_modules/typescript/bin/tsc')
    for (const config of ['tsconfig.json', 'tsconfig.suite.json']) {
      await run(process.execPath, [tsc, '--project', config], { cwd: this.#folder })
    }
  }

  /** Runs the query catalogue on the embedded service. */
  async runSuite(node: string): Promise<void> {
    const vitest = join(this.#folder, 'node_modules/vitest/vitest.mjs')
    await run(node, [vitest, 'run', '--root', this.#folder, 'test/embedded/queries.test.ts'], { cwd: this.#folder })
  }

  /** Runs what the compiler made: every entry is imported, and an example queries the embedded service. */
  async runPrograms(node: string): Promise<void> {
    await run(node, ['out/entries.js'], { cwd: this.#folder })
    await run(node, ['--test', 'out/examples/testing-your-app/unhealthy-programs.node.js'], { cwd: this.#folder })
  }
}
