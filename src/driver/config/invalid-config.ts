import { invalidArgument, type MicromegasError } from '../../errors.js'

/**
 * Makes the error for an option of a configuration that is not valid.
 *
 * @param reason says what is wrong with which option, as a clause without a period; repeats no value, which may be a secret
 * @param help says what to do about it
 */
export function invalidConfig(reason: string, help?: string): MicromegasError {
  return invalidArgument(`Configuration: ${reason}.`, help)
}
