/**
 * Builds the engine's WebAssembly module from nothing: `npm run build:engine`.
 *
 * Needs Debian's Rust for the web and a few tools, and says which are missing. Compiled dependencies are kept in the
 * user's cache folder, so that a second build takes minutes less.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { cargoArguments, extensions, rustFlags, target, toolchain } from './recipe.ts'
import { artifactFiles, artifactPath, engineDirectory, hashSources, type Manifest, sha256 } from './sources.ts'

const crate = join(engineDirectory, 'crate')
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'kysely-micromegas', 'engine')
const targetDirectory = process.env.CARGO_TARGET_DIR ?? join(cache, 'target')
const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo')

function run(program: string, args: readonly string[], env: Record<string, string> = {}): void {
  console.log(`> ${program} ${args.join(' ')}`)
  execFileSync(program, args, { cwd: crate, stdio: 'inherit', env: { ...process.env, ...env } })
}

function output(program: string, args: readonly string[]): string {
  return execFileSync(program, args, { cwd: crate, encoding: 'utf8' }).trim()
}

function checkTools(): void {
  const missing = toolchain.programs.filter((program) => {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' })
      return false
    } catch {
      return true
    }
  })
  if (missing.length === 0) return
  console.error(
    `Missing: ${missing.join(', ')}. On Debian 12:\n  apt-get install ${toolchain.debianPackages.join(' ')}`,
  )
  process.exit(1)
}

/** Links the published sources of the function crate to where its manifest expects them. */
function linkExtensions(): void {
  const name = `${extensions.crate}-${extensions.version}`
  const inRegistry = (path: string) => globSync(join(cargoHome, 'registry', path)).at(0)
  if (!inRegistry(`src/*/${name}`))
    run(toolchain.cargo, ['info', '--quiet', `${extensions.crate}@${extensions.version}`])
  const sources = inRegistry(`src/*/${name}`)
  const download = inRegistry(`cache/*/${name}.crate`)
  if (!sources || !download) throw new Error(`cargo did not download ${name}`)
  if (sha256(readFileSync(download)) !== extensions.sha256) throw new Error(`${download} is not the published crate`)
  const link = join(crate, 'extensions', 'upstream')
  rmSync(link, { force: true })
  symlinkSync(sources, link)
}

function compile(): string {
  run(toolchain.cargo, cargoArguments, {
    RUSTC: toolchain.rustc,
    RUSTC_BOOTSTRAP: '1',
    RUSTFLAGS: rustFlags(cargoHome, crate),
    CARGO_TARGET_DIR: targetDirectory,
    CC_wasm32_unknown_unknown: 'clang',
    AR_wasm32_unknown_unknown: 'llvm-ar',
  })
  return join(targetDirectory, target, 'release', 'kysely_micromegas_engine.wasm')
}

/** The generator must be of exactly the version that is linked into the module. */
function bindgen(): string {
  const version = /name = "wasm-bindgen"\nversion = "(.+)"/.exec(readFileSync(join(crate, 'Cargo.lock'), 'utf8'))?.[1]
  const root = join(cache, `wasm-bindgen-${version}`)
  const program = join(root, 'bin', 'wasm-bindgen')
  if (!existsSync(program)) run('cargo', ['install', 'wasm-bindgen-cli', '--version', `${version}`, '--root', root])
  return program
}

function pack(module: string): void {
  const out = join(targetDirectory, 'bindgen')
  const names = ['--out-dir', out, '--out-name', 'bindings']
  run(bindgen(), ['--target', 'web', ...names, '--remove-name-section', '--remove-producers-section', module])
  mkdirSync(dirname(artifactPath('engine.wasm.br')), { recursive: true })
  const bound = readFileSync(join(out, 'bindings_bg.wasm'))
  writeFileSync(artifactPath('engine.wasm.br'), compress(bound))
  for (const file of ['bindings.js', 'bindings.d.ts']) writeFileSync(artifactPath(file), readFileSync(join(out, file)))
  const manifest: Manifest = {
    sources: hashSources(),
    files: Object.fromEntries(artifactFiles.map((file) => [file, sha256(readFileSync(artifactPath(file)))])),
    rustc: output(toolchain.rustc, ['--version']),
    bytes: { module: bound.length, compressed: statSync(artifactPath('engine.wasm.br')).size },
  }
  writeFileSync(artifactPath('manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  console.log(`engine.wasm.br: ${manifest.bytes.compressed} bytes, ${manifest.bytes.module} uncompressed`)
}

/** As small as it gets; takes minutes. */
function compress(bytes: Uint8Array): Uint8Array {
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  })
}

checkTools()
linkExtensions()
pack(compile())
