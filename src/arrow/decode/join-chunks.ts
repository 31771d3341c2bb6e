/** Fewer than the arguments that a call can have. */
const chunksAtOnce = 10_000

/** Joins chunks by `concat`, which copies references as memory: rows pushed or assigned one by one cost a quarter more. */
export function joinChunks<R>(chunks: readonly R[][]): R[] {
  if (chunks.length === 1 && chunks[0] !== undefined) return chunks[0]
  let all: R[] = []
  for (let from = 0; from < chunks.length; from += chunksAtOnce) {
    all = all.concat(...chunks.slice(from, from + chunksAtOnce))
  }
  return all
}
