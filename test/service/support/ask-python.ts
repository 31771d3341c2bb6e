import { spawn } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ServiceFixture } from '../fixture/fixture.ts'
import type { Canonical } from './canonical.js'

export interface PythonQuery {
  readonly name: string
  readonly sql: string
  readonly begin?: string
  readonly end?: string
  /** Columns to decode as JSONB. */
  readonly jsonb?: readonly string[]
}

export interface PythonRows {
  readonly name: string
  readonly rows: number
  /** What the client took for an Arrow table. */
  readonly seconds: number
  readonly lines: readonly Canonical[][]
}

export interface PythonTiming {
  readonly name: string
  readonly rows: number
  /** Seconds of each repetition: `query`, `query_arrow`, `query_arrow().to_pylist()`. */
  readonly pandas: readonly number[]
  readonly arrow: readonly number[]
  readonly pylist: readonly number[]
}

/** The rows that the Python client of the service gets. */
export async function pythonRows(
  { python, url }: Pick<ServiceFixture, 'python' | 'url'>,
  queries: readonly PythonQuery[],
): Promise<PythonRows[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kysely-micromegas-python-'))
  try {
    const answers = (await ask(python, { url, folder, queries, preserveDictionary: true })) as {
      name: string
      file: string
      rows: number
      seconds: number
      error?: { type: string; message: string }
    }[]
    const results: PythonRows[] = []
    for (const { name, file, rows, seconds, error } of answers) {
      if (error !== undefined) throw new Error(`${name}: ${error.type} ${error.message}`)
      const lines: Canonical[][] = []
      for await (const line of createInterface({ input: createReadStream(file) })) lines.push(JSON.parse(line))
      results.push({ name, rows, seconds, lines })
    }
    return results
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** How long the Python client takes, in each of its ways. */
export async function pythonTimings(
  { python, url }: Pick<ServiceFixture, 'python' | 'url'>,
  queries: readonly PythonQuery[],
  repeat: number,
): Promise<PythonTiming[]> {
  return (await ask(python, { url, queries, repeat, mode: 'timing', preserveDictionary: true })) as PythonTiming[]
}

function ask({ executable, program }: ServiceFixture['python'], job: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const child = spawn(executable, [program], { stdio: ['pipe', 'pipe', 'inherit'] })
    const output: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(Buffer.concat(output).toString()))
      else reject(new Error(`the Python client ended with ${code}`))
    })
    child.stdin.end(JSON.stringify(job))
  })
}
