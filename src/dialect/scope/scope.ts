import type { ColumnDeclaration } from '../../types/column-type.js'
import type { Relation } from './relation.js'

/** The names that a select sees: its own relations, those of the selects around it, and common table expressions. */
export class Scope {
  readonly #parent: Scope | undefined
  readonly #relations = new Map<string, Relation>()
  /** Few selects have any. */
  #expressions: Map<string, Relation> | undefined

  constructor(parent?: Scope) {
    this.#parent = parent
  }

  addRelation(alias: string, relation: Relation): void {
    this.#relations.set(alias, relation)
  }

  addCommonTableExpression(name: string, relation: Relation): void {
    this.#expressions ??= new Map()
    this.#expressions.set(name, relation)
  }

  get relations(): ReadonlyMap<string, Relation> {
    return this.#relations
  }

  commonTableExpression(name: string): Relation | undefined {
    return this.#expressions?.get(name) ?? this.#parent?.commonTableExpression(name)
  }

  relation(alias: string): Relation | undefined {
    return this.#relations.get(alias) ?? this.#parent?.relation(alias)
  }

  /**
   * The declaration of a column: of the relation it is qualified with, or of the one that has it. Nothing where it is not
   * certain which is meant.
   */
  column(name: string, qualifier: string | undefined): ColumnDeclaration | undefined {
    if (qualifier !== undefined) return this.relation(qualifier)?.columns.get(name)
    let declaration: ColumnDeclaration | undefined
    let having = 0
    let certain = true
    for (const { columns, complete } of this.#relations.values()) {
      if (columns.has(name)) {
        declaration = columns.get(name)
        having++
      }
      certain &&= complete
    }
    if (having > 0) return having === 1 ? declaration : undefined
    return certain ? this.#parent?.column(name, undefined) : undefined
  }
}
