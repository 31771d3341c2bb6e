import { ratio } from './format.ts'
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
  /** The cells that are compared, and the contenders that they are compared with. Each cell must reach the goal. */
  readonly ours: Pairs
  readonly theirs?: readonly string[]
  /** Limit on our time divided by theirs, for all queries or by query. */
  readonly atMost?: number | Readonly<Record<string, number>>
  /** Limit on their time divided by ours. */
  readonly timesFaster?: number
}

const each = (contenders: readonly string[], queries: readonly string[]): Pairs =>
  contenders.flatMap((contender) => queries.map((query) => [contender, query] as const))

const bulk = ['spans', 'logs', 'measures']

const declarations: readonly GoalDeclaration[] = [
  {
    title: '`batches` and `table` against raw receipt',
    table: 'receipt',
    ours: each(['batches', 'table'], [...bulk, 'blocks']),
    atMost: 1.15,
  },
  {
    title: 'rows, default options, against raw receipt',
    table: 'receipt',
    ours: each(['rows'], bulk),
    atMost: { spans: 1.7, logs: 2.5, measures: 3 },
  },
  {
    title: '`chunks` against raw receipt',
    table: 'receipt',
    ours: each(['chunks'], bulk),
    atMost: { spans: 1.3, logs: 1.7, measures: 2.2 },
  },
  {
    title: '`columnar`, codes, against `query` of the Python client (pandas)',
    table: 'receipt',
    ours: each(['columnar-codes'], bulk),
    theirs: ['python-pandas'],
    atMost: 1,
  },
  {
    title: 'rows against `to_pylist()` of the Python client',
    table: 'receipt',
    ours: each(['rows'], bulk),
    theirs: ['python-pylist'],
    timesFaster: 10,
  },
  {
    title: 'rows against the fastest other npm client at its defaults',
    table: 'receipt',
    ours: each(['rows'], bulk),
    theirs: ['gizmosql-rows', 'firetiger-rows'],
    timesFaster: 10,
  },
  {
    title: 'rows against the same with its window enlarged',
    table: 'receipt',
    ours: each(['rows'], bulk),
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
    title: 'decoder against apache-arrow’s rows',
    table: 'decoder',
    ours: each(['decoder'], bulk),
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
    title: 'rows of Arrow bytes against the faster of apache-arrow and flechette',
    table: 'arrow-rows',
    ours: each(['bytes-rows'], bulk),
    theirs: ['bytes-rows-apache', 'bytes-rows-flechette', 'bytes-rows-flechette-exact'],
    timesFaster: 1,
  },
  {
    title: 'columns of Arrow bytes, codes, against the faster of apache-arrow and flechette',
    table: 'arrow-columns',
    ours: each(['bytes-columns-codes'], bulk),
    theirs: ['bytes-columns-apache', 'bytes-columns-flechette'],
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

/** Returns the goals that these results can confirm or refute. */
export function goalsOf({ tables }: Results): Goal[] {
  return declarations.flatMap((declaration) => {
    const table = tables.find(({ id }) => id === declaration.table)
    const factors = table === undefined ? [] : factorsOf(declaration, table)
    if (factors.length === 0) return []
    const { title, atMost = Number.POSITIVE_INFINITY, timesFaster } = declaration
    const limitOf = (query: string) => (typeof atMost === 'number' ? atMost : (atMost[query] ?? 0))
    const limits = typeof atMost === 'number' ? [atMost] : Object.values(atMost)
    const measured = (factor: number) => (timesFaster === undefined ? ratio(factor) : `${ratio(factor)} times`)
    return [
      {
        title,
        goal: timesFaster === undefined ? `≤ ${limits.map(ratio).join(', ')}` : `≥ ${timesFaster} times faster`,
        measured: factors.map(({ label, factor }) => `${label} ${measured(factor)}`).join(', '),
        reached: factors.every(({ query, factor }) =>
          timesFaster === undefined ? factor <= limitOf(query) : factor >= timesFaster,
        ),
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
    return [{ query, label: several ? `${contender} ${query}` : query, factor }]
  })
}
