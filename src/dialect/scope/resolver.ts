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
  RawNode,
  ReferenceNode,
  SelectAllNode,
  type SelectionNode,
  SelectQueryNode,
  TableNode,
  ValueNode,
} from 'kysely'
import type { ColumnDeclaration } from '../../types/column-type.js'
import { tableFunction } from '../../views/table-functions.js'
import type { AnyViewSet, AnyViewSets } from '../../views/view-set.js'
import type { ViewSets } from '../../views/view-sets.js'
import { functionResult } from './function-results.js'
import { declaredRelation, type Relation, renamedRelation, unionRelation, unknownRelation } from './relation.js'
import { Scope } from './scope.js'

/** Resolves names statically: which declared column a reference means, and which view sets a statement reads. */
export class NameResolver {
  readonly #viewSets: ViewSets<AnyViewSets>
  /** By the names of what is read in the query's time range: whether the service refuses to read it without one. */
  readonly #ranged = new Map<string, boolean>()

  constructor(viewSets: ViewSets<AnyViewSets>) {
    this.#viewSets = viewSets
  }

  /** What the selects resolved so far read in the query's time range, in order of appearance. */
  get rangeRequiredBy(): readonly string[] {
    return [...this.#ranged.keys()]
  }

  /** Those of {@link rangeRequiredBy} that the service refuses to read without a range. */
  get neverUnbounded(): readonly string[] {
    return this.rangeRequiredBy.filter((name) => this.#ranged.get(name))
  }

  /** The scope inside of a select. */
  enter(select: SelectQueryNode, parent: Scope | undefined): Scope {
    const scope = new Scope(parent)
    const recursive = select.with?.recursive ?? false
    for (const expression of select.with?.expressions ?? []) this.#addExpression(expression, recursive, scope)
    for (const source of select.from?.froms ?? []) this.#addSource(source, scope)
    for (const join of select.joins ?? []) this.#addSource(join.table, scope)
    return scope
  }

  /** The declaration of what an operand evaluates to, where it comes from a declared column. */
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
    // An expression of the sql template that is nothing but another expression, such as sql.ref(…).
    if (RawNode.is(node) && node.parameters.length === 1 && node.sqlFragments.every((text) => text.trim() === '')) {
      const [only] = node.parameters
      return only === undefined ? undefined : this.declarationOf(only, scope)
    }
    return undefined
  }

  /** The columns that a select gives. */
  outputOf(select: OperationNode, parent: Scope | undefined): Relation {
    if (ParensNode.is(select)) return this.outputOf(select.node, parent)
    if (!SelectQueryNode.is(select)) return unknownRelation
    return this.outputIn(select, this.enter(select, parent))
  }

  /** The columns that a select gives, inside of whose scope one is already. */
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
      scope.relations.size === 1
    ) {
      const [relation = unknownRelation] = scope.relations.values()
      return relation
    }
    const columns = new Map<string, ColumnDeclaration | undefined>()
    let complete = true
    const addAll = (relation: Relation) => {
      for (const [name, declaration] of relation.columns) columns.set(name, declaration)
      complete &&= relation.complete
    }
    for (const { selection } of selections) {
      if (SelectAllNode.is(selection)) {
        for (const relation of scope.relations.values()) addAll(relation)
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
    // A recursive expression reads itself, and nothing is known of it yet; any other reads what else has its name.
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
    return expression ?? this.#viewSetRelation(this.#viewSets.get(name))
  }

  #functionRelation({ func, arguments: args }: FunctionNode): Relation {
    if (func === 'view_instance') return this.#viewSetRelation(this.#viewSets.get(String(literalArgument(args[0]))))
    const declared = tableFunction(func)
    if (declared === undefined) return unknownRelation
    this.#reads(func, declared.reads ?? [])
    return declaredRelation(declared.columns)
  }

  #viewSetRelation(viewSet: AnyViewSet | undefined): Relation {
    if (viewSet === undefined) return unknownRelation
    this.#reads(viewSet.name, [viewSet])
    return declaredRelation(viewSet.columns)
  }

  /** Notes that `name` reads these view sets, if any of them is filtered by time. */
  #reads(name: string, viewSets: readonly AnyViewSet[]): void {
    if (viewSets.some(({ timeColumns }) => timeColumns.length > 0)) {
      this.#ranged.set(
        name,
        viewSets.some(({ rangeMandatory }) => rangeMandatory),
      )
    }
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

/** The name under which the result has a selected expression; nothing where the engine makes one up. */
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
  if (node === undefined) return undefined
  if (ValueNode.is(node)) return node.value
  return RawNode.is(node) && node.parameters.length === 1 ? literalArgument(node.parameters[0]) : undefined
}
