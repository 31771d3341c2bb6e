import { asCrash, type EngineCrash, EngineRefusal, type Refusal } from './errors.ts'

/** Set by the first crash: the module of this thread is then in an unknown state. */
let crash: EngineCrash | undefined

/**
 * Calls into the module, and turns what it throws into an error of this package.
 *
 * @throws {EngineRefusal}
 * @throws {EngineCrash}
 */
export function guarded<T>(call: () => T): T {
  if (crash !== undefined) throw crash
  try {
    return call()
  } catch (thrown) {
    // The module throws plain objects on purpose, and errors only when it breaks.
    if (!(thrown instanceof Error)) throw new EngineRefusal(thrown as Refusal)
    crash = asCrash(thrown)
    throw crash
  }
}

/** Whether the module of this thread can still be called. */
export function isIntact(): boolean {
  return crash === undefined
}
