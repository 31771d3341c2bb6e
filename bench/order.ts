/** The elements, beginning with the one at `start`, around the end. */
export function rotated<T>(elements: readonly T[], start: number): T[] {
  const first = elements.length === 0 ? 0 : start % elements.length
  return [...elements.slice(first), ...elements.slice(0, first)]
}

/** The middle of the values; of an even number of them, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no values have no median')
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  const upper = sorted[half] as number
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] as number) + upper) / 2
}
