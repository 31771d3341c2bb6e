/** How many names are remembered: programs use few, but queries may be generated with any. */
const capacity = 4_096

/**
 * Writes identifiers: renamed to SQL, quoted, with the quotes inside doubled. Programs write the same few names over and
 * over, and quoting costs more than a look-up.
 */
export class QuotedIdentifiers {
  readonly #columnNames: ReadonlyMap<string, string>
  readonly #quoted = new Map<string, string>()

  /** @param columnNames SQL names by TypeScript names, where the two differ */
  constructor(columnNames: ReadonlyMap<string, string>) {
    this.#columnNames = columnNames
  }

  get(name: string): string {
    let quoted = this.#quoted.get(name)
    if (quoted === undefined) {
      if (this.#quoted.size >= capacity) this.#quoted.clear()
      quoted = `"${(this.#columnNames.get(name) ?? name).replaceAll('"', '""')}"`
      this.#quoted.set(name, quoted)
    }
    return quoted
  }
}
