import { createHash } from 'node:crypto'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheFolder } from '../test/service/fixture/cache.ts'
import { run } from '../test/service/fixture/command.ts'

const requirementFiles = ['../test/service/python/requirements.txt', 'python/requirements.txt'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
)

/**
 * Returns a Python interpreter with the packages of `python/requirements.txt`, which is cached until they change; nothing if
 * the machine has no Python with the modules `venv` and `ensurepip`.
 */
export async function pythonWithPeers(): Promise<string | undefined> {
  const python = 'python3'
  const version = await run(python, ['-c', 'import ensurepip, sys, venv; print(sys.version)']).catch(() => undefined)
  if (version === undefined) return undefined
  const key = createHash('sha256').update(version)
  for (const file of requirementFiles) key.update(await readFile(file))
  const folder = join(cacheFolder(), 'bench-python', key.digest('hex').slice(0, 32))
  const executable = join(folder, 'bin', 'python')
  const complete = join(folder, 'complete')
  if (!(await stat(complete).catch(() => undefined))) {
    console.error(`Installing Python's clients into ${folder}, the first time only.`)
    await rm(folder, { recursive: true, force: true })
    await run(python, ['-m', 'venv', folder])
    const requirements = requirementFiles.at(-1) as string
    await run(executable, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements], { show: true })
    await writeFile(complete, '')
  }
  return executable
}
