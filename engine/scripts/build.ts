/**
 * Builds the engine's WebAssembly module from nothing: `npm run build:engine`.
 *
 * Needs Debian's Rust for the web and a few tools, and says which are missing. The first build takes about twenty minutes
 * on two cores; compiled dependencies are kept in the user's cache folder.
 */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { cache, cargoHome, crate, linkExtensions, output, run, runs } from './cargo.ts'
import { cargoArguments, rustFlags, target, toolchain } from './recipe.ts'
import { artifactFiles, artifactPath, hashSources, type Manifest, sha256 } from './sources.ts'

const targetDirectory = process.env.CARGO_TARGET_DIR ?? join(cache, 'target')

function checkTools(): void {
  const missing = toolchain.programs.filter((program) => !runs('sh', ['-c', `command -v ${program}`]))
  if (missing.length === 0) return
  console.error(
    `Missing: ${missing.join(', ')}. On Debian 12:\n  apt-get install ${toolchain.debianPackages.join(' ')}`,
  )
  process.exit(1)
}

function compile(): string {
  run(toolchain.cargo, cargoArguments, {
    RUSTC: toolchain.rustc,
    RUSTC_BOOTSTRAP: '1',
    RUSTFLAGS: rustFlags(cargoHome),
    CARGO_TARGET_DIR: targetDirectory,
    CC_wasm32_unknown_unknown: 'clang',
    AR_wasm32_unknown_unknown: 'llvm-ar',
  })
  return join(targetDirectory, target, 'release', 'kysely_micromegas_engine.wasm')
}

/** Returns the generator of the bindings, of exactly the version that is linked into the module. */
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

/** Compresses as far as brotli can, which takes minutes. */
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
linkExtensions(toolchain.cargo)
pack(compile())
