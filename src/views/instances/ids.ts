import { invalidArgument } from '../../errors.js'
import type { AnyViewSet } from '../view-set.js'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * Refuses text that is not a UUID.
 *
 * @param what names the argument in the error
 * @throws `invalid_argument`
 */
export function checkUuid(what: string, id: string): void {
  if (typeof id !== 'string' || !uuid.test(id)) throw invalidArgument(`${what} must be a UUID, not ${shown(id)}.`)
}

/** @throws `invalid_argument` for an id that cannot be one of an instance of the view set */
export function checkInstanceId(set: AnyViewSet, id: string): void {
  const kinds = set.instances.filter((kind) => kind !== 'global').join(' or a ')
  if (id === 'global') {
    if (set.instances.includes('global')) return
    throw invalidArgument(`View set "${set.name}" has no global instance.`, `Pass the id of a ${kinds}.`)
  }
  if (typeof id !== 'string' || !uuid.test(id)) {
    throw invalidArgument(
      `${shown(id)} is not the id of an instance of view set "${set.name}".`,
      `Pass the UUID of a ${kinds}${set.instances.includes('global') ? ", or 'global'" : ''}.`,
    )
  }
}

function shown(id: unknown): string {
  return typeof id === 'string' ? JSON.stringify(id.slice(0, 64)) : `a value of type ${typeof id}`
}
