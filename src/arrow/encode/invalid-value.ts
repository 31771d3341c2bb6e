import { MicromegasError } from '../../errors.js'

/** Where an invalid value stands: the number of the row or item that holds it, and the way to it inside of that. */
interface ValuePlace {
  readonly index?: number
  /** Such as `[2].name`; empty for the row's or item's own value. */
  readonly path?: string
  readonly help?: string | undefined
}

/** Says why a value cannot be stored in its column. */
export class InvalidValueError extends Error {
  readonly index: number
  readonly path: string
  readonly help: string | undefined

  constructor(reason: string, { index = 0, path = '', help }: ValuePlace = {}) {
    super(reason)
    this.index = index
    this.path = path
    this.help = help
  }

  /** Returns the same error as an error of what encloses the value. */
  enclosed(index: number, path = ''): InvalidValueError {
    return new InvalidValueError(this.message, { index, path: `${path}${this.path}`, help: this.help })
  }
}

/** Returns an {@link InvalidValueError} that says what the column takes, and what it was given. */
export function expected(what: string, value: unknown): InvalidValueError {
  return new InvalidValueError(`expected ${what}, got ${shown(value)}`)
}

/** Returns the error as that of the value number `index`; errors that do not concern a value stay as they are. */
export function invalidAt(index: number, error: unknown): unknown {
  if (error instanceof InvalidValueError) return error.enclosed(index)
  // Thrown where times and JSON are converted.
  if (!(error instanceof MicromegasError)) return error
  return new InvalidValueError(withoutStop(error.message), { index, help: error.help })
}

/** Returns the error of a row that cannot be encoded. */
export function invalidRowError(
  { index, path, message, help }: InvalidValueError,
  column: string,
  table: string | undefined,
): MicromegasError {
  const place = `row ${index}, column ${JSON.stringify(column)}${path === '' ? '' : ` at ${path}`}`
  return new MicromegasError('invalid_argument', `${table === undefined ? '' : `${table}: `}${place}: ${message}.`, {
    help,
  })
}

const longestText = 64

function shown(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > longestText ? `${value.slice(0, longestText)}…` : value)
    case 'bigint':
      return `${value}n`
    case 'number':
    case 'boolean':
    case 'undefined':
      return String(value)
    case 'object': {
      if (value === null) return 'null'
      const name = value.constructor?.name
      return name === undefined || name === 'Object' ? 'an object' : name === 'Array' ? 'an array' : `a ${name}`
    }
    default:
      return `a ${typeof value}`
  }
}

function withoutStop(message: string): string {
  return message.endsWith('.') ? message.slice(0, -1) : message
}
