import { readFile } from 'node:fs/promises'
import { startFixture } from '../../test/service/fixture/fixture.ts'
import type { Amounts, RunningTarget } from '../target.ts'

const lockFile = new URL('../../test/service/micromegas-local/Cargo.lock', import.meta.url)

/** Starts the real Micromegas service on PostgreSQL and a lake of its own, with telemetry recorded by its own crates. */
export async function startService(amounts: Amounts): Promise<RunningTarget> {
  const fixture = await startFixture({ amounts })
  const { url, range, processes } = fixture.service
  const { threadStreamId, processId } = processes.generator
  const version = /name = "micromegas"\nversion = "([^"]+)"/.exec(await readFile(lockFile, 'utf8'))?.[1]
  return {
    target: { name: 'service', url, streamId: threadStreamId, processId, range },
    description: `Micromegas ${version}`,
    [Symbol.asyncDispose]: () => fixture[Symbol.asyncDispose](),
  }
}
