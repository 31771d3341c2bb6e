import type { AnyViewSet } from '../../views/view-set.js'

/** What a statement reads in its time range, in order of appearance. */
export interface RangedReads {
  readonly rangeRequiredBy: readonly string[]
  /** Those of them that the service refuses to read without a range. */
  readonly neverUnbounded: readonly string[]
}

export const noReads: RangedReads = { rangeRequiredBy: [], neverUnbounded: [] }

/** Returns the reads of a view set or table function that reads these view sets. */
export function readsOf(name: string, viewSets: readonly AnyViewSet[]): RangedReads {
  if (viewSets.every(({ timeColumns }) => timeColumns.length === 0)) return noReads
  const isMandatory = viewSets.some(({ rangeMandatory }) => rangeMandatory)
  return { rangeRequiredBy: [name], neverUnbounded: isMandatory ? [name] : [] }
}

/** Returns the reads of both, each name once. Most statements read one view set, and make nothing here. */
export function bothReads(a: RangedReads, b: RangedReads): RangedReads {
  if (a === b || b === noReads) return a
  if (a === noReads) return b
  return {
    rangeRequiredBy: [...new Set([...a.rangeRequiredBy, ...b.rangeRequiredBy])],
    neverUnbounded: [...new Set([...a.neverUnbounded, ...b.neverUnbounded])],
  }
}
