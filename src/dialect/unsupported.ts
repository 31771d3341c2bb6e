import type { RootOperationNode } from 'kysely'
import { MicromegasError } from '../errors.js'

/**
 * Makes the error for what the engine or the service lacks.
 *
 * @param message says what is lacking
 * @param help says what to use instead
 */
export function unsupported(message: string, help: string): MicromegasError {
  return new MicromegasError('unsupported', message, { help })
}

/** Makes the error for a statement that would write, such as an insert. */
export function noWrites(node: RootOperationNode): MicromegasError {
  const statement = words(node.kind.replace(/(?:Query)?Node$/, ''))
  return unsupported(
    `The service is read-only and does not support \`${statement}\`.`,
    'Send telemetry through its ingestion service.',
  )
}

/** Makes the error for a lock of a select, by its name in the node tree, such as `ForUpdate`. */
export function noLocks(modifier: string): MicromegasError {
  return unsupported('The service does not support locks.', `Leave out \`${words(modifier)}\`.`)
}

export function noMigrations(): MicromegasError {
  return unsupported(
    'The service is read-only and does not support migrations.',
    'Declare its view sets with defineViewSets.',
  )
}

export function noJsonOperators(): MicromegasError {
  return unsupported('The engine does not support JSON operators.', 'Use functions(eb).jsonbGet and its relatives.')
}

/** Makes the error for an operator, if the engine lacks it. */
export function noOperator(operator: string): MicromegasError | undefined {
  const help = insteadOf.get(operator)
  return help === undefined ? undefined : unsupported(`The engine does not support the operator \`${operator}\`.`, help)
}

/** Operators of Kysely that the engine lacks, with what to use instead. */
const insteadOf: ReadonlyMap<string, string> = new Map([
  ['match', 'Use like, or the operator ~ for regular expressions.'],
  ['regexp', 'Use the operator ~.'],
  ['<=>', 'Use is not distinct from.'],
  ['!<', 'Use >=.'],
  ['!>', 'Use <=.'],
  ['^@', 'Use starts_with(text, prefix).'],
  ['&&', 'Use array_has_any(a, b).'],
  ['?', 'Use jsonb_get(object, name) is not null.'],
  ['?&', 'Use jsonb_get(object, name) is not null for each name.'],
  ['?|', 'Use jsonb_get(object, name) is not null for each name.'],
  ['@@', 'Use like or ~: the engine does not support text search.'],
  ['@@@', 'Use like or ~: the engine does not support text search.'],
  ['!!', 'Use like or ~: the engine does not support text search.'],
  ['#', 'Use ^, which is exclusive or here.'],
  ['<->', 'Compute the distance with abs(a - b).'],
  ['between symmetric', 'Use between with the smaller value first.'],
  ['->', 'Use functions(eb).jsonbGet.'],
  ['->>', 'Use functions(eb).jsonbAsString over jsonbGet.'],
])

/** `ForUpdate` as `for update`. */
function words(camelCase: string): string {
  return camelCase.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
}
