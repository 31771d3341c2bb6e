import type { ExpressionWrapper } from 'kysely'
import type { JsonbValue } from '../../types/properties.js'
import type { Argument, JsonbArgument, NullOf } from './arguments.js'
import { FunctionFamily, refuse, textConstant } from './family.js'

/** Functions over properties: objects of names and values. */
export class PropertyFunctions<DB, TB extends keyof DB> extends FunctionFamily<DB, TB> {
  /**
   * The value of a property as text; null where there is none. Names are compared without regard to case. A value that
   * is not text comes as its JSON.
   *
   * `property_get("l"."properties", 'frame')`
   *
   * @throws `invalid_argument` for an empty name
   */
  propertyGet(properties: Argument<DB, TB, JsonbArgument>, name: string): ExpressionWrapper<DB, TB, string | null> {
    if (name === '') throw refuse('propertyGet: the name of the property is empty.')
    return this.call('property_get', properties, textConstant('propertyGet: the name', name))
  }

  /** The number of properties. */
  propertiesLength<A extends Argument<DB, TB, JsonbArgument>>(
    properties: A,
  ): ExpressionWrapper<DB, TB, number | NullOf<DB, TB, A>> {
    return this.call('properties_length', properties)
  }

  /** Properties of any stored form as JSONB. */
  propertiesToJsonb(properties: Argument<DB, TB, JsonbArgument>): ExpressionWrapper<DB, TB, JsonbValue> {
    return this.call('properties_to_jsonb', properties)
  }
}
