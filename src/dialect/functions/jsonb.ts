import type { ExpressionWrapper } from 'kysely'
import type { JsonbValue } from '../../types/properties.js'
import type { TypesOf } from '../../views/database.js'
import type { Argument, JsonbArgument } from './arguments.js'
import { textConstant } from './family.js'
import { PropertyFunctions } from './properties.js'

/** JSONB of any value: a column, or the result of another of these functions. */
type Jsonb<DB, TB extends keyof DB> = Argument<DB, TB, JsonbArgument> | ExpressionWrapper<DB, TB, JsonbValue>

/** Functions over JSONB. Where a value is not what is asked for, the result is null. */
export class JsonbFunctions<DB, TB extends keyof DB> extends PropertyFunctions<DB, TB> {
  /** JSONB of JSON text; null where the text is no JSON. */
  jsonbParse(text: Argument<DB, TB, string>): ExpressionWrapper<DB, TB, JsonbValue> {
    return this.call('jsonb_parse', this.text(text))
  }

  /** The JSON text of a value. */
  jsonbFormatJson(value: Jsonb<DB, TB>): ExpressionWrapper<DB, TB, string | null> {
    return this.call('jsonb_format_json', value)
  }

  /** A member of an object. */
  jsonbGet(object: Jsonb<DB, TB>, name: string): ExpressionWrapper<DB, TB, JsonbValue> {
    return this.call('jsonb_get', object, textConstant('jsonbGet: the name', name))
  }

  /** A value that is text, as text. */
  jsonbAsString(value: Jsonb<DB, TB>): ExpressionWrapper<DB, TB, string | null> {
    return this.call('jsonb_as_string', value)
  }

  /** A value that is a number, as a 64-bit float. */
  jsonbAsF64(value: Jsonb<DB, TB>): ExpressionWrapper<DB, TB, number | null> {
    return this.call('jsonb_as_f64', value)
  }

  /** A value that is a whole number, as a 64-bit integer. */
  jsonbAsI64(value: Jsonb<DB, TB>): ExpressionWrapper<DB, TB, TypesOf<DB>['int64'] | null> {
    return this.call('jsonb_as_i64', value)
  }

  /** The number of elements of an array. */
  jsonbArrayLength(array: Jsonb<DB, TB>): ExpressionWrapper<DB, TB, TypesOf<DB>['int64'] | null> {
    return this.call('jsonb_array_length', array)
  }

  /** The names of an object's members. */
  jsonbObjectKeys(object: Jsonb<DB, TB>): ExpressionWrapper<DB, TB, string[] | null> {
    return this.call('jsonb_object_keys', object)
  }

  /** The first value at an SQL/JSON path, such as `$.a[0].b`. */
  jsonbPathQueryFirst(value: Jsonb<DB, TB>, path: string): ExpressionWrapper<DB, TB, JsonbValue> {
    return this.call('jsonb_path_query_first', value, textConstant('jsonbPathQueryFirst: the path', path))
  }

  /** All values at an SQL/JSON path, as one array. */
  jsonbPathQuery(value: Jsonb<DB, TB>, path: string): ExpressionWrapper<DB, TB, JsonbValue> {
    return this.call('jsonb_path_query', value, textConstant('jsonbPathQuery: the path', path))
  }

  /** The members of an object, as a list to be unnested. */
  jsonbEntries(object: Jsonb<DB, TB>): ExpressionWrapper<DB, TB, { key: string; value: JsonbValue }[] | null> {
    return this.call('jsonb_entries', object)
  }

  /** The elements of an array, as a list to be unnested. */
  jsonbElements(array: Jsonb<DB, TB>): ExpressionWrapper<DB, TB, JsonbValue[] | null> {
    return this.call('jsonb_elements', array)
  }

  /** All values at an SQL/JSON path, as a list to be unnested. */
  jsonbPathElements(value: Jsonb<DB, TB>, path: string): ExpressionWrapper<DB, TB, JsonbValue[] | null> {
    return this.call('jsonb_path_elements', value, textConstant('jsonbPathElements: the path', path))
  }
}
