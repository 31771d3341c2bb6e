/** Starts an embedded service where its engine is not installed, and prints the error. */
import { registerHooks } from 'node:module'

registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'kysely-micromegas-engine') return next(specifier, context)
    throw Object.assign(new Error(`Cannot find package '${specifier}'`), { code: 'ERR_MODULE_NOT_FOUND' })
  },
})
const { startEmbedded } = await import('kysely-micromegas/embedded')
const error = await startEmbedded().then(
  () => undefined,
  ({ name, code, message, help }) => ({ name, code, message, help }),
)
console.log(JSON.stringify(error))
