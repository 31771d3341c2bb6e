// @ts-check
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'

const artifact = new URL('../artifact/engine.wasm.br', import.meta.url)

/** @type {Promise<WebAssembly.Module> | undefined} */
let compiled

/** @type {typeof import('./index.js').compileEngine} */
export function compileEngine() {
  compiled ??= compile().catch((error) => {
    compiled = undefined
    throw error
  })
  return compiled
}

async function compile() {
  const decompress = promisify(brotliDecompress)
  return WebAssembly.compile(await decompress(await readFile(artifact)))
}
