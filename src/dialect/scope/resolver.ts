import {
  AggregateFunctionNode,
  AliasNode,
  CaseNode,
  ColumnNode,
  type CommonTableExpressionNode,
  FunctionNode,
  IdentifierNode,
  type OperationNode,
  ParensNode,
  ReferenceNode,
  SelectAllNode,
  type SelectionNode,
  SelectQueryNode,
  TableNode,
  ValueNode,
} from 'kysely'
import type { ColumnDeclaration } from '../../types/column-type.js'
import { tableFunction } from '../../views/table-functions.js'
import type { AnyViewSets } from '../../views/view-set.js'
import type { ViewSets } from '../../views/view-sets.js'
import { unwrapRaw } from '../unwrap-raw.js'
import { functionResult } from './function-results.js'
import { bothReads, noReads, type RangedReads, readsOf } from './ranged-reads.js'
import { declaredRelation, type Relation, renamedRelation, unionRelation, unknownRelation } from './relation.js'
import { Scope } from './scope.js'

/** A declared view set or table function, as a query reads it. */
interface Source {
  readonly relation: Relation
  readonly reads: RangedReads
}

/** Resolves names statically: which declared column a reference means, and which view sets a statement reads. */
export class NameResolver {
  readonly viewSets: ViewSets<AnyViewSets>
  /** Made once each, as queries are compiled often. */
  readonly #viewSetSources = new Map<string, Source>()
  #reads = noReads

  constructor(viewSets: ViewSets<AnyViewSets>) {
    this.viewSets = viewSets
  }

  /** Returns what the selects that were entered since the last call read in their time range. */
  takeReads(): RangedReads {
    const reads = this.#reads
    this.#reads = noReads
    return reads
  }

  /** Returns the scope inside of a select. */
  enter(select: SelectQueryNode, parent: Scope | undefined): Scope {
    const scope = new Scope(parent)
    const { with: expressions, from, joins } = select
    if (expressions !== undefined) {
      for (const expression of expressions.expressions) {
        this.#addExpression(expression, expressions.recursive ?? false, scope)
      }
    }
    if (from !== undefined) for (const source of from.froms) this.#addSource(source, scope)
    if (joins !== undefined) for (const { table } of joins) this.#addSource(table, scope)
    return scope
  }

  /** Returns the declaration of the column that an operand's values come from, if they do. */
  declarationOf(node: OperationNode, scope: Scope): ColumnDeclaration | undefined {
    if (ReferenceNode.is(node)) {
      return ColumnNode.is(node.column) ? scope.column(node.column.column.name, qualifierOf(node)) : undefined
    }
    if (ColumnNode.is(node)) return scope.column(node.column.name, undefined)
    if (AliasNode.is(node)) return this.declarationOf(node.node, scope)
    if (ParensNode.is(node)) return this.declarationOf(node.node, scope)
    if (FunctionNode.is(node)) {
      return functionResult(node.func, () => this.#declarationOfFirst(node.arguments, scope))
    }
    if (AggregateFunctionNode.is(node)) {
      return functionResult(node.func, () => this.#declarationOfFirst(node.aggregated, scope))
    }
    if (CaseNode.is(node)) return this.#declarationOfCase(node, scope)
    if (SelectQueryNode.is(node)) {
      const { columns } = this.outputOf(node, scope)
      return columns.size === 1 ? [...columns.values()][0] : undefined
    }
    const inner = unwrapRaw(node)
    return inner === node ? undefined : this.declarationOf(inner, scope)
  }

  /** Returns the columns of a select's result. */
  outputOf(select: OperationNode, parent: Scope | undefined): Relation {
    if (ParensNode.is(select)) return this.outputOf(select.node, parent)
    if (!SelectQueryNode.is(select)) return unknownRelation
    return this.outputIn(select, this.enter(select, parent))
  }

  /** Returns the columns of the result of a select whose scope has been entered. */
  outputIn(select: SelectQueryNode, scope: Scope): Relation {
    const own = this.#selected(select.selections ?? [], scope)
    return (select.setOperations ?? []).reduce(
      (relation, { expression }) => unionRelation(relation, this.outputOf(expression, scope)),
      own,
    )
  }

  #selected(selections: readonly SelectionNode[], scope: Scope): Relation {
    const [only] = selections
    if (
      selections.length === 1 &&
      only !== undefined &&
      SelectAllNode.is(only.selection) &&
      scope.relations.length === 1
    ) {
      return scope.relations[0] ?? unknownRelation
    }
    const columns = new Map<string, ColumnDeclaration | undefined>()
    let complete = true
    const addAll = (relation: Relation) => {
      for (const [name, declaration] of relation.columns) columns.set(name, declaration)
      complete &&= relation.complete
    }
    for (const { selection } of selections) {
      if (SelectAllNode.is(selection)) {
        for (const relation of scope.relations) addAll(relation)
      } else if (ReferenceNode.is(selection) && SelectAllNode.is(selection.column)) {
        addAll(scope.relation(qualifierOf(selection) ?? '') ?? unknownRelation)
      } else {
        const name = resultName(selection)
        if (name === undefined) complete = false
        else columns.set(name, this.declarationOf(selection, scope))
      }
    }
    return { columns, complete }
  }

  #addExpression(node: CommonTableExpressionNode, recursive: boolean, scope: Scope): void {
    const name = node.name.table.table.identifier.name
    const renames = node.name.columns?.map(({ column }) => column.name)
    // A recursive expression reads itself, of which nothing is known yet; any other reads whatever else has its name.
    if (recursive) scope.addCommonTableExpression(name, unknownRelation)
    const output = this.outputOf(node.expression, scope)
    scope.addCommonTableExpression(name, renames === undefined ? output : renamedRelation(output, renames))
  }

