import type { Measured, Series } from './comparison.ts'
import type { ContenderEntry, Section } from './contender.ts'
import { type Cost, extrapolated } from './extrapolation.ts'
import { median } from './order.ts'
import type { BenchQuery } from './queries.ts'

/** One contender with one query. */
export interface Cell {
  /** Median of the rounds, extrapolated to the whole result if only a part was asked for. */
  readonly milliseconds: number
  /** Number of rows asked for: fewer than the query has if the contender is slow. */
  readonly rows: number
  /** Median over the rounds of its time divided by that of the table's measure in the same round. */
  readonly ratio: number
  /** The same for processor time. */
  readonly cpuRatio?: number
}

/** A contender that failed with a query. */
export interface Failure {
  readonly failed: true
}

export interface ResultColumn {
  readonly id: string
  readonly title: string
  readonly description: string
  /** Rows of the whole result, or of all results. */
  readonly rows: number
  /** Bytes of its messages, if they are known. */
  readonly bytes?: number
  /** Number of queries in a measurement of many small ones. */
  readonly count?: number
}

export interface ResultRow {
  readonly id: string
  readonly label: string
  readonly section: Section
  /** Why it fails, for the legend. */
  readonly failsBecause?: string
}

export interface ResultTable {
  readonly id: 'receipt' | 'decoder' | 'arrow-rows' | 'arrow-columns' | 'compile'
  /** The contender that all ratios are relative to. */
  readonly measure: string
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly ResultRow[]
  /** By contender, by query. */
  readonly cells: Readonly<Record<string, Readonly<Record<string, Cell | Failure>>>>
}

export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly node: string
  /** Versions of what was measured, by name. */
  readonly versions: Readonly<Record<string, string>>
}

/** Everything that one run measured. */
export interface Results {
  readonly target: 'service' | 'embedded'
  readonly description: string
  readonly day: string
  readonly rounds: number
  readonly machine: Machine
  readonly tables: readonly ResultTable[]
}

/** Summarises the measurements of one query: its column, and its cells by contender. */
export function summarise(
  query: BenchQuery,
  measure: string,
  series: ReadonlyMap<string, Series>,
): { readonly column: ResultColumn; readonly cells: ReadonlyMap<string, Cell | Failure> } {
  const base = series.get(measure)
  if (base === undefined || 'failure' in base) throw new Error(`${measure} fails with ${query.id}`)
  const succeeded = [...series.values()].flatMap((one) => ('failure' in one ? [] : [one]))
  const rows = Math.max(...succeeded.map(({ measurements }) => measurements[0]?.rows ?? 0))
  const bytes = base.measurements[0]?.bytes
  const cells = new Map<string, Cell | Failure>()
  for (const [id, one] of series) cells.set(id, 'failure' in one ? { failed: true } : cellOf(one, base, rows))
  return {
    column: {
      id: query.id,
      title: query.title,
      description: query.description,
      rows,
      ...(bytes === undefined ? {} : { bytes }),
      ...(query.kind === 'points' ? { count: query.count } : {}),
    },
    cells,
  }
}

function cellOf({ measurements, partRows }: Measured, base: Measured, rows: number): Cell {
  const asked = measurements[0]?.rows ?? partRows ?? rows
  const costs = measurements.map((measurement) => extrapolated(measurement, asked, rows))
  const ratioOf = (cost: keyof Cost) =>
    round(median(costs.map((one, index) => one[cost] / (base.measurements[index]?.[cost] ?? 0))), 3)
  return {
    milliseconds: round(median(costs.map(({ milliseconds }) => milliseconds)), 1),
    rows: asked,
    ratio: ratioOf('milliseconds'),
    cpuRatio: ratioOf('cpuMilliseconds'),
  }
}

/** Puts columns together into a table. */
export function tableOf(
  id: ResultTable['id'],
  measure: string,
  contenders: readonly ContenderEntry[],
  columns: readonly ReturnType<typeof summarise>[],
): ResultTable {
  return {
    id,
    measure,
    columns: columns.map(({ column }) => column),
    rows: contenders.map(({ id, label, section, failsBecause }) => ({
      id,
      label,
      section,
      ...(failsBecause === undefined ? {} : { failsBecause }),
    })),
    cells: Object.fromEntries(
      contenders.map((entry) => [
        entry.id,
        Object.fromEntries(
          columns.flatMap(({ column, cells }) => {
            const cell = cells.get(entry.id)
            return cell === undefined ? [] : [[column.id, cell]]
          }),
        ),
      ]),
    ),
  }
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
