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

/** The inferred database type of the built-in view sets, which the compiler is asked for. */
const probe = `
  import type { DatabaseOf } from '../database.js'
  import type { BuiltinViewSets } from '../names.js'
  import type { DefaultTypes } from '../../types/type-options.js'
  export type Probe = DatabaseOf<BuiltinViewSets, DefaultTypes>
`

/**
 * The text of `src/views/builtin/database.ts`: the database type of the built-in view sets, spelled out. The compiler need
 * not infer it in every program, and editors show what each column means.
 */
export function databaseText(): string {
  const inferred = inferredTables()
  const used = new Set<string>()
  const interfaceOf = (name: string, title: string, columns: Columns, types: ReadonlyMap<string, string>) => {
    const members = Object.entries(columns).map(([column, { declaration }]) => {
      const type = types.get(propertyName(column)) ?? 'never'
      for (const [word] of type.matchAll(/\b[A-Z]\w*/g)) if (word in modules) used.add(word)
      const text = declaration.description === undefined ? '' : `  /** ${declaration.description} */\n`
      return `${text}  readonly ${propertyName(column)}: ${type}`
    })
    return `/** ${title} */\nexport interface ${name} {\n${members.join('\n')}\n}`
  }
  const interfaces: string[] = []
  const tables: string[] = []
  for (const { name, columns, instances, description } of Object.values(builtinViewSets)) {
    const row = `${pascalCase(name)}Row`
    const isTable = (instances as readonly string[]).includes('global')
    const types = inferred.get(isTable ? name : `view_instance(${name})`) ?? new Map()
    interfaces.push(interfaceOf(row, `Rows of \`${name}\`: ${description}.`, columns as Columns, types))
    if (isTable) tables.push(`  ${name}: ${row}`)
    if ((instances as readonly string[]).some((kind) => kind !== 'global')) {
      const several = `${pascalCase(name)}OfInstancesRow`
      interfaces.push(
        `/** Rows of several instances of \`${name}\`. */\nexport interface ${several} extends ${row} {\n` +
          '  /** id of the instance that the row is of */\n  readonly instance_id: string\n}',
      )
      tables.push(`  'view_instance(${name})': ${row}`, `  'view_instances(${name})': ${several}`)
    }
  }
  for (const [name, { columns }] of Object.entries(tableFunctions)) {
    const row = `${pascalCase(name)}Row`
    const types = inferred.get(`${name}()`) ?? new Map()
    interfaces.push(interfaceOf(row, `Rows of the table function \`${name}\`.`, columns, types))
    tables.push(`  '${name}()': ${row}`)
  }
  const byModule = Map.groupBy([...used].sort(), (word) => modules[word] as string)
  const imports = [...byModule, ['../../types/type-options.js', ['DefaultTypes', 'valueTypes']] as const]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([module, words]) => `import type { ${words.join(', ')} } from '${module}'`)
  return `// Emitted from the declarations beside this file, which are what to change:
// npx vitest run test/views/emitted-database.test.ts --update
${imports.join('\n')}

${interfaces.join('\n\n')}

/** The Kysely database of the built-in view sets with the default options. */
export interface MicromegasDatabase {
${tables.join('\n')}
  readonly [valueTypes]: DefaultTypes
}
`
}

/** Types of the columns of each table, as text. */
function inferredTables(): Map<string, Map<string, string>> {
  const path = `${root}src/views/builtin/probe.ts`
  const program = virtualProgram(new Map([[path, probe]]))
  const checker = program.getTypeChecker()
  const alias = program.getSourceFile(path)?.statements.find(ts.isTypeAliasDeclaration)
  if (alias === undefined) throw new Error('the probe has a type')
  const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope
  const typesOf = (type: ts.Type) =>
    new Map(
      checker.getPropertiesOfType(type).map((column) => {
        const text = checker.typeToString(checker.getTypeOfSymbol(column), undefined, flags)
        return [column.name, text.replaceAll('<ArrayBufferLike>', '')]
      }),
    )
  return new Map(
    checker
      .getPropertiesOfType(checker.getTypeAtLocation(alias))
      .filter(({ name }) => !name.startsWith('__@'))
      .map((table) => [table.name, typesOf(checker.getTypeOfSymbol(table))]),
  )
}

function pascalCase(name: string): string {
  return name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())
}
