import ts from 'typescript'
import { builtinViewSets } from '../../../src/views/builtin/index.js'
import { tableFunctions } from '../../../src/views/table-functions.js'
import { type Columns, propertyName } from '../../../src/views/view-set.js'
import { root, virtualProgram } from '../../support/virtual-program.js'

/** Where the types that columns have are declared, relative to the emitted file. */
const modules: Readonly<Record<string, string>> = {
  AsyncEventType: '../kinds.js',
  JsonbValue: '../../types/properties.js',
  LogLevel: '../log-level.js',
  NetSpanKind: '../kinds.js',
  OtelSpanEvent: '../kinds.js',
  OtelSpanKind: '../kinds.js',
  OtelSpanLink: '../kinds.js',
  OtelSpanStatus: '../kinds.js',
  Properties: '../../types/properties.js',
  Timestamp: '../../types/timestamp.js',
}

/** The rows that the declarations stand for, under any options. The compiler is asked for them. */
const probe = `
  import type { builtinViewSets } from './index.js'
  import type { ResolvedTypes } from '../../types/type-options.js'
  import type { TableFunctions } from '../table-functions.js'
  import type { RowOf } from '../view-set.js'
  type Declared = typeof builtinViewSets & TableFunctions
  export type Probe<R extends ResolvedTypes> = { [K in keyof Declared]: RowOf<Declared[K]['columns'], R> }
`

/**
 * The text of `src/views/builtin/database.ts`: the database type of the built-in view sets, spelled out. The compiler need
 * not infer it in every program, and editors show what each column means.
 */
export function databaseText(): string {
  const declared = declaredRows()
  const used = new Set<string>()
  /** Rows that the options make a difference to. */
  const generics = new Set<string>()
  const applied = (row: string) => `${row}${generics.has(row) ? '<R>' : ''}`
  const interfaceOf = (name: string, title: string, set: string, columns: Columns) => {
    const types = declared.get(set)
    const members = Object.entries(columns).map(([column, { declaration }]) => {
      const type = types?.get(propertyName(column)) ?? 'never'
      for (const [word] of type.matchAll(/\b[A-Z]\w+/g)) if (word in modules) used.add(word)
      const text = declaration.description === undefined ? '' : `  /** ${declaration.description} */\n`
      return `${text}  readonly ${propertyName(column)}: ${type}`
    })
    const text = members.join('\n')
    const generic = text.includes("R['")
    if (generic) generics.add(name)
    return `/** ${title} */\nexport interface ${name}${generic ? parameter : ''} {\n${text}\n}`
  }
  const interfaces: string[] = []
  const tables: string[] = []
  const keys: string[] = []
  for (const { name, columns, instances, description } of Object.values(builtinViewSets)) {
    const row = `${pascalCase(name)}Row`
    interfaces.push(interfaceOf(row, `Rows of \`${name}\`: ${description}.`, name, columns as Columns))
    const own: [key: string, row: string][] = []
    if ((instances as readonly string[]).includes('global')) own.push([name, row])
    if ((instances as readonly string[]).some((kind) => kind !== 'global')) {
      const several = `${pascalCase(name)}OfInstancesRow`
      interfaces.push(
        `/** Rows of several instances of \`${name}\`. */\nexport interface ${several}${generics.has(row) ? parameter : ''} extends ${applied(row)} {\n` +
          '  /** id of the instance that the row is of */\n  readonly instance_id: string\n}',
      )
      if (generics.has(row)) generics.add(several)
      own.push([`view_instance(${name})`, row], [`view_instances(${name})`, several])
    }
    tables.push(...own.map(([key, row]) => `  ${quoted(key)}: ${applied(row)}`))
    keys.push(`  ${name}: ${own.map(([key]) => `'${key}'`).join(' | ')}`)
  }
  for (const [name, { columns }] of Object.entries(tableFunctions)) {
    const row = `${pascalCase(name)}Row`
    interfaces.push(interfaceOf(row, `Rows of the table function \`${name}\`.`, name, columns))
    tables.push(`  '${name}()': ${applied(row)}`)
  }
  const byModule = Map.groupBy([...used].sort(), (word) => modules[word] as string)
  const imports = [
    ...byModule,
    ['../../types/type-options.js', ['DefaultTypes', 'ResolvedTypes', 'valueTypes']] as const,
  ]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([module, words]) => `import type { ${words.join(', ')} } from '${module}'`)
  return `// Emitted from the declarations beside this file, which are what to change:
// npx vitest run test/views/emitted-database.test.ts --update
${imports.join('\n')}

${interfaces.join('\n\n')}

/** The Kysely database of the built-in view sets under any options. */
export interface BuiltinDatabase<R extends ResolvedTypes> {
${tables.join('\n')}
  readonly [valueTypes]: R
}

/** The tables of each built-in view set in the database. */
export interface BuiltinTables {
${keys.join('\n')}
}

/** The Kysely database of the built-in view sets with the default options. */
export interface MicromegasDatabase extends BuiltinDatabase<DefaultTypes> {}
`
}

/** What stands for the options of the handle in the emitted types. */
const parameter = '<R extends ResolvedTypes = DefaultTypes>'

function quoted(key: string): string {
  return /^\w+$/.test(key) ? key : `'${key}'`
}

/** Types of the columns of each view set and table function, as text. */
function declaredRows(): Map<string, Map<string, string>> {
  const path = `${root}src/views/builtin/probe.ts`
  const program = virtualProgram(new Map([[path, probe]]))
  const checker = program.getTypeChecker()
  const alias = program.getSourceFile(path)?.statements.findLast(ts.isTypeAliasDeclaration)
  if (alias === undefined) throw new Error('the probe has a type')
  const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope
  const typesOf = (type: ts.Type) =>
    new Map(
      checker.getPropertiesOfType(type).map((column) => {
        const text = checker.typeToString(checker.getTypeOfSymbol(column), undefined, flags)
        return [column.name, text.replaceAll('<ArrayBufferLike>', '').replaceAll('"', "'")]
      }),
    )
  return new Map(
    checker
      .getPropertiesOfType(checker.getTypeAtLocation(alias))
      .map((table) => [table.name, typesOf(checker.getTypeOfSymbol(table))]),
  )
}

function pascalCase(name: string): string {
  return name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())
}
