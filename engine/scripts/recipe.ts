/** How the engine is built. A change here makes the committed artifact stale, like a change of its sources. */

export const target = 'wasm32-unknown-unknown'

/** The toolchain of Debian 12 that builds Rust's standard library for WebAssembly, and what to install to have it. */
export const toolchain = {
  rustc: '/usr/bin/rustc',
  cargo: '/usr/bin/cargo',
  debianPackages: ['cargo-web', 'clang', 'lld-22', 'llvm', 'rust-web-llvm', 'rust-web-src', 'rustc-web'],
  programs: ['/usr/bin/rustc', '/usr/bin/cargo', 'rust-lld', 'clang', 'llvm-ar'],
} as const

/** The published crate that is compiled with fewer features; as a path dependency it has no checksum in the lock file. */
export const extensions = {
  crate: 'micromegas-datafusion-extensions',
  version: '0.33.0',
  sha256: 'f214edf1d1780269f2fd2ae267fae7d80690b1cbdca85fbe395809a5f352c993',
} as const

/** The module's shadow stack. Deep expressions are walked recursively. */
const stackBytes = 8 * 1024 * 1024

/**
 * Returns the compiler's flags. They do not name the checkout, so that all checkouts share the compiled dependencies.
 *
 * @param cargoHome left out of the file names that end up in the module
 */
export function rustFlags(cargoHome: string): string {
  return [
    '--cfg getrandom_backend="wasm_js"',
    '-C target-feature=+simd128',
    `-C link-arg=-zstack-size=${stackBytes}`,
    '-Z location-detail=none',
    `--remap-path-prefix=${cargoHome}=cargo`,
    '--remap-path-prefix=/usr/lib/rustlib/src/rust=rust',
  ].join(' ')
}

/** With `panic_abort` alone and no backtraces, which WebAssembly cannot show. */
export const cargoArguments = [
  'build',
  '--release',
  '--locked',
  '--target',
  target,
  '-Zbuild-std=std,panic_abort',
  '-Zbuild-std-features=',
] as const
