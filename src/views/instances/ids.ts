import { MicromegasError } from '../../errors.js'
import type { AnyViewSet } from '../view-set.js'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** @throws `invalid_argument` for a text that is no uuid; `what` names the argument */
export function checkUuid(what: string, id: string): void {
  if (typeof id !== 'string' || !uuid.test(id)) {
    throw new MicromegasError('invalid_argument', `${what} ${quote(id)} is no uuid.`)
  }
}

/** @throws `invalid_argument` for an id that names no instance of the view set */
export function checkInstanceId(set: AnyViewSet, id: string): void {
  if (id === 'global') {
    if (set.instances.includes('global')) return
    throw new MicromegasError(
      'invalid_argument',
      `View set "${set.name}" has no global instance: give the id of a ${kinds(set)}.`,
    )
  }
  if (typeof id !== 'string' || !uuid.test(id)) {
    throw new MicromegasError(
      'invalid_argument',
      `${quote(id)} names no instance of view set "${set.name}": give the uuid of a ${kinds(set)}${set.instances.includes('global') ? ", or 'global'" : ''}.`,
    )
  }
}

function kinds(set: AnyViewSet): string {
  return set.instances.filter((kind) => kind !== 'global').join(' or of a ')
}

function quote(id: unknown): string {
  return typeof id === 'string' ? JSON.stringify(id.slice(0, 64)) : `of type ${typeof id}`
}
