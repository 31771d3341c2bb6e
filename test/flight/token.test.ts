import { expect, it } from 'vitest'
import { isToken } from '../../src/flight/token.js'

it.each(['x', 'secret', 'a.b-c_d/e+f==', '!~'])('accepts the token %s', (text) => {
  expect(isToken(text)).toBe(true)
})

it.each(['', ' ', 'two words', 'zwölf', 'line\nbreak', 'nul\0', undefined, null, 12, {}])(
  'rejects %j as a token',
  (value) => {
    expect(isToken(value)).toBe(false)
  },
)
