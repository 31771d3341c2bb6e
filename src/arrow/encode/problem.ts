import { MicromegasError } from '../../errors.js'

/** Why a value cannot be stored, before it is known in which row and column it stands. */
export class Problem extends Error {}

/** Where values stand that are being encoded. */
export interface Place {
  readonly viewSet: string
  readonly column: string
}

/** The error of a row that cannot be inserted: nothing of its batch has been. */
export function refusedRow({ viewSet, column }: Place, row: number, reason: string): MicromegasError {
  return new MicromegasError('invalid_argument', `${viewSet}: row ${row}, column ${JSON.stringify(column)}: ${reason}`)
}

/** How a value is named in an error. */
export function shown(value: unknown): string {
  if (value === null) return 'null'
  if (typeof value === 'string')
    return `the text ${JSON.stringify(value.length > 64 ? `${value.slice(0, 64)}…` : value)}`
  if (typeof value === 'object') return `an object of class ${value.constructor?.name ?? 'null'}`
  if (typeof value === 'number' || typeof value === 'bigint') return `the ${typeof value} ${value}`
  return `a value of type ${typeof value}`
}
