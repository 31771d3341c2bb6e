import {
  type AggregateFunctionNode,
  type BinaryOperationNode,
  type CaseNode,
  type CollateNode,
  ColumnNode,
  type CommonTableExpressionNode,
  type CompiledQuery,
  DefaultQueryCompiler,
  type DeleteQueryNode,
  type ExplainNode,
  type FetchNode,
  type FunctionNode,
  type IdentifierNode,
  type InsertQueryNode,
  type JSONOperatorChainNode,
  type JSONPathNode,
  type MergeQueryNode,
  type OperationNode,
  type OperatorNode,
  PrimitiveValueListNode,
  type QueryId,
  RawNode,
  type ReferenceNode,
  type RootOperationNode,
  type SelectModifierNode,
  SelectQueryNode,
  type TableNode,
  type TopNode,
  TupleNode,
  type UpdateQueryNode,
} from 'kysely'
import type { MicromegasCompiledQuery } from '../driver/query/compiled-query.js'
import { invalidArgument } from '../errors.js'
import type { ColumnDeclaration } from '../types/column-type.js'
import { sameTimeRange, type TimeRangeSpec } from '../types/time-range.js'
import type { AnyViewSets } from '../views/view-set.js'
import type { ViewSets } from '../views/view-sets.js'
import { literal, literalList } from './literal.js'
import {
  holdsDate,
  holdsValues,
  isComparison,
  isMembership,
  isTimestamp,
  isTypeList,
  type OperandType,
} from './operands.js'
import { QuotedIdentifiers } from './quoted-identifiers.js'
import { NameResolver } from './scope/resolver.js'
import type { Scope } from './scope/scope.js'
import { SelectPlan } from './select-plan.js'
import { markerOf, TimeRangeMarker } from './time-range-marker.js'
import { noJsonOperators, noLocks, noOperator, noWrites, unsupported } from './unsupported.js'

/**
 * Compiles Kysely's node tree to DataFusion SQL, with every value written as a literal. Refuses by name what the engine or
 * the service lacks.
 */
export class MicromegasQueryCompiler extends DefaultQueryCompiler {
  readonly #identifiers: QuotedIdentifiers
  readonly #resolver: NameResolver
  #scope: Scope | undefined
  /** The scope of the first select, which is the whole query unless that is plain SQL. */
  #rootScope: Scope | undefined
  #operandType: OperandType
  /** Whether any text is a caller's own, from a `sql` template. */
  #holdsPlainSql = false
  #queryRange: TimeRangeSpec | undefined
  #handleRange: TimeRangeSpec | undefined

  constructor(viewSets: ViewSets<AnyViewSets>) {
    super()
    this.#identifiers = new QuotedIdentifiers(viewSets.columnNames)
    this.#resolver = new NameResolver(viewSets)
  }

