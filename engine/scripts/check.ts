/**
 * Checks the engine's Rust sources: format, lints, unit tests. `npm run rust:check`.
 *
 * Unlike the build, it runs natively, with whatever toolchain is installed (rustup's, with rustfmt and clippy). Missing
 * tools are reported and their steps skipped. The first run compiles DataFusion twice, for clippy and for the tests, which
 * takes about fifteen minutes on two cores; later runs take seconds, because the target folder is in the user's cache.
 */
import { join } from 'node:path'
import { cache, linkExtensions, run, runs } from './cargo.ts'

const env = { CARGO_TARGET_DIR: process.env.CARGO_TARGET_DIR ?? join(cache, 'native') }

interface Step {
  readonly name: string
  /** Whether what the step needs is installed. */
  readonly probe: readonly string[]
  readonly install: string
  readonly command: readonly string[]
}

const steps: readonly Step[] = [
  {
    name: 'the format',
    probe: ['fmt', '--version'],
    install: 'rustup component add rustfmt',
    command: ['fmt', '--check'],
  },
  {
    name: 'lints',
    probe: ['clippy', '--version'],
    install: 'rustup component add clippy',
    command: ['clippy', '--locked', '--all-targets', '--', '-D', 'warnings'],
  },
  {
    name: 'unit tests',
    probe: ['--version'],
    install: 'https://rustup.rs',
    command: ['test', '--locked', '--quiet'],
  },
]

function skip(what: string, install: string): void {
  console.warn(`\n*** SKIPPED: ${what} of engine/crate. Not installed here: ${install}\n`)
}

if (!runs('cargo', ['--version'])) {
  skip('format, lints and unit tests', 'cargo, see https://rustup.rs')
} else {
  linkExtensions('cargo')
  for (const { name, probe, install, command } of steps) {
    if (runs('cargo', probe)) run('cargo', command, env)
    else skip(name, install)
  }
}
