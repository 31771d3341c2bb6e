import { MicromegasError } from '../errors.js'

/** @param instead what to use instead */
export function unsupported(feature: string, instead: string): MicromegasError {
  return new MicromegasError('unsupported', `${feature}: ${instead}`, { help: instead })
}

export function noWrites(statement: string): MicromegasError {
  return unsupported(`The service takes no ${statement}`, 'it is read-only. Telemetry goes in through its ingestion.')
}

/** Operators that Kysely knows and the engine lacks, with what to use instead. */
export const unsupportedOperators: ReadonlyMap<string, string> = new Map([
  ['match', 'use like, or the operator ~ for regular expressions.'],
  ['regexp', 'use the operator ~.'],
  ['<=>', 'use is not distinct from.'],
  ['!<', 'use >=.'],
  ['!>', 'use <=.'],
  ['^@', 'use starts_with(text, prefix).'],
  ['&&', 'use array_has_any(a, b).'],
  ['?', 'use jsonb_get(object, name) is not null.'],
  ['?&', 'use jsonb_get(object, name) is not null for each name.'],
  ['?|', 'use jsonb_get(object, name) is not null for each name.'],
  ['@@', 'the engine has no text search: use like or ~.'],
  ['@@@', 'the engine has no text search: use like or ~.'],
  ['!!', 'the engine has no text search: use like or ~.'],
  ['#', 'use ^, which is exclusive or here.'],
  ['<->', 'compute the distance with abs(a - b).'],
  ['between symmetric', 'use between with the smaller value first.'],
  ['->', 'use jsonb_get, or functions(eb).jsonbGet.'],
  ['->>', 'use jsonb_as_string(jsonb_get(…)), or functions(eb).jsonbAsString.'],
])
