import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'

declare const brand: unique symbol

/**
 * The engine's compiled `WebAssembly.Module`. It can be sent to workers (`postMessage`, `workerData`) without being
 * compiled again.
 */
export interface EngineModule {
  readonly [brand]: 'kysely-micromegas-engine'
}

const artifact = new URL('../artifact/engine.wasm.br', import.meta.url)

let compiled: Promise<EngineModule> | undefined

/**
 * Decompresses and compiles the engine once per process; later calls return the same module.
 *
 * @example
 * ```ts
 * const engine = new Engine(await compileEngine())
 * ```
 */
export function compileEngine(): Promise<EngineModule> {
  compiled ??= compile().catch((error) => {
    compiled = undefined
    throw error
  })
  return compiled
}

async function compile(): Promise<EngineModule> {
  const bytes = await promisify(brotliDecompress)(await readFile(artifact))
  return (await WebAssembly.compile(bytes)) as EngineModule
}
