/** Paths and helpers that building and checking the crate share. */
import { execFileSync } from 'node:child_process'
import { globSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { extensions } from './recipe.ts'
import { engineDirectory, sha256 } from './sources.ts'

export const crate = join(engineDirectory, 'crate')
export const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo')

/** Compiled dependencies are kept here, so that a second run takes minutes less. All checkouts share them. */
export const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'kysely-micromegas', 'engine')

/** Runs a program in the crate's folder and shows what it prints. */
export function run(program: string, args: readonly string[], env: Record<string, string> = {}): void {
  console.log(`> ${program} ${args.join(' ')}`)
  execFileSync(program, args, { cwd: crate, stdio: 'inherit', env: { ...process.env, ...env } })
}

/** Returns what a program prints. */
export function output(program: string, args: readonly string[]): string {
  return execFileSync(program, args, { cwd: crate, encoding: 'utf8' }).trim()
}

/** Whether a program runs with these arguments. */
export function runs(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Links the published sources of the function crate to where its manifest expects them. */
export function linkExtensions(cargo: string): void {
  const name = `${extensions.crate}-${extensions.version}`
  const inRegistry = (path: string) => globSync(join(cargoHome, 'registry', path)).at(0)
  if (!inRegistry(`src/*/${name}`)) run(cargo, ['info', '--quiet', `${extensions.crate}@${extensions.version}`])
  const sources = inRegistry(`src/*/${name}`)
  const download = inRegistry(`cache/*/${name}.crate`)
  if (!sources || !download) throw new Error(`cargo did not download ${name}`)
  if (sha256(readFileSync(download)) !== extensions.sha256) throw new Error(`${download} is not the published crate`)
  const link = join(crate, 'extensions', 'upstream')
  rmSync(link, { force: true })
  symlinkSync(sources, link)
}
