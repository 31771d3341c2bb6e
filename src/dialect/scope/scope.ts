import type { ColumnDeclaration } from '../../types/column-type.js'
import type { Relation } from './relation.js'

/** The names that a select sees: its own relations, those of the selects around it, and common table expressions. */
export class Scope {
  readonly #parent: Scope | undefined
  // Queries are compiled often, and most selects have one relation and no common table expressions: a map costs more.
  #alias: string | undefined
  #relation: Relation | undefined
  #relations: Map<string, Relation> | undefined
  #expressions: Map<string, Relation> | undefined

  constructor(parent: Scope | undefined) {
    this.#parent = parent
  }

  addRelation(alias: string, relation: Relation): void {
    if (this.#relation === undefined || this.#alias === undefined) {
      this.#alias = alias
      this.#relation = relation
      return
    }
    this.#relations ??= new Map([[this.#alias, this.#relation]])
    this.#relations.set(alias, relation)
  }

  addCommonTableExpression(name: string, relation: Relation): void {
    this.#expressions ??= new Map()
    this.#expressions.set(name, relation)
  }

  /** The relations of the select itself, in order of appearance. */
  get relations(): readonly Relation[] {
    if (this.#relations !== undefined) return [...this.#relations.values()]
    return this.#relation === undefined ? [] : [this.#relation]
  }

  commonTableExpression(name: string): Relation | undefined {
    return this.#expressions?.get(name) ?? this.#parent?.commonTableExpression(name)
  }

  /** Finds a relation by its alias, in the selects around this one too. */
  relation(alias: string): Relation | undefined {
    const own = this.#relations === undefined && alias === this.#alias ? this.#relation : this.#relations?.get(alias)
    return own ?? this.#parent?.relation(alias)
  }

  /**
   * Finds the declaration of a column: in the relation that qualifies it, or in the one that has it. Nothing where it is
   * not certain which is meant.
   */
  column(name: string, qualifier: string | undefined): ColumnDeclaration | undefined {
    if (qualifier !== undefined) return this.relation(qualifier)?.columns.get(name)
    if (this.#relations === undefined) {
      const declaration = this.#relation?.columns.get(name)
      if (declaration !== undefined || this.#relation?.columns.has(name)) return declaration
      return this.#relation?.complete === false ? undefined : this.#parent?.column(name, undefined)
    }
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
