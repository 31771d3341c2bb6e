import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RetryPolicy } from '../../../src/driver/transport/retry.js'
import { MicromegasError, type MicromegasErrorCode } from '../../../src/errors.js'

const unavailable = new MicromegasError('unavailable', 'down')

describe('a failed call', () => {
  it('is repeated after unavailable, and after nothing else', () => {
    const codes: MicromegasErrorCode[] = [
      'internal',
      'resource_exhausted',
      'cancelled',
      'deadline_exceeded',
      'protocol',
    ]
    const policy = new RetryPolicy(undefined)
    for (const code of codes) expect(policy.delayAfter(1, new MicromegasError(code, ''))).toBeUndefined()
    expect(policy.delayAfter(1, new Error('unavailable'))).toBeUndefined()
    expect(policy.delayAfter(1, unavailable)).toBeTypeOf('number')
  })

  it('is made four times at most, unless the configuration says otherwise', () => {
    const attemptsOf = (policy: RetryPolicy) => {
      let attempt = 1
      while (policy.delayAfter(attempt, unavailable) !== undefined) attempt++
      return attempt
    }
    expect(attemptsOf(new RetryPolicy(undefined))).toBe(4)
    expect(attemptsOf(new RetryPolicy({ attempts: 7 }))).toBe(7)
    expect(attemptsOf(new RetryPolicy(false))).toBe(1)
  })

  it('waits twice as long each time, up to a limit, and half of that at least', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (attempt) => {
        const policy = new RetryPolicy({ attempts: 100, initialDelay: 50, maxDelay: 1_000 })
        const delay = policy.delayAfter(attempt, unavailable)
        const ceiling = Math.min(50 * 2 ** (attempt - 1), 1_000)
        expect(delay).toBeGreaterThanOrEqual(ceiling / 2)
        expect(delay).toBeLessThanOrEqual(ceiling)
      }),
    )
  })

  it('is not repeated when the client has spent its budget, which refills within ten seconds', () => {
    const policy = new RetryPolicy({ budget: 3 })
    const retriesAt = (now: number) => {
      let count = 0
      while (count < 10 && policy.delayAfter(1, unavailable, now) !== undefined) count++
      return count
    }
    expect(retriesAt(1_000_000)).toBe(3)
    expect(retriesAt(1_000_000)).toBe(0)
    expect(retriesAt(1_003_400)).toBe(1)
    expect(retriesAt(1_100_000)).toBe(3)
  })
})