  override compileQuery(node: RootOperationNode, queryId: QueryId): CompiledQuery {
    if (!SelectQueryNode.is(node) && !RawNode.is(node)) throw noWrites(node)
    // What an earlier query left, by an error or by its plan, is not this one's.
    this.#resolver.takeReads()
    this.#holdsPlainSql = false
    this.#scope = undefined
    this.#rootScope = undefined
    this.#operandType = undefined
    this.#queryRange = undefined
    this.#handleRange = undefined
    const { query, sql, parameters } = super.compileQuery(node, queryId)
    const timeRange = this.#queryRange ?? this.#handleRange
    const compiled: Writable<MicromegasCompiledQuery> = { query, queryId, sql, parameters }
    if (timeRange !== undefined) compiled.timeRange = timeRange
    if (SelectQueryNode.is(node)) {
      compiled.plan = new SelectPlan(node, this.#resolver, this.#rootScope, this.#resolver.takeReads())
    }
    return compiled
  }

  /** Only plain SQL has blanks around it: looking for them joins the parts of the text, which nobody may ever read. */
  protected override getSql(): string {
    return this.#holdsPlainSql ? super.getSql().trim() : super.getSql()
  }

  // Names

  protected override sanitizeIdentifier(identifier: string): string {
    return this.#identifiers.get(identifier).slice(1, -1)
  }

  protected override visitIdentifier({ name }: IdentifierNode): void {
    this.append(this.#identifiers.get(name))
  }

  // Most of a query is references: they are written without a visit to each of their nodes.

  protected override visitColumn({ column }: ColumnNode): void {
    this.append(this.#identifiers.get(column.name))
  }

  protected override visitReference({ table, column }: ReferenceNode): void {
    if (table !== undefined) {
      this.visitTable(table)
      this.append('.')
    }
    if (ColumnNode.is(column)) this.visitColumn(column)
    else this.visitNode(column)
  }

  protected override visitTable(node: TableNode): void {
    const { schema, identifier } = node.table
    const { name } = identifier
    if (!name.endsWith(')')) {
      if (schema !== undefined) this.append(`${this.#identifiers.get(schema.name)}.`)
      this.append(this.#identifiers.get(name))
      return
    }
    const [, call, argument] = /^(\w+)\((\w*)\)$/.exec(name) ?? []
    if (call !== undefined) {
      throw invalidArgument(
        `"${name}" is not the name of a table.`,
        `Write ${functionFor(call, argument ?? '')} instead.`,
      )
    }
    super.visitTable(node)
  }

  protected override visitRaw(node: RawNode): void {
    this.#holdsPlainSql ||= node.sqlFragments.some((text) => text !== '')
    super.visitRaw(node)
  }

  // Scopes

  protected override visitSelectQuery(node: SelectQueryNode): void {
    const outer = this.#scope
    const outerType = this.#operandType
    this.#scope = this.#resolver.enter(node, outer)
    this.#rootScope ??= this.#scope
    this.#operandType = undefined
    super.visitSelectQuery(this.#withoutMarkers(node))
    this.#operandType = outerType
    this.#scope = outer
  }

  #declarationOf(node: OperationNode): ColumnDeclaration | undefined {
    return this.#scope === undefined ? undefined : this.#resolver.declarationOf(node, this.#scope)
  }

  // Time ranges

  /** Lifts the time ranges off a select, so that no blank is left where one stood. */
  #withoutMarkers(node: SelectQueryNode): SelectQueryNode {
    const modifiers = node.endModifiers?.filter((modifier) => {
      const marker = markerOf(modifier)
      if (marker !== undefined) this.#lift(marker)
      return marker === undefined
    })
    if (modifiers === undefined || modifiers.length === node.endModifiers?.length) return node
    return { ...node, endModifiers: modifiers }
  }

  #lift({ scope, spec }: TimeRangeMarker): void {
    if (scope === 'handle') {
      this.#handleRange = spec
      return
    }
    if (this.#queryRange !== undefined && !sameTimeRange(this.#queryRange, spec)) {
      throw invalidArgument(
        'The query has two different time ranges.',
        'Set one: it applies to the whole query, subqueries included.',
      )
    }
    this.#queryRange = spec
  }

  // Values

  protected override appendValue(value: unknown): void {
    this.#appendLiteral(value)
  }

  protected override appendImmediateValue(value: unknown): void {
    this.#appendLiteral(value)
  }

  #appendLiteral(value: unknown): void {
    if (value instanceof TimeRangeMarker) {
      this.#lift(value)
      return
    }
    const type = this.#operandType
    this.append(literal(value, isTypeList(type) ? undefined : type))
  }

  protected override visitPrimitiveValueList({ values }: PrimitiveValueListNode): void {
    const type = this.#operandType
    this.append(literalList(values, isTypeList(type) ? undefined : type))
  }

  #withOperandType(type: OperandType, visit: () => void): void {
    const outer = this.#operandType
    this.#operandType = type
    visit()
    this.#operandType = outer
  }

