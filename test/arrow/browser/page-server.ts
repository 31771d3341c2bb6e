import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const golden = new URL('../../golden/', import.meta.url)

/** Returns the script of the page, bundled for browsers from the built package. */
async function pageScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    // Not the paths of this repository's own settings, which lead to the sources.
    tsconfigRaw: '{}',
    logLevel: 'error',
  })
  return outputFiles[0]?.text ?? ''
}

/** Serves the page on the loopback interface under a content policy that forbids generated code. */
export async function servePage(): Promise<{ readonly url: string } & AsyncDisposable> {
  const script = await pageScript()
  const server = createServer(async ({ url = '/' }, response) => {
    response.setHeader('Content-Security-Policy', "script-src 'self'")
    const name = /^\/golden\/([\w-]+\.arrows?)$/.exec(url)?.[1]
    if (url === '/')
      response.setHeader('Content-Type', 'text/html').end('<script type="module" src="/page.js"></script>')
    else if (url === '/page.js') response.setHeader('Content-Type', 'text/javascript').end(script)
    else if (name !== undefined) response.end(await readFile(new URL(name, golden)))
    else response.writeHead(404).end('There is no such page.')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
