import { ratio } from './report.ts'
import type { Results, ResultTable } from './results.ts'

export interface Goal {
  readonly title: string
  readonly goal: string
  readonly measured: string
  readonly reached: boolean
}

type Pairs = readonly (readonly [contender: string, query: string])[]

interface GoalDeclaration {
  readonly title: string
  readonly table: ResultTable['id']
  /** What is compared, and with what. Of several, each must reach the goal. */
  readonly ours: Pairs
  readonly theirs?: readonly string[]
  /** The time of ours against theirs, or the other way round. */
  readonly atMost?: number
  readonly timesFaster?: number
}

const each = (contenders: readonly string[], queries: readonly string[]): Pairs =>
  contenders.flatMap((contender) => queries.map((query) => [contender, query] as const))

const declarations: readonly GoalDeclaration[] = [
  {
    title: '`batches` and `table` against raw receipt',
    table: 'receipt',
    ours: each(['batches', 'table'], ['spans', 'logs', 'measures', 'blocks']),
    atMost: 1.1,
  },
  {
    title: 'rows, default options, against raw receipt: spans, log entries',
    table: 'receipt',
    ours: each(['rows'], ['spans', 'logs']),
    atMost: 2.5,
  },
  {
    title: 'decoder against apache-arrow’s rows',
    table: 'decoder',
    ours: each(['decoder'], ['spans', 'logs', 'measures']),
    theirs: ['decoder-arrow'],
    timesFaster: 15,
  },
  {
    title: 'decoder against apache-arrow’s rows, wide',
    table: 'decoder',
    ours: each(['decoder'], ['blocks']),
    theirs: ['decoder-arrow'],
    timesFaster: 3,
  },
  {
    title: 'decoder against one written by hand for the schema',
    table: 'decoder',
    ours: each(['decoder'], ['spans', 'logs']),
    theirs: ['decoder-hand-written'],
    atMost: 1.3,
  },
  {
    title: 'rows against the Python client: the faster of `query` and `to_pylist()`',
    table: 'receipt',
    ours: each(['rows'], ['spans', 'logs', 'measures']),
    theirs: ['python-pandas', 'python-pylist'],
    timesFaster: 1,
  },
  {
    title: 'rows against the fastest other npm client at its defaults',
    table: 'receipt',
    ours: each(['rows'], ['spans', 'logs', 'measures']),
    theirs: ['gizmosql-rows', 'firetiger-rows'],
    timesFaster: 50,
  },
  {
    title: 'rows against the same with its window enlarged',
    table: 'receipt',
    ours: each(['rows'], ['spans', 'logs', 'measures']),
    theirs: ['gizmosql-window', 'firetiger-window'],
    timesFaster: 5,
  },
  {
    title: '1,000 point queries, 50 at once, against the Python client with 50 threads',
    table: 'receipt',
    ours: each(['rows'], ['points-concurrent']),
    theirs: ['python-pandas'],
    timesFaster: 1,
  },
  {
    title: 'building and compiling against Kysely’s Postgres dialect',
    table: 'compile',
    ours: each(['compile'], ['select', 'join']),
    theirs: ['postgres'],
    atMost: 1.1,
  },
]

/** The goals that these results can tell of. */
export function goalsOf({ tables }: Results): Goal[] {
  return declarations.flatMap((declaration) => {
    const table = tables.find(({ id }) => id === declaration.table)
    const factors = table === undefined ? [] : factorsOf(declaration, table)
    if (factors.length === 0) return []
    const { title, atMost = Number.POSITIVE_INFINITY, timesFaster } = declaration
    const measured = (factor: number) => (timesFaster === undefined ? ratio(factor) : `${ratio(factor)} times`)
    return [
      {
        title,
        goal: timesFaster === undefined ? `≤ ${ratio(atMost)}` : `≥ ${timesFaster} times faster`,
        measured: factors.map(({ query, factor }) => `${query} ${measured(factor)}`).join(', '),
        reached: factors.every(({ factor }) => (timesFaster === undefined ? factor <= atMost : factor >= timesFaster)),
      },
    ]
  })
}

function factorsOf({ ours, theirs, timesFaster }: GoalDeclaration, { cells }: ResultTable) {
  const ratioOf = (contender: string, query: string): number | undefined => {
    const cell = cells[contender]?.[query]
    return cell === undefined || 'failed' in cell ? undefined : cell.ratio
  }
  const several = new Set(ours.map(([contender]) => contender)).size > 1
  return ours.flatMap(([contender, query]) => {
    const own = ratioOf(contender, query)
    const others = theirs?.flatMap((id) => ratioOf(id, query) ?? [])
    if (own === undefined || others?.length === 0) return []
    const other = others === undefined ? 1 : Math.min(...others)
    const factor = timesFaster === undefined ? own / other : other / own
    return [{ query: several ? `${contender} ${query}` : query, factor }]
  })
}
