import { spawn } from 'node:child_process'
import { once } from 'node:events'

export interface ScriptResult {
  readonly passed: boolean
  /** What it printed, to standard output and standard error alike. */
  readonly output: string
  readonly seconds: number
}

/** Runs an npm script of this package, and keeps what it prints. */
export async function runScript(name: string): Promise<ScriptResult> {
  const begin = performance.now()
  const child = spawn('npm', ['run', '--silent', name], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const [exitCode] = await once(child, 'close')
  return { passed: exitCode === 0, output, seconds: (performance.now() - begin) / 1000 }
}
