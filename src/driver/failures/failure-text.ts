/** The parts of the text by which the service reports a failure. */
export interface FailureText {
  /** The failure itself, without the parts below. */
  readonly message: string
  readonly stage: string | undefined
  readonly queryId: string | undefined
  /** Line and column of the statement, 1-based. */
  readonly line: number | undefined
  readonly column: number | undefined
  readonly notes: readonly string[]
  readonly help: string | undefined
  /** The deny rule that refused the query. */
  readonly ruleId: string | undefined
}

/** At the very end: `(query_id=…)`, or `; query_id=…` after a deny rule. */
const queryIdPattern = /(?:\s*\(query_id=([0-9a-f-]{36})\)|;\s*query_id=([0-9a-f-]{36}))\s*$/i
/** A service that runs with RUST_BACKTRACE puts dozens of lines between the message and the query id. */
const backTracePattern = /\s*(?:^|\n)\s*(?:stack )?backtrace:[^\S\n]*\n[\s\S]*$/i
const stagePattern =
  /^(error (?:building dataframe(?: with limit)?|creating physical plan|executing plan|building data stream)): /
const positionPattern = /\s*\(at line (\d+), column (\d+)\)$/
/** The engine's SQL parser reports in the notation of Rust, with a position of its own. */
const parserErrorPattern = /^SQL error: (?:ParserError|TokenizerError)\("([\s\S]*)"\)$/
const parserPositionPattern = / at Line: (\d+), Column: (\d+)$/
/** What stands at the place of a syntax error may be a literal, and literals are nobody's but the caller's. */
const foundLiteralPattern = /, found: (?:[a-z]{0,2}'|\$\$)[\s\S]*$/i
/** The engine adds this to any failure that it has no category for, an unknown process for instance. */
const bugReportPattern = /\s*This issue was likely caused by a bug in DataFusion's code\.[\s\S]*$/
const rulePattern = /^query denied by rule (\S+)/

/**
 * Takes the text of a failure apart: `<stage>: <message> (at line L, column C)`, then lines `note: …` and `help: …`, then
 * `(query_id=…)`. Text of any other form is the message as a whole.
 *
 * @param details what gRPC hands out as the status message
 * @param sql the statement that was sent: text that repeats it as a whole is rid of it
 */
export function parseFailure(details: string, sql?: string): FailureText {
  const text = withoutStatement(decodeReserved(details), sql)
  const [, parenthesised, plain] = queryIdPattern.exec(text) ?? []
  const lines = text.replace(queryIdPattern, '').replace(backTracePattern, '').trim().split('\n')
  const { notes, help } = takeDiagnostics(lines)
  const head = lines.join('\n').trim()
  const stage = stagePattern.exec(head)?.[1]
  const body = stage === undefined ? head : head.slice(stage.length + 2)
  return {
    ...readBody(body),
    stage,
    queryId: parenthesised ?? plain,
    notes,
    help: help.length === 0 ? undefined : help.join('\n'),
    ruleId: rulePattern.exec(body)?.[1],
  }
}

/** grpc-js decodes the status message by `decodeURI`, which leaves two of the characters that the service encodes. */
function decodeReserved(details: string): string {
  return details.replace(/%23/g, '#').replace(/%3F/gi, '?')
}

/** A statement shorter than this says nothing, and is found in anything. */
const shortestStatement = 8

function withoutStatement(text: string, sql: string | undefined): string {
  const statement = sql?.trim() ?? ''
  return statement.length < shortestStatement ? text : text.replaceAll(statement, '(the query)')
}

/** Takes `note: …` and `help: …` off the end of the lines. */
function takeDiagnostics(lines: string[]): { notes: string[]; help: string[] } {
  const notes: string[] = []
  const help: string[] = []
  for (;;) {
    const [, kind, content] = /^(note|help): (.*)$/.exec(lines.at(-1) ?? '') ?? []
    if (content === undefined) return { notes, help }
    ;(kind === 'note' ? notes : help).unshift(content)
    lines.pop()
  }
}

function readBody(body: string): Pick<FailureText, 'message' | 'line' | 'column'> {
  const position = positionPattern.exec(body)
  const message = body.replace(positionPattern, '').replace(bugReportPattern, '')
  const parserMessage = parserErrorPattern.exec(message)?.[1]
  if (parserMessage === undefined) return { message: message.trim(), ...placeOf(position) }
  const plain = fromRustDebug(parserMessage)
  return {
    message: `Syntax error: ${plain.replace(parserPositionPattern, '').replace(foundLiteralPattern, ', found: a literal').trim()}`,
    ...placeOf(position ?? parserPositionPattern.exec(plain)),
  }
}

function placeOf(match: RegExpExecArray | null): Pick<FailureText, 'line' | 'column'> {
  return { line: match === null ? undefined : Number(match[1]), column: match === null ? undefined : Number(match[2]) }
}

/** Undoes the escapes of a string in Rust's debug notation. */
function fromRustDebug(text: string): string {
  return text.replace(/\\(?:u\{([0-9a-f]{1,6})\}|([\s\S]))/gi, (whole, code?: string, char?: string) => {
    if (code === undefined) return char === 'n' ? '\n' : char === 't' ? '\t' : char === 'r' ? '\r' : (char ?? whole)
    const point = Number.parseInt(code, 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })
}
