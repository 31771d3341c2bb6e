/** Writes the reports of the results that are kept, and puts them into the README between two marks: `node bench/readme.ts`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { goalTable, machineOf, reportOf, resultTable } from './report.ts'
import type { Results } from './results.ts'

const begin = '<!-- benchmark: written by bench/readme.ts -->'
const end = '<!-- /benchmark -->'
const titles = { service: 'On the real service', embedded: 'On the embedded service' } as const

const readme = new URL('../README.md', import.meta.url)
const folder = new URL('results/', import.meta.url)
const resultsOf = (target: Results['target']) => new URL(`${target}.json`, folder)

/** The results that are kept, of each target that has some. */
export function keptResults(): Results[] {
  return (['service', 'embedded'] as const).flatMap((target) =>
    existsSync(resultsOf(target)) ? [JSON.parse(readFileSync(resultsOf(target), 'utf8')) as Results] : [],
  )
}

/** The README with what these results say. @throws if the marks are missing */
export function withResults(text: string, results: readonly Results[]): string {
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  if (from < 0 || to < from) throw new Error(`README.md lacks ${begin} … ${end}`)
  const sections = results.map((one) => {
    const [table] = one.tables
    const main = table === undefined ? '' : `\n\n${resultTable(table)}`
    return `### ${titles[one.target]}\n\n${goalTable(one)}${main}\n\n${machineOf(one)}\nAll tables: [${one.target}.md](bench/results/${one.target}.md).`
  })
  return `${text.slice(0, from)}${begin}\n\n${sections.join('\n\n')}\n\n${text.slice(to)}`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const results of keptResults()) writeFileSync(new URL(`${results.target}.md`, folder), reportOf(results))
  writeFileSync(readme, withResults(readFileSync(readme, 'utf8'), keptResults()))
}