  /** Writes what is compared with a declared column in the form that compares exactly with it. */
  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    const { leftOperand, operator, rightOperand } = node
    const compares = isComparison(operator)
    const leftType = compares ? this.#typeOf(leftOperand) : undefined
    const rightType = compares ? this.#typeOf(rightOperand) : undefined
    this.#visitOperand(leftOperand, rightType, isTimestamp(leftType) && holdsDate(rightOperand))
    this.append(' ')
    this.visitNode(operator)
    this.append(' ')
    if (!isMembership(operator) && PrimitiveValueListNode.is(rightOperand)) {
      // Kysely takes every array for the list of an `in`; next to another operator it is a single value, a list.
      this.append(literal(rightOperand.values, isTypeList(leftType) ? undefined : leftType))
      return
    }
    this.#visitOperand(rightOperand, leftType, isTimestamp(rightType) && holdsDate(leftOperand))
  }

  /** @param asMilliseconds a `Date` holds milliseconds only: it equals every instant of its millisecond */
  #visitOperand(node: OperationNode, comparedWith: OperandType, asMilliseconds: boolean): void {
    const outerType = this.#operandType
    this.#operandType = holdsValues(node) ? comparedWith : undefined
    if (asMilliseconds) this.append("date_bin(interval '1 millisecond', ")
    this.visitNode(node)
    if (asMilliseconds) this.append(')')
    this.#operandType = outerType
  }

  #typeOf(node: OperationNode): OperandType {
    if (TupleNode.is(node)) return node.values.map((value) => this.#declarationOf(value)?.type)
    return this.#declarationOf(node)?.type
  }

  protected override visitTuple(node: TupleNode): void {
    const type = this.#operandType
    if (!isTypeList(type)) {
      super.visitTuple(node)
      return
    }
    this.append('(')
    for (const [index, value] of node.values.entries()) {
      if (index > 0) this.append(', ')
      this.#withOperandType(type[index], () => this.visitNode(value))
    }
    this.append(')')
  }

  protected override visitFunction(node: FunctionNode): void {
    this.#withOperandType(undefined, () => super.visitFunction(node))
  }

  protected override visitAggregateFunction(node: AggregateFunctionNode): void {
    this.#withOperandType(undefined, () => super.visitAggregateFunction(node))
  }

  protected override visitCase(node: CaseNode): void {
    this.#withOperandType(undefined, () => super.visitCase(node))
  }

  // What the engine writes in another way

  protected override visitFetch(node: FetchNode): void {
    if (node.modifier === 'with ties')
      throw unsupported('The engine does not support `fetch … with ties`.', 'Use a window with rank().')
    this.append('limit ')
    this.visitNode(node.rowCount)
  }

  protected override visitExplain(node: ExplainNode): void {
    const analyzes = node.options !== undefined && /analyze/i.test(JSON.stringify(node.options))
    if (analyzes && node.format !== undefined) {
      throw unsupported(
        'The engine does not support a format for `explain analyze`.',
        'Leave out the format, or `analyze`.',
      )
    }
    super.visitExplain(node.format === 'json' ? { ...node, format: 'pgjson' as never } : node)
  }

  protected override getLeftExplainOptionsWrapper(): string {
    return ''
  }

  protected override getRightExplainOptionsWrapper(): string {
    return ''
  }

  protected override getExplainOptionsDelimiter(): string {
    return ' '
  }

  // What the engine or the service lacks

  protected override visitInsertQuery(node: InsertQueryNode): void {
    throw noWrites(node)
  }

  protected override visitUpdateQuery(node: UpdateQueryNode): void {
    throw noWrites(node)
  }

  protected override visitDeleteQuery(node: DeleteQueryNode): void {
    throw noWrites(node)
  }

  protected override visitMergeQuery(node: MergeQueryNode): void {
    throw noWrites(node)
  }

  protected override visitSelectModifier(node: SelectModifierNode): void {
    if (node.rawModifier === undefined && node.modifier !== 'Distinct') {
      throw noLocks(node.modifier ?? '')
    }
    super.visitSelectModifier(node)
  }

  protected override visitTop(_node: TopNode): void {
    throw unsupported('The engine does not support `top`.', 'Use limit.')
  }

  protected override visitCollate(_node: CollateNode): void {
    throw unsupported(
      'The engine does not support `collate`.',
      'Order by lower(text), or by the text itself, which compares bytes.',
    )
  }

  protected override visitCommonTableExpression(node: CommonTableExpressionNode): void {
    if (node.materialized !== undefined) {
      throw unsupported(
        'The engine does not support materialized common table expressions.',
        'Leave out `materialized`.',
      )
    }
    super.visitCommonTableExpression(node)
  }

  protected override visitJSONPath(_node: JSONPathNode): void {
    throw noJsonOperators()
  }

  protected override visitJSONOperatorChain(_node: JSONOperatorChainNode): void {
    throw noJsonOperators()
  }

  protected override visitOperator(node: OperatorNode): void {
    const error = noOperator(node.operator)
    if (error !== undefined) throw error
    super.visitOperator(node)
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** Returns the call whose result has a key of the database type, such as `viewInstance('thread_spans', …)`. */
function functionFor(call: string, argument: string): string {
  const camelCase = call.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
  return argument === '' ? `${camelCase}(…)` : `${camelCase}('${argument}', …)`
}
