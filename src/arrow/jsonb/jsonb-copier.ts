import type { JsonbValue } from '../../types/properties.js'
import { makers } from '../objects/index.js'

/** Makes a value again: equal each time, and nothing of it shared with what was made before. */
export type JsonbCopier = () => JsonbValue

/**
 * What `{}` gives has room for properties to come. This has none, which more than halves it: most events have no
 * properties. It is a plain object in all other ways.
 */
function EmptyObject(): void {}
EmptyObject.prototype = Object.prototype
const makeEmptyObject = EmptyObject as unknown as new () => { [name: string]: JsonbValue }

/** A copier of a value, which may be handed out or changed afterwards. */
export function jsonbCopier(value: JsonbValue): JsonbCopier {
  if (typeof value !== 'object' || value === null) return () => value
  if (Array.isArray(value)) {
    const items = value.map(jsonbCopier)
    return () => items.map((copy) => copy())
  }
  const names = Object.keys(value)
  if (names.length === 0) return () => new makeEmptyObject()
  const members = names.map((name) => value[name] as JsonbValue)
  const isFlat = members.every((member) => typeof member !== 'object' || member === null)
  const make = makers.objectMaker(names) as (values: readonly JsonbValue[]) => JsonbValue
  if (isFlat) return () => make(members)
  const copiers = members.map(jsonbCopier)
  return () => make(copiers.map((copy) => copy()))
}
