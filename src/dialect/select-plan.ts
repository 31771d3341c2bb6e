import type { SelectQueryNode } from 'kysely'
import type { QueryPlan } from '../driver/query/compiled-query.js'
import type { ColumnDeclaration } from '../types/column-type.js'
import type { RangedReads } from './scope/ranged-reads.js'
import type { NameResolver } from './scope/resolver.js'
import type { Scope } from './scope/scope.js'

/** What the compiler knows of a select beyond its text. */
export class SelectPlan implements QueryPlan {
  readonly #select: SelectQueryNode
  readonly #resolver: NameResolver
  readonly #scope: Scope | undefined
  readonly #reads: RangedReads
  #resultColumns: ReadonlyMap<string, ColumnDeclaration> | undefined

  constructor(select: SelectQueryNode, resolver: NameResolver, scope: Scope | undefined, reads: RangedReads) {
    this.#select = select
    this.#resolver = resolver
    this.#scope = scope
    this.#reads = reads
  }

  get rangeRequiredBy(): readonly string[] {
    return this.#reads.rangeRequiredBy
  }

  get neverUnbounded(): readonly string[] {
    return this.#reads.neverUnbounded
  }

  get propertyNames(): ReadonlyMap<string, string> {
    return this.#resolver.viewSets.propertyNames
  }

  /** Resolved when a result is decoded: much that is compiled never runs. */
  get resultColumns(): ReadonlyMap<string, ColumnDeclaration> {
    this.#resultColumns ??= this.#resolve()
    return this.#resultColumns
  }

  #resolve(): ReadonlyMap<string, ColumnDeclaration> {
    const known = new Map<string, ColumnDeclaration>()
    // EXPLAIN returns the plan as text.
    if (this.#select.explain !== undefined || this.#scope === undefined) return known
    const output = this.#resolver.outputIn(this.#select, this.#scope)
    if (output.declarations !== undefined) return output.declarations
    const { columnNames } = this.#resolver.viewSets
    for (const [property, declaration] of output.columns) {
      if (declaration !== undefined) known.set(columnNames.get(property) ?? property, declaration)
    }
    return known
  }
}
