/** Rotates the elements so that the one at index `start` comes first. */
export function rotated<T>(elements: readonly T[], start: number): T[] {
  const first = elements.length === 0 ? 0 : start % elements.length
  return [...elements.slice(first), ...elements.slice(0, first)]
}

/** Returns the middle value; for an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('the median of no values is undefined')
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  const upper = sorted[half] as number
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] as number) + upper) / 2
}
