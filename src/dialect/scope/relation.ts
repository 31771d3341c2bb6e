import type { ColumnDeclaration } from '../../types/column-type.js'
import { type Columns, propertyName } from '../../views/view-set.js'

/**
 * What is known of a relation's columns: declarations by TypeScript name, `undefined` for a column of unknown type. Where
 * `complete` is true, the relation has no other columns.
 */
export interface Relation {
  readonly columns: ReadonlyMap<string, ColumnDeclaration | undefined>
  readonly complete: boolean
  /** Declarations by SQL name, of a relation that is a declared view set as it is. */
  readonly declarations?: ReadonlyMap<string, ColumnDeclaration>
}

/** A relation that nothing is known of, such as plain SQL. */
export const unknownRelation: Relation = { columns: new Map(), complete: false }

const declaredRelations = new WeakMap<Columns, Relation>()

/** Returns the relation of declared columns. Made once for each, as queries are compiled often. */
export function declaredRelation(columns: Columns): Relation {
  let relation = declaredRelations.get(columns)
  if (relation === undefined) {
    const declarations = new Map(Object.entries(columns).map(([name, { declaration }]) => [name, declaration]))
    relation = {
      columns: new Map([...declarations].map(([name, declaration]) => [propertyName(name), declaration])),
      complete: true,
      declarations,
    }
    declaredRelations.set(columns, relation)
  }
  return relation
}

/** Returns a relation under new column names, as in `with t(a, b)`. */
export function renamedRelation(relation: Relation, names: readonly string[]): Relation {
  const declarations = relation.complete ? [...relation.columns.values()] : []
  return { columns: new Map(names.map((name, index) => [name, declarations[index]])), complete: true }
}

/** Returns the columns of the first branch of a set operation. Types that another branch contradicts are unknown. */
export function unionRelation(first: Relation, other: Relation): Relation {
  if (!first.complete || !other.complete) return first
  const others = [...other.columns.values()]
  return {
    columns: new Map(
      [...first.columns].map(([name, declaration], index) => [name, agreed(declaration, others[index])] as const),
    ),
    complete: true,
  }
}

function agreed(a: ColumnDeclaration | undefined, b: ColumnDeclaration | undefined): ColumnDeclaration | undefined {
  return a === undefined || b === undefined || a.type.kind === b.type.kind ? a : undefined
}
