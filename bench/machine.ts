import { readFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { run } from '../test/service/fixture/command.ts'
import type { Machine } from './results.ts'

const pythonPackages = ['micromegas', 'pyarrow', 'pandas', 'adbc-driver-flightsql', 'datafusion']
const npmPackages = ['kysely', 'apache-arrow', '@grpc/grpc-js']
const peers = ['@gizmodata/gizmosql-client', '@firetiger-oss/flight-sql-client', '@uwdata/flechette']

/** Describes what the figures depend on, and nothing that identifies the machine. */
export async function describeMachine(python: string | undefined): Promise<Machine> {
  const program = `
import importlib.metadata, json, platform, sys
print(json.dumps({"Python": platform.python_version(), **{name: importlib.metadata.version(name) for name in sys.argv[1:]}}))`
  const pythonVersions =
    python === undefined
      ? {}
      : (JSON.parse(await run(python, ['-c', program, ...pythonPackages])) as Record<string, string>)
  const npmVersions = [
    ...(await Promise.all(npmPackages.map((name) => versionOf('../', name)))),
    ...(await Promise.all(peers.map((name) => versionOf('peers/', name)))),
  ].flat()
  const [cpu] = cpus()
  return {
    cpu: cpu?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    node: process.versions.node,
    versions: { ...Object.fromEntries(npmVersions), ...pythonVersions },
  }
}

/** Returns name and version of a package, if it is installed in the folder. */
async function versionOf(folder: string, name: string): Promise<readonly (readonly [name: string, version: string])[]> {
  const manifest = new URL(`${folder}node_modules/${name}/package.json`, import.meta.url)
  const text = await readFile(manifest, 'utf8').catch(() => undefined)
  return text === undefined ? [] : [[name, (JSON.parse(text) as { version: string }).version]]
}
