import { readFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { run } from '../test/service/fixture/command.ts'
import type { Machine } from './results.ts'

const pythonPackages = ['micromegas', 'pyarrow', 'pandas', 'adbc-driver-flightsql', 'datafusion']
const npmPackages = ['kysely', 'apache-arrow', '@grpc/grpc-js']
const peers = ['@gizmodata/gizmosql-client', '@firetiger-oss/flight-sql-client', '@uwdata/flechette']

/** What the figures depend on; nothing that tells whose machine it is. */
export async function describeMachine(python: string | undefined): Promise<Machine> {
  const program = `
import importlib.metadata, json, platform, sys
print(json.dumps({"Python": platform.python_version(), **{name: importlib.metadata.version(name) for name in sys.argv[1:]}}))`
  const pythonVersions =
    python === undefined
      ? {}
      : (JSON.parse(await run(python, ['-c', program, ...pythonPackages])) as Record<string, string>)
  const npmVersions = await Promise.all(
    [...npmPackages.map((name) => [name, '../'] as const), ...peers.map((name) => [name, 'peers/'] as const)].map(
      async ([name, folder]) => {
        const manifest = new URL(`${folder}node_modules/${name}/package.json`, import.meta.url)
        return [name, (JSON.parse(await readFile(manifest, 'utf8')) as { version: string }).version] as const
      },
    ),
  )
  const [cpu] = cpus()
  return {
    cpu: cpu?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    node: process.versions.node,
    versions: { ...Object.fromEntries(npmVersions), ...pythonVersions },
  }
}
