import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { everyContender } from '../../bench/contenders/index.js'
import { median, rotated } from '../../bench/order.js'
import { keptResults, pagePaths, withResults } from '../../bench/readme.js'
import { reportOf } from '../../bench/report.js'
import { summarise } from '../../bench/results.js'

const file = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

describe('the documentation agrees with the results of the benchmark', () => {
  it.each(pagePaths)('%s shows the kept results', (path) => {
    expect(withResults(path, file(path), keptResults())).toBe(file(path))
  })

  it.each(keptResults())('the report on the $target shows its results', (results) => {
    expect(reportOf(results)).toBe(file(`bench/results/${results.target}.md`))
  })
})

describe('a comparison', () => {
  it('tells its contenders apart by their ids', () => {
    const ids = everyContender.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  const took = (milliseconds: number, cpuMilliseconds: number) => ({ milliseconds, cpuMilliseconds, rows: 100 })
  const query = { id: 'q', title: 'q', description: 'q', kind: 'result', sql: () => '' } as const

  it('takes the median of the ratios of each round', () => {
    const { cells } = summarise(
      query,
      'base',
      new Map([
        ['base', { measurements: [10, 20, 40].map((milliseconds) => took(milliseconds, 5)) }],
        ['other', { measurements: [20, 20, 100].map((milliseconds) => took(milliseconds, 10)) }],
      ]),
    )
    expect(cells.get('other')).toEqual({ milliseconds: 20, rows: 100, ratio: 2, cpuRatio: 2 })
  })

  it('extrapolates from a part of the rows, and counts the time to the first row once', () => {
    const { cells, column } = summarise(
      query,
      'base',
      new Map([
        ['base', { measurements: [{ milliseconds: 10, cpuMilliseconds: 5, bytes: 5 }] }],
        ['whole', { measurements: [took(10, 5)] }],
        ['slow', { measurements: [{ ...took(30, 15), rows: 10, oneRow: { milliseconds: 20, cpuMilliseconds: 10 } }] }],
        ['slow, counting no rows', { measurements: [{ milliseconds: 30, cpuMilliseconds: 15 }], partRows: 50 }],
        ['broken', { failure: 'it cannot' }],
      ]),
    )
    expect(column).toMatchObject({ rows: 100, bytes: 5 })
    expect(cells.get('slow')).toEqual({ milliseconds: 120, rows: 10, ratio: 12, cpuRatio: 12 })
    expect(cells.get('slow, counting no rows')).toEqual({ milliseconds: 60, rows: 50, ratio: 6, cpuRatio: 6 })
    expect(cells.get('broken')).toEqual({ failed: true })
  })

  it('rotates the order, so that each contender goes first once', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { minLength: 1 }), (elements) => {
        const firsts = elements.map((_, round) => rotated(elements, round)[0])
        expect(firsts).toEqual(elements)
      }),
    )
  })

  it('takes as median a value with half of the values on either side', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const middle = median(values)
        expect(values.filter((value) => value < middle).length).toBeLessThanOrEqual(values.length / 2)
        expect(values.filter((value) => value > middle).length).toBeLessThanOrEqual(values.length / 2)
      }),
    )
  })
})