  #addSource(source: OperationNode, scope: Scope): void {
    if (AliasNode.is(source)) {
      const alias = IdentifierNode.is(source.alias) ? source.alias.name : undefined
      const relation = this.#relationOf(source.node, scope)
      if (alias !== undefined) scope.addRelation(alias, relation)
      return
    }
    const name = TableNode.is(source) ? source.table.identifier.name : ''
    scope.addRelation(name, this.#relationOf(source, scope))
  }

  #relationOf(source: OperationNode, scope: Scope): Relation {
    if (TableNode.is(source)) return this.#tableRelation(source, scope)
    if (FunctionNode.is(source)) return this.#functionRelation(source)
    return this.outputOf(source, scope)
  }

  #tableRelation({ table }: TableNode, scope: Scope): Relation {
    const { name } = table.identifier
    const expression = table.schema === undefined ? scope.commonTableExpression(name) : undefined
    return expression ?? this.#read(this.#viewSet(name))
  }

  #functionRelation({ func, arguments: args }: FunctionNode): Relation {
    if (func === 'view_instance') return this.#read(this.#viewSet(String(literalArgument(args[0]))))
    const declared = tableFunction(func)
    return this.#read(
      declared && { relation: declaredRelation(declared.columns), reads: readsOf(func, declared.reads ?? []) },
    )
  }

  /** Notes that the statement reads a source. */
  #read(source: Source | undefined): Relation {
    if (source === undefined) return unknownRelation
    this.#reads = bothReads(this.#reads, source.reads)
    return source.relation
  }

  #viewSet(name: string): Source | undefined {
    const known = this.#viewSetSources.get(name)
    if (known !== undefined) return known
    const viewSet = this.viewSets.get(name)
    if (viewSet === undefined) return undefined
    const source = { relation: declaredRelation(viewSet.columns), reads: readsOf(name, [viewSet]) }
    this.#viewSetSources.set(name, source)
    return source
  }

  #declarationOfFirst(args: readonly OperationNode[], scope: Scope): ColumnDeclaration | undefined {
    const [first] = args
    return first === undefined ? undefined : this.declarationOf(first, scope)
  }

  #declarationOfCase({ when = [], else: otherwise }: CaseNode, scope: Scope): ColumnDeclaration | undefined {
    const results = [...when.map(({ result }) => result), ...(otherwise === undefined ? [] : [otherwise])]
    for (const result of results) {
      const declaration = result === undefined ? undefined : this.declarationOf(result, scope)
      if (declaration !== undefined) return declaration
    }
    return undefined
  }
}

/** Returns the result's name of a selected expression; nothing where the engine makes one up. */
function resultName(selection: OperationNode): string | undefined {
  if (AliasNode.is(selection)) return IdentifierNode.is(selection.alias) ? selection.alias.name : undefined
  if (ReferenceNode.is(selection) && ColumnNode.is(selection.column)) return selection.column.column.name
  if (ColumnNode.is(selection)) return selection.column.name
  return undefined
}

function qualifierOf({ table }: ReferenceNode): string | undefined {
  return table?.table.identifier.name
}

function literalArgument(node: OperationNode | undefined): unknown {
  const value = node === undefined ? undefined : unwrapRaw(node)
  return value !== undefined && ValueNode.is(value) ? value.value : undefined
}
