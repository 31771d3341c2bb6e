import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../test/service/fixture/command.ts'
import { rangeOf } from './combination.ts'

/** Returns the path of a Node of this version, which npm installs the first time. */
export async function nodeOf(cache: string, version: string): Promise<string> {
  const folder = join(cache, `node-${version}`)
  const executable = join(folder, 'node_modules/node/bin/node')
  if (!existsSync(executable)) {
    mkdirSync(folder, { recursive: true })
    const manifest = { private: true, allowScripts: { node: true } }
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
    await run('npm', ['install', '--no-package-lock', '--no-audit', '--no-fund', `node@${rangeOf('node', version)}`], {
      cwd: folder,
    })
  }
  return executable
}
