import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const generated = 'src/flight/generated'

it('the committed message types equal what buf generates from the .proto files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kysely-micromegas-'))
  try {
    const bin = join(root, 'node_modules/.bin')
    await promisify(execFile)(join(bin, 'buf'), ['generate', '--output', folder], {
      cwd: root,
      env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
    })
    expect(await filesOf(join(root, generated))).toEqual(await filesOf(join(folder, generated)))
  } finally {
    await rm(folder, { recursive: true })
  }
})

async function filesOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort()
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')])),
  )
}
