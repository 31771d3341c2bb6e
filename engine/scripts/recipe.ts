/** How the engine is built. A change here makes the committed artifact stale, like a change of its sources. */

export const target = 'wasm32-unknown-unknown'

/** The toolchain of Debian 12 that can build Rust's standard library for WebAssembly, and what to install to have it. */
export const toolchain = {
  rustc: '/usr/bin/rustc',
  cargo: '/usr/bin/cargo',
  debianPackages: ['cargo-web', 'clang', 'lld', 'lld-22', 'llvm', 'rust-web-src', 'rustc-web'],
  programs: ['/usr/bin/rustc', '/usr/bin/cargo', 'rust-lld', 'clang', 'llvm-ar'],
} as const

/** The published crate that is compiled with fewer features; as a path dependency it has no checksum in the lock file. */
export const extensions = {
  crate: 'micromegas-datafusion-extensions',
  version: '0.33.0',
  sha256: 'f214edf1d1780269f2fd2ae267fae7d80690b1cbdca85fbe395809a5f352c993',
} as const

/** The shadow stack of the module: deep expressions are walked recursively. */
const stackBytes = 8 * 1024 * 1024

/** @param cargoHome what to leave out of the file names that end up in the module */
export function rustFlags(cargoHome: string, crate: string): string {
  return [
    '--cfg getrandom_backend="wasm_js"',
    '-C target-feature=+simd128',
    `-C link-arg=-zstack-size=${stackBytes}`,
    '-Z location-detail=none',
    `--remap-path-prefix=${cargoHome}=cargo`,
    `--remap-path-prefix=${crate}=engine`,
    '--remap-path-prefix=/usr/lib/rustlib/src/rust=rust',
  ].join(' ')
}

/** `panic_abort` alone, and no backtraces: neither can be shown under WebAssembly. */
export const cargoArguments = [
  'build',
  '--release',
  '--locked',
  '--target',
  target,
  '-Zbuild-std=std,panic_abort',
  '-Zbuild-std-features=',
] as const
