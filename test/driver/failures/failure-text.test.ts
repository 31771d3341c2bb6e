import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FailureText, parseFailure } from '../../../src/driver/failures/failure-text.js'

const id = '3a2b115b-b94a-4c29-b544-099d31243adb'
const nothing: Omit<FailureText, 'message'> = {
  stage: undefined,
  queryId: undefined,
  line: undefined,
  column: undefined,
  notes: [],
  help: undefined,
  ruleId: undefined,
}

describe('the text of a failure', () => {
  it('is parsed into stage, message, position and query id', () => {
    const text = `error building dataframe: Error during planning: table 'datafusion.public.nope' not found (at line 1, column 15) (query_id=${id})`
    expect(parseFailure(text)).toEqual({
      ...nothing,
      stage: 'error building dataframe',
      message: "Error during planning: table 'datafusion.public.nope' not found",
      line: 1,
      column: 15,
      queryId: id,
    })
  })

  it('may have notes and help', () => {
    const text = `error building dataframe with limit: Schema error: Ambiguous reference to unqualified field process_id (at line 2, column 59)\nnote: possible column l.process_id\nnote: possible column p.process_id\nhelp: name one (query_id=${id})`
    expect(parseFailure(text)).toEqual({
      ...nothing,
      stage: 'error building dataframe with limit',
      message: 'Schema error: Ambiguous reference to unqualified field process_id',
      line: 2,
      column: 59,
      notes: ['possible column l.process_id', 'possible column p.process_id'],
      help: 'name one',
      queryId: id,
    })
  })

  it('of a syntax error has the position that the parser names', () => {
    const parser = `ParserError("Expected: end of statement, found: \\"y\\" at Line: 3, Column: 9")`
    const expected = { message: 'Syntax error: Expected: end of statement, found: "y"', line: 3, column: 9 }
    expect(parseFailure(`error building dataframe: SQL error: ${parser} (query_id=${id})`)).toMatchObject(expected)
    expect(
      parseFailure(`error building dataframe: SQL error: ${parser} (at line 3, column 9) (query_id=${id})`),
    ).toMatchObject(expected)
    expect(
      parseFailure(
        'error building dataframe: SQL error: TokenizerError("Unterminated string literal at Line: 1, Column: 8")',
      ),
    ).toMatchObject({
      message: 'Syntax error: Unterminated string literal',
      line: 1,
      column: 8,
    })
  })

  it('of a syntax error does not repeat a literal of the statement', () => {
    const text = `error building dataframe: SQL error: ParserError("Expected: end of statement, found: 'hunter2' at Line: 1, Column: 10")`
    expect(parseFailure(text)).toMatchObject({
      message: 'Syntax error: Expected: end of statement, found: a literal',
      column: 10,
    })
  })

  it('may name the deny rule that refused the query', () => {
    const text = `query denied by rule r-17 (reason: too slow); ask an admin to lift it with remove_query_denial('r-17'); query_id=${id}`
    expect(parseFailure(text)).toEqual({
      ...nothing,
      message: "query denied by rule r-17 (reason: too slow); ask an admin to lift it with remove_query_denial('r-17')",
      ruleId: 'r-17',
      queryId: id,
    })
  })

  it('loses its back-trace', () => {
    const text = `error building dataframe: Error during planning: error making view Uuid::parse_str\n\nCaused by:\n    invalid character: found \`x\` at 0\n\nStack backtrace:\n   0: <E as anyhow::context::ext::StdError>::ext_context\n   1: start_thread\n             at ./nptl/pthread_create.c:442:8 (query_id=${id})`
    expect(parseFailure(text)).toMatchObject({
      message:
        'Error during planning: error making view Uuid::parse_str\n\nCaused by:\n    invalid character: found `x` at 0',
      queryId: id,
    })
  })

  it("is rid of the engine's request for bug reports", () => {
    const text = `error building data stream: Internal error: Process not found.\nThis issue was likely caused by a bug in DataFusion's code. Please help us to resolve this by filing a bug report in our issue tracker: https://github.com/apache/datafusion/issues (query_id=${id})`
    expect(parseFailure(text).message).toBe('Internal error: Process not found.')
  })

  it('has the characters decoded that the gRPC library leaves encoded', () => {
    expect(parseFailure("Did you mean 'now'%3F HashJoinInput[0]%2345").message).toBe(
      "Did you mean 'now'? HashJoinInput[0]#45",
    )
  })

  it('has only the position, query id and notes that stand at its end', () => {
    const text = `error building data stream: Arrow error: Cast error: Cannot cast string '(at line 3, column 4) (query_id=${id})\nnote: mine\n' to value of Int32 type`
    expect(parseFailure(text)).toEqual({
      ...nothing,
      stage: 'error building data stream',
      message: text.slice('error building data stream: '.length),
    })
  })

  it('of any other form is the message as a whole', () => {
    expect(parseFailure('invalid token')).toEqual({ ...nothing, message: 'invalid token' })
    expect(parseFailure('')).toEqual({ ...nothing, message: '' })
  })

  const fragment = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'error building dataframe: ',
      'SQL error: ParserError("',
      '")',
      ' at Line: 1, Column: 2',
      ' (at line 1, column 2)',
      '\nnote: x',
      '\nhelp: y',
      `(query_id=${id})`,
      `; query_id=${id}`,
      '\nStack backtrace:\n',
      'query denied by rule ',
      '\\u{110000}',
      '\\n',
      '%3F',
    ),
  )
  const details = fc.array(fragment, { maxLength: 12 }).map((parts) => parts.join(''))

  it('can be anything: parsing never fails', () => {
    fc.assert(
      fc.property(details, (text) => {
        const failure = parseFailure(text)
        expect(failure.message).toBeTypeOf('string')
        for (const place of [failure.line, failure.column]) {
          expect(place === undefined || Number.isInteger(place)).toBe(true)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('never repeats the statement in any of its parts', () => {
    const sql = fc.string({ minLength: 12, maxLength: 60 }).map((text) => `select '${text}'`)
    fc.assert(
      fc.property(
        sql,
        details,
        details,
        fc.constantFrom('\nnote: ', '\nhelp: ', ' ', ''),
        (statement, before, after, joint) => {
          const failure = parseFailure(`${before}${joint}${statement}${after}`, statement)
          const texts = [failure.message, failure.help ?? '', ...failure.notes, failure.ruleId ?? '']
          for (const text of texts) expect(text).not.toContain(statement)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
