import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { invalidArgument, MicromegasError } from '../src/errors.js'

const full = new MicromegasError('invalid_query', "No field named 'exe'.", {
  stage: 'error building dataframe',
  queryId: '3a2b115b-b94a-4c29-b544-099d31243adb',
  line: 1,
  column: 8,
  notes: ['Valid fields are id, name.'],
  help: 'Select one of the fields of the table.',
  ruleId: '7',
  retryable: true,
  sql: "select 'secret'",
  cause: new Error('3 INVALID_ARGUMENT'),
})
const bare = new MicromegasError('internal', 'Something broke.')

/** What `console.log` prints of an error, without the frames of its stack and of its cause's. */
const printed = (error: unknown) =>
  inspect(error).replaceAll(/\n +(?:at .*?|\.{3} \d+ lines matching .*?)(?=( \{)?\n|$)/g, '')

describe('an error as JSON', () => {
  it('has code, message, help and whatever else is known, but neither SQL nor cause', () => {
    expect(JSON.stringify(full)).toBe(
      JSON.stringify({
        name: 'MicromegasError',
        code: 'invalid_query',
        message: "No field named 'exe'.",
        help: 'Select one of the fields of the table.',
        stage: 'error building dataframe',
        line: 1,
        column: 8,
        queryId: '3a2b115b-b94a-4c29-b544-099d31243adb',
        ruleId: '7',
        notes: ['Valid fields are id, name.'],
        retryable: true,
      }),
    )
  })

  it('has no fields for what is not known', () => {
    expect(JSON.stringify({ error: bare })).toBe(
      '{"error":{"name":"MicromegasError","code":"internal","message":"Something broke.","retryable":false}}',
    )
  })
})

describe('a printed error', () => {
  it('shows message, code, help, whatever else is known and the cause, but no SQL', () => {
    expect(printed(full)).toBe(
      `MicromegasError: No field named 'exe'. {
  code: 'invalid_query',
  help: 'Select one of the fields of the table.',
  stage: 'error building dataframe',
  line: 1,
  column: 8,
  queryId: '3a2b115b-b94a-4c29-b544-099d31243adb',
  ruleId: '7',
  notes: [ 'Valid fields are id, name.' ],
  retryable: true,
  [cause]: Error: 3 INVALID_ARGUMENT
}`,
    )
  })

  it('shows nothing for what is not known', () => {
    expect(printed(bare)).toBe(`MicromegasError: Something broke. {
  code: 'internal',
  retryable: false
}`)
  })

  it('keeps its stack, which begins with its name', () => {
    expect(inspect(full)).toMatch(/^MicromegasError: No field named 'exe'\.\n +at .*errors\.test\.ts/)
    expect(full.stack).toMatch(/^MicromegasError: No field named 'exe'\.\n +at /)
  })
})

describe('the members of an error', () => {
  it('are there to be read, SQL and cause included', () => {
    expect(full).toMatchObject({
      name: 'MicromegasError',
      sql: "select 'secret'",
      cause: { message: '3 INVALID_ARGUMENT' },
    })
    expect(bare).toMatchObject({ help: undefined, notes: [], retryable: false, sql: undefined })
    expect('cause' in bare).toBe(false)
  })

  it('do not carry SQL into copies', () => {
    expect(JSON.stringify([Object.keys(full), { ...full }])).not.toContain('secret')
  })
})

it('an invalid argument says what is wrong and, apart from that, what to do', () => {
  expect(invalidArgument('The end is missing.', 'Set both ends.')).toMatchObject({
    code: 'invalid_argument',
    message: 'The end is missing.',
    help: 'Set both ends.',
  })
})
