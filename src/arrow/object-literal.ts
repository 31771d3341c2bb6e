import { Script } from 'node:vm'

/**
 * The text of an object literal with these names, and an expression for the value of each: the cheapest way to make an object, with all properties in place at once
 * and one hidden class for all that it makes. Names are JSON texts, so that nothing of them is taken for code, and
 * `__proto__` is computed, so that it is an own property like every other.
 */
export function objectLiteral(names: readonly string[], expression: (index: number) => string): string {
  const members = names.map((name, index) => {
    const text = JSON.stringify(name)
    return `${name === '__proto__' ? `[${text}]` : text}: ${expression(index)}`
  })
  return `{ ${members.join(', ')} }`
}

/** Functions by their text, the ones used latest at the end. */
const compiled = new Map<string, unknown>()

/** How many are kept: results of one program have few shapes, but names in data have no bound. */
const capacity = 512

/**
 * The function of an arrow function's text. By `vm.Script`: neither `eval` nor `Function`, which some hosts forbid. The same
 * text gives the same function, with what the engine has learnt of it.
 */
export function compileFunction<F>(text: string): F {
  let made = compiled.get(text)
  if (made === undefined) {
    made = new Script(text).runInThisContext()
    const [oldest] = compiled.keys()
    if (compiled.size >= capacity && oldest !== undefined) compiled.delete(oldest)
  } else {
    compiled.delete(text)
  }
  compiled.set(text, made)
  return made as F
}
