import { timeRange } from '../../types/time-range.js'
import type { InstantInput } from '../../types/timestamp.js'
import { callTableFunction, type TableFunctionRelation } from '../../views/instances/relation.js'
import type { TableFunctions } from '../../views/table-functions.js'

/** Calls a table function. The alias defaults to the function's name. */
export function tableFunctionRelation<F extends keyof TableFunctions & string, A extends string>(
  name: F,
  args: Parameters<typeof callTableFunction>[1],
  alias?: A,
): TableFunctionRelation<F, A> {
  return callTableFunction(name, args, alias ?? name) as never
}

/** Both ends of a range as RFC 3339 text, as the service takes them. */
export function instantTexts(begin: InstantInput, end: InstantInput): [begin: string, end: string] {
  const range = timeRange(begin, end)
  return [range.begin.toString(), range.end.toString()]
}
