import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The folder of this repository. */
export const root = resolve(import.meta.dirname, '../..')

/** A name that programs import from, and the declarations behind it. */
export interface Entry {
  /** What programs write: `kysely-micromegas/embedded`. */
  readonly specifier: string
  /** The folder of the package that has the entry. */
  readonly packageFolder: string
  /** The declaration file, an absolute path. */
  readonly types: string
  /** The name of the report, without its ending: `kysely-micromegas.embedded`. */
  readonly report: string
}

/** Returns every entry with declarations that the packages of this repository export. */
export function entries(): Entry[] {
  return [root, join(root, 'engine')].flatMap(entriesOf)
}

function entriesOf(packageFolder: string): Entry[] {
  const { name, exports } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
  return Object.entries(exports as Record<string, string | { types?: string }>).flatMap(([path, target]) => {
    if (typeof target === 'string' || target.types === undefined) return []
    const specifier = path === '.' ? name : `${name}/${path.slice(2)}`
    const report = specifier.replaceAll('/', '.')
    return [{ specifier, packageFolder, types: join(packageFolder, target.types), report }]
  })
}
