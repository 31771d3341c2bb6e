import type { SelectQueryNode } from 'kysely'
import type { QueryPlan } from '../driver/query/compiled-query.js'
import type { ColumnDeclaration } from '../types/column-type.js'
import type { AnyViewSets } from '../views/view-set.js'
import type { ViewSets } from '../views/view-sets.js'
import type { NameResolver } from './scope/resolver.js'
import type { Scope } from './scope/scope.js'

/** What the compiler knows of a select beyond its text. */
export class SelectPlan implements QueryPlan {
  readonly rangeRequiredBy: readonly string[]
  readonly neverUnbounded: readonly string[]
  readonly propertyNames: ReadonlyMap<string, string>
  readonly #select: SelectQueryNode
  readonly #resolver: NameResolver
  readonly #scope: Scope | undefined
  readonly #columnNames: ReadonlyMap<string, string>
  #resultColumns: ReadonlyMap<string, ColumnDeclaration> | undefined

  constructor(
    select: SelectQueryNode,
    resolver: NameResolver,
    scope: Scope | undefined,
    viewSets: ViewSets<AnyViewSets>,
  ) {
    this.rangeRequiredBy = resolver.rangeRequiredBy
    this.neverUnbounded = resolver.neverUnbounded
    this.propertyNames = viewSets.propertyNames
    this.#select = select
    this.#resolver = resolver
    this.#scope = scope
    this.#columnNames = viewSets.columnNames
  }

  /** Found out when a result is decoded: much that is compiled never runs. */
  get resultColumns(): ReadonlyMap<string, ColumnDeclaration> {
    this.#resultColumns ??= this.#resolve()
    return this.#resultColumns
  }

  #resolve(): ReadonlyMap<string, ColumnDeclaration> {
    const known = new Map<string, ColumnDeclaration>()
    // What explain gives are lines of a plan.
    if (this.#select.explain !== undefined || this.#scope === undefined) return known
    const output = this.#resolver.outputIn(this.#select, this.#scope)
    if (output.declarations !== undefined) return output.declarations
    for (const [property, declaration] of output.columns) {
      if (declaration !== undefined) known.set(this.#columnNames.get(property) ?? property, declaration)
    }
    return known
  }
}
