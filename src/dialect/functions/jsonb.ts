import type { ExpressionWrapper } from 'kysely'
import type { JsonbValue } from '../../types/properties.js'
import type { TypesOf } from '../../views/database.js'
import type { Argument, JsonbArgument } from './arguments.js'
import { call, utf8 } from './call.js'
import { textConstant } from './constants.js'

/** JSONB of any value: a column, or the result of another of these functions. */
type Jsonb<DB, TB extends keyof DB> = Argument<DB, TB, JsonbArgument> | ExpressionWrapper<DB, TB, JsonbValue>

/** Functions over JSONB. They return null for a value that is not of the kind they ask for. */
export interface JsonbFunctions<DB, TB extends keyof DB> {
  /** Parses JSON text; null for text that is not JSON. */
  jsonbParse(text: Argument<DB, TB, string>): ExpressionWrapper<DB, TB, JsonbValue>

  /** Returns the JSON text of a value. */
  jsonbFormatJson(value: Jsonb<DB, TB>): ExpressionWrapper<DB, TB, string | null>

  /** Returns a member of an object. */
  jsonbGet(object: Jsonb<DB, TB>, name: string): ExpressionWrapper<DB, TB, JsonbValue>

  /** Returns a value that is text, as text. */
  jsonbAsString(value: Jsonb<DB, TB>): ExpressionWrapper<DB, TB, string | null>

  /** Returns a value that is a number, as a 64-bit float. */
  jsonbAsF64(value: Jsonb<DB, TB>): ExpressionWrapper<DB, TB, number | null>

  /** Returns a value that is a whole number, as a 64-bit integer. */
  jsonbAsI64(value: Jsonb<DB, TB>): ExpressionWrapper<DB, TB, TypesOf<DB>['int64'] | null>

  /** Returns the number of elements of an array. */
  jsonbArrayLength(array: Jsonb<DB, TB>): ExpressionWrapper<DB, TB, TypesOf<DB>['int64'] | null>

  /** Returns the names of an object's members. */
  jsonbObjectKeys(object: Jsonb<DB, TB>): ExpressionWrapper<DB, TB, string[] | null>

  /** Returns the first value at an SQL/JSON path, such as `$.a[0].b`. */
  jsonbPathQueryFirst(value: Jsonb<DB, TB>, path: string): ExpressionWrapper<DB, TB, JsonbValue>

  /** Returns all values at an SQL/JSON path, as one array. */
  jsonbPathQuery(value: Jsonb<DB, TB>, path: string): ExpressionWrapper<DB, TB, JsonbValue>

  /** Returns the members of an object as a list, for `unnest`. */
  jsonbEntries(object: Jsonb<DB, TB>): ExpressionWrapper<DB, TB, { key: string; value: JsonbValue }[] | null>

  /** Returns the elements of an array as a list, for `unnest`. */
  jsonbElements(array: Jsonb<DB, TB>): ExpressionWrapper<DB, TB, JsonbValue[] | null>

  /** Returns all values at an SQL/JSON path as a list, for `unnest`. */
  jsonbPathElements(value: Jsonb<DB, TB>, path: string): ExpressionWrapper<DB, TB, JsonbValue[] | null>
}

export const jsonbFunctions: JsonbFunctions<any, any> = {
  jsonbParse: (text) => call('jsonb_parse', utf8(text)),
  jsonbFormatJson: (value) => call('jsonb_format_json', value),
  jsonbGet: (object, name) => call('jsonb_get', object, textConstant('jsonbGet: the name', name)),
  jsonbAsString: (value) => call('jsonb_as_string', value),
  jsonbAsF64: (value) => call('jsonb_as_f64', value),
  jsonbAsI64: (value) => call('jsonb_as_i64', value),
  jsonbArrayLength: (array) => call('jsonb_array_length', array),
  jsonbObjectKeys: (object) => call('jsonb_object_keys', object),
  jsonbPathQueryFirst: (value, path) =>
    call('jsonb_path_query_first', value, textConstant('jsonbPathQueryFirst: the path', path)),
  jsonbPathQuery: (value, path) => call('jsonb_path_query', value, textConstant('jsonbPathQuery: the path', path)),
  jsonbEntries: (object) => call('jsonb_entries', object),
  jsonbElements: (array) => call('jsonb_elements', array),
  jsonbPathElements: (value, path) =>
    call('jsonb_path_elements', value, textConstant('jsonbPathElements: the path', path)),
}
