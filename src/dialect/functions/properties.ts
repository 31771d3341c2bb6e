import type { ExpressionWrapper } from 'kysely'
import { invalidArgument } from '../../errors.js'
import type { JsonbValue } from '../../types/properties.js'
import type { Argument, JsonbArgument, NullOf } from './arguments.js'
import { call } from './call.js'
import { textConstant } from './constants.js'

/** Functions over properties: objects of names and values. */
export interface PropertyFunctions<DB, TB extends keyof DB> {
  /**
   * Returns a property as text, or null without one. Names are compared regardless of case; a value that is not text is
   * returned as its JSON.
   *
   * ```sql
   * property_get("l"."properties", 'frame')
   * ```
   *
   * @throws `invalid_argument` for an empty name
   */
  propertyGet(properties: Argument<DB, TB, JsonbArgument>, name: string): ExpressionWrapper<DB, TB, string | null>

  /** Returns the number of properties. */
  propertiesLength<A extends Argument<DB, TB, JsonbArgument>>(
    properties: A,
  ): ExpressionWrapper<DB, TB, number | NullOf<DB, TB, A>>

  /** Returns properties of any stored form as JSONB. */
  propertiesToJsonb(properties: Argument<DB, TB, JsonbArgument>): ExpressionWrapper<DB, TB, JsonbValue>
}

export const propertyFunctions: PropertyFunctions<any, any> = {
  propertyGet(properties, name) {
    if (name === '') throw invalidArgument('propertyGet: the name of the property must not be empty.')
    return call('property_get', properties, textConstant('propertyGet: the name of the property', name))
  },
  propertiesLength: (properties) => call('properties_length', properties),
  propertiesToJsonb: (properties) => call('properties_to_jsonb', properties),
}
