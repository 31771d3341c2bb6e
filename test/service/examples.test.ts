import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, inject, it } from 'vitest'
import { type PythonQuery, pythonRows } from './support/ask-python.js'

const run = promisify(execFile)
const { url, processes, range, python } = inject('service')
const { generator } = processes

/** Runs a program of `examples/` on the built package, as its reader would. */
async function example(name: string, ...args: string[]): Promise<Record<string, unknown>[]> {
  const { stdout } = await run(process.execPath, [`examples/${name}.ts`, url, ...args, '--json'])
  return JSON.parse(stdout)
}

async function ask(query: PythonQuery): Promise<readonly unknown[][]> {
  const [answer] = await pythonRows({ url, python }, [{ ...query, ...range }])
  return (answer?.lines ?? []) as unknown[][]
}

describe('the examples print what the Python client returns', () => {
  it('log-entries: the latest entries of a program', async () => {
    const rows = await example('log-entries', generator.exe)
    const lines = await ask({
      name: 'log_entries',
      sql: `select time, process_id, level, target, msg from log_entries where level <= 4 and exe like '${generator.exe}' order by time desc limit 2`,
    })
    expect(rows).toHaveLength(2)
    expect(rows.map(({ process_id, level, target, msg }) => [process_id, String(level), target, msg])).toEqual(
      lines.map(([, ...others]) => others),
    )
    expect(rows.map(({ time }) => time)).toEqual(lines.map(([time]) => rfc3339(time as string)))
  })

  it('slowest-spans: the slowest top-level spans of a thread', async () => {
    const rows = await example('slowest-spans', generator.threadStreamId)
    const lines = await ask({
      name: 'spans',
      sql: `select "begin", "end", duration, name from view_instance('thread_spans', '${generator.threadStreamId}') where depth = 1 order by duration desc limit 10`,
    })
    expect(rows).toHaveLength(10)
    expect(rows.map(({ begin, end, duration }) => [begin, end, duration])).toEqual(
      lines.map(([begin, end, duration]) => [rfc3339(begin as string), rfc3339(end as string), duration]),
    )
  })
})

/** Nanoseconds since 1970 as the text that JSON of a row has. */
function rfc3339(nanoseconds: string): string {
  const milliseconds = Number(BigInt(nanoseconds) / 1_000_000n)
  const digits = nanoseconds.slice(-9).replace(/0+$/, '')
  return `${new Date(milliseconds).toISOString().slice(0, 19)}${digits === '' ? '' : `.${digits}`}Z`
}
