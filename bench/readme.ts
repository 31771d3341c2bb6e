/** Writes the reports of the stored results, and their tables into the documentation between two marks: `node bench/readme.ts`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { goalTable, machineOf, reportOf, resultTable, summaryTable } from './report.ts'
import type { Results } from './results.ts'

const begin = '<!-- benchmark: written by bench/readme.ts -->'
const end = '<!-- /benchmark -->'
const titles = { service: 'On the real service', embedded: 'On the embedded service' } as const

const folder = new URL('results/', import.meta.url)
const resultsOf = (target: Results['target']) => new URL(`${target}.json`, folder)

/** Renders the figures of each page, by its path. */
const pages: Readonly<Record<string, (results: readonly Results[]) => string>> = {
  // The rows that matter most, from the real service if it was measured.
  'README.md': ([results]) => (results === undefined ? '' : summaryTable(results)),
  'docs/performance.md': (results) => results.map(sectionOf).join('\n\n'),
}
export const pagePaths = Object.keys(pages)

/** Reads the stored results of every target that has some. */
export function keptResults(): Results[] {
  return (['service', 'embedded'] as const).flatMap((target) =>
    existsSync(resultsOf(target)) ? [JSON.parse(readFileSync(resultsOf(target), 'utf8')) as Results] : [],
  )
}

/**
 * Returns the text of a page with the figures of these results.
 *
 * @throws if the page lacks the marks
 */
export function withResults(path: string, text: string, results: readonly Results[]): string {
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  if (from < 0 || to < from) throw new Error(`${path} lacks ${begin} … ${end}`)
  return `${text.slice(0, from)}${begin}\n\n${pages[path]?.(results)}\n\n${text.slice(to)}`
}

function sectionOf(results: Results): string {
  const [table] = results.tables
  const main = table === undefined ? '' : `\n\n${resultTable(table)}`
  const report = `All tables: [${results.target}.md](../bench/results/${results.target}.md).`
  return `### ${titles[results.target]}\n\n${goalTable(results)}${main}\n\n${machineOf(results)}\n${report}`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const results = keptResults()
  for (const one of results) writeFileSync(new URL(`${one.target}.md`, folder), reportOf(one))
  for (const path of pagePaths) {
    const page = new URL(`../${path}`, import.meta.url)
    writeFileSync(page, withResults(path, readFileSync(page, 'utf8'), results))
  }
}
