/** The versions that README.md promises, oldest first, each with the range that npm is asked for. */
const promised = {
  node: [
    ['22', '22'],
    ['24', '24'],
    ['26', '26'],
  ],
  kysely: [
    ['0.29', '^0.29.0'],
    // The release, or the latest beta until there is one.
    ['0.30', '>=0.30.0-0 <0.31'],
  ],
  typescript: [
    ['5.9', '~5.9.0'],
    ['7', '^7.0.0'],
  ],
} as const

export type Axis = keyof typeof promised
export const axes = Object.keys(promised) as Axis[]

/** One version per axis, as in `{ node: '22', kysely: '0.29', typescript: '5.9' }`. */
export type Combination = Readonly<Record<Axis, string>>

/** Names of versions to keep, by axis; an axis that is left out keeps all. */
export type Selection = Readonly<Partial<Record<Axis, readonly string[]>>>

/**
 * Returns every combination of the selected versions.
 *
 * @throws if a version is not promised
 */
export function combinations(selection: Selection = {}): Combination[] {
  const versions = (axis: Axis) => versionsOf(axis, selection[axis])
  return versions('node').flatMap((node) =>
    versions('kysely').flatMap((kysely) => versions('typescript').map((typescript) => ({ node, kysely, typescript }))),
  )
}

/** The oldest of everything, and the newest of everything. */
export function corners(): Combination[] {
  const all = combinations()
  return [all.at(0), all.at(-1)].filter((one) => one !== undefined)
}

/** Returns the range that npm installs for a version. */
export function rangeOf(axis: Axis, version: string): string {
  return new Map<string, string>(promised[axis]).get(version) ?? version
}

export function describeCombination({ node, kysely, typescript }: Combination): string {
  return `Node ${node}, Kysely ${kysely}, TypeScript ${typescript}`
}

function versionsOf(axis: Axis, selected: readonly string[] | undefined): readonly string[] {
  const known = promised[axis].map(([version]) => version as string)
  const unknown = selected?.find((version) => !known.includes(version))
  if (unknown !== undefined) throw new Error(`unknown --${axis} "${unknown}"; supported versions: ${known.join(', ')}`)
  return selected ?? known
}
