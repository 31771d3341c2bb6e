/** The parts of the text with which the service reports a failure. */
export interface FailureText {
  /** What went wrong, without the parts below. */
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
/** A service that runs with RUST_BACKTRACE writes dozens of lines between the message and the query id. */
const backTracePattern = /\s*(?:^|\n)\s*(?:stack )?backtrace:[^\S\n]*\n[\s\S]*$/i
const stagePattern =
  /^(error (?:building dataframe(?: with limit)?|creating physical plan|executing plan|building data stream)): /
const positionPattern = /\s*\(at line (\d+), column (\d+)\)$/
/** The engine's SQL parser reports in the notation of Rust, with a position of its own. */
const parserErrorPattern = /^SQL error: (?:ParserError|TokenizerError)\("([\s\S]*)"\)$/
const parserPositionPattern = / at Line: (\d+), Column: (\d+)$/
/** The token at a syntax error may be a literal, and values must not leak into messages. */
const foundLiteralPattern = /, found: (?:[a-z]{0,2}'|\$\$)[\s\S]*$/i
/** The engine adds this to every failure that it cannot classify, such as an unknown process. */
const bugReportPattern = /\s*This issue was likely caused by a bug in DataFusion's code\.[\s\S]*$/
const rulePattern = /^query denied by rule (\S+)/

/**
 * Parses the text of a failure: `<stage>: <message> (at line L, column C)`, then lines `note: …` and `help: …`, then
 * `(query_id=…)`. Text of any other form becomes the message as a whole.
 *
 * @param details the status message of gRPC
 * @param sql the statement that was sent: where the text repeats it as a whole, it is replaced
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

/** Decodes two characters that the service encodes and that `decodeURI`, as used by grpc-js, leaves encoded. */
function decodeReserved(details: string): string {
  return details.replace(/%23/g, '#').replace(/%3F/gi, '?')
}

/** A shorter statement reveals nothing, and would be found in unrelated text. */
const shortestStatement = 8

function withoutStatement(text: string, sql: string | undefined): string {
  const statement = sql?.trim() ?? ''
  return statement.length < shortestStatement ? text : text.replaceAll(statement, '(the query)')
}

/** Removes the lines `note: …` and `help: …` from the end, and returns them. */
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
  if (parserMessage === undefined) return { message: message.trim(), ...positionOf(position) }
  const plain = fromRustDebug(parserMessage)
  return {
    message: `Syntax error: ${plain.replace(parserPositionPattern, '').replace(foundLiteralPattern, ', found: a literal').trim()}`,
    ...positionOf(position ?? parserPositionPattern.exec(plain)),
  }
}

function positionOf(match: RegExpExecArray | null): Pick<FailureText, 'line' | 'column'> {
  return { line: match === null ? undefined : Number(match[1]), column: match === null ? undefined : Number(match[2]) }
}

/** Decodes the escapes of a string in Rust's debug notation. */
function fromRustDebug(text: string): string {
  return text.replace(/\\(?:u\{([0-9a-f]{1,6})\}|([\s\S]))/gi, (whole, code?: string, char?: string) => {
    if (code === undefined) return char === 'n' ? '\n' : char === 't' ? '\t' : char === 'r' ? '\r' : (char ?? whole)
    const point = Number.parseInt(code, 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })
}
