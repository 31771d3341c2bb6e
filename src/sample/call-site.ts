import { hashText } from './random.js'

/** The place in a program's source that records a span. */
export interface CallSite {
  readonly name: string
  readonly target: string
  readonly filename: string
  readonly line: number
  readonly hash: number
}

/** Makes a call site. Its line follows from its names, so that descriptions of programs need not number them. */
export function callSite(target: string, name: string): CallSite {
  const hash = hashText(`${target}::${name}`)
  return { name, target, filename: `src/${target.replaceAll('::', '/')}.rs`, line: 10 + (hash % 900), hash }
}
