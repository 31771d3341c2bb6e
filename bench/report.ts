import { leftOut } from './contenders/index.ts'
import { perSecond, ratio, thousands } from './format.ts'
import { goalsOf } from './goals.ts'
import type { Cell, Failure, ResultColumn, Results, ResultTable } from './results.ts'

const sectionTitles = {
  receipt: 'The limit',
  ours: 'kysely-micromegas',
  npm: 'npm',
  python: 'Python',
} as const

const tableTitles = {
  receipt: 'From the query to the data in its final form',
  decoder: 'From record batches to rows: the decoder alone',
  'arrow-rows': 'From Arrow bytes to rows: `kysely-micromegas/arrow`',
  'arrow-columns': 'From Arrow bytes to columns: `kysely-micromegas/arrow`',
  compile: 'Building and compiling a query',
} as const

/** Renders everything that a run measured as Markdown. */
export function reportOf(results: Results): string {
  const { target } = results
  return `# Benchmark on the ${target === 'service' ? 'real service' : 'embedded service'}

Written by \`npm run bench${target === 'service' ? ':service' : ''}\`.

${machineOf(results)}

${goalTable(results)}

${results.tables.map((table) => `## ${tableTitles[table.id]}\n\n${resultTable(table)}`).join('\n\n')}

## Left out

${Object.entries(leftOut)
  .map(([name, reason]) => `- ${name}: ${reason}.`)
  .join('\n')}
`
}

/** Says where the figures come from, in one sentence. */
export function machineOf({ description, day, rounds, machine }: Results): string {
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`)
  return (
    `${machine.cpu}, ${machine.cores} cores for service and client together, loopback; ${description}; ` +
    `Node ${machine.node}; ${versions.join(', ')}; ${day}. Median of ${rounds} rounds of alternating runs after one to ` +
    'warm up, each contender in a process of its own.'
  )
}

/** Renders the goals beside what was measured. */
export function goalTable(results: Results): string {
  const lines = goalsOf(results).map(
    ({ title, goal, measured, reached }) =>
      `| ${title} | ${goal} | ${measured} | ${reached ? 'reached' : '**not reached**'} |`,
  )
  return ['| what | goal | measured | |', '|---|---|---|---|', ...lines].join('\n')
}

const summarised = {
  columns: ['spans', 'logs', 'measures'],
  rows: [
    ['batches', '`batches`: Arrow record batches'],
    ['columnar-codes', '`columnar`: arrays by column, names as codes'],
    ['rows', '`query`: all rows as objects'],
    ['python-pandas', 'Python: `micromegas`, `query` (pandas, by column)'],
    ['gizmosql-window', 'npm: `@gizmodata/gizmosql-client`, rows, its flow control window enlarged'],
  ],
} as const

/** Renders the rows that matter most, as ratios to receiving the same bytes. */
export function summaryTable({ tables }: Results): string {
  const table = tables.find(({ id }) => id === 'receipt')
  const columns = table?.columns.filter(({ id }) => (summarised.columns as readonly string[]).includes(id)) ?? []
  const lines = summarised.rows.flatMap(([id, label]) => {
    const texts = columns.map((column) => {
      const cell = table?.cells[id]?.[column.id]
      return cell === undefined || 'failed' in cell ? '' : ratio(cell.ratio)
    })
    return texts.some((text) => text !== '') ? [`| ${label} | ${texts.join(' | ')} |`] : []
  })
  const titles = columns.map(({ title, rows }) => `${thousands(rows)} ${title}`)
  return [`| time | ${titles.join(' | ')} |`, `|---|${columns.map(() => '---:|').join('')}`, ...lines].join('\n')
}

const amounts: Readonly<Record<ResultTable['id'], string>> = {
  receipt: 'rows per second, of many small queries: queries per second',
  decoder: 'rows per second',
  'arrow-rows': 'rows per second',
  'arrow-columns': 'rows per second',
  compile: 'queries per second',
}

/**
 * Renders a table of contenders by queries. A cell has the time against the table's measure, and rows or queries per second;
 * beside it stands the processor time against that of the measure.
 */
export function resultTable({ id, columns, rows, cells, measure }: ResultTable): string {
  const hasCpu = rows.some((row) => columns.some((column) => cpuText(cells[row.id]?.[column.id]) !== ''))
  const line = (first: string, textsOf: (column: ResultColumn) => readonly [text: string, cpu: string]) => {
    const texts = columns.flatMap((column) => (hasCpu ? textsOf(column) : [textsOf(column)[0]]))
    return `| ${[first, ...texts].join(' | ')} |`
  }
  const lines = [
    line('', ({ title }) => [title, 'cpu']),
    `|---|${'---:|'.repeat(columns.length * (hasCpu ? 2 : 1))}`,
    line(`*${id === 'compile' ? 'queries' : 'rows; MB'}*`, ({ rows, bytes }) => [
      `*${thousands(rows)}${bytes === undefined ? '' : `; ${(bytes / 1e6).toFixed(1)}`}*`,
      '',
    ]),
  ]
  let section: string | undefined
  let scaled = false
  for (const row of rows) {
    if (id === 'receipt' && row.section !== section) {
      section = row.section
      lines.push(line(`**${sectionTitles[row.section]}**`, () => ['', '']))
    }
    lines.push(
      line(row.label, (column) => {
        const cell = cells[row.id]?.[column.id]
        if (cell !== undefined && isScaled(cell, column)) scaled = true
        return [cellText(cell, column), cpuText(cell)]
      }),
    )
  }
  const base = rows.find(({ id }) => id === measure)?.label
  const legend = [
    `Each cell: time against “${base}”; ${amounts[id]}.`,
    ...(hasCpu ? [`*cpu*: processor time of the client’s process, all threads, against that of “${base}”.`] : []),
    ...(scaled
      ? ['† Too slow to measure whole: the time is extrapolated from a part of the rows and from one row.']
      : []),
    ...rows.flatMap(({ label, failsBecause }) =>
      failsBecause === undefined ? [] : [`${label} fails: ${failsBecause}.`],
    ),
    ...columns.map(({ title, description }) => `*${title}*: ${description}.`),
  ]
  return `${lines.join('\n')}\n\n${legend.map((line) => `- ${line}`).join('\n')}`
}

function isScaled(cell: Cell | Failure, column: ResultColumn): boolean {
  return !('failed' in cell) && cell.rows < column.rows
}

function cellText(cell: Cell | Failure | undefined, column: ResultColumn): string {
  if (cell === undefined) return ''
  if ('failed' in cell) return 'fails'
  const amount = column.count ?? column.rows
  return `${ratio(cell.ratio)}; ${perSecond((amount / cell.milliseconds) * 1000)}${isScaled(cell, column) ? ' †' : ''}`
}

function cpuText(cell: Cell | Failure | undefined): string {
  return cell === undefined || 'failed' in cell || cell.cpuRatio === undefined ? '' : ratio(cell.cpuRatio)
}
