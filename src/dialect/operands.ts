import {
  AndNode,
  type OperationNode,
  OperatorNode,
  ParensNode,
  PrimitiveValueListNode,
  TupleNode,
  ValueListNode,
  ValueNode,
} from 'kysely'
import type { ColumnType } from '../types/column-type.js'
import { unwrapRaw } from './unwrap-raw.js'

/** The type that an operand is compared with: one, or one per member of a tuple. */
export type OperandType = ColumnType | readonly (ColumnType | undefined)[] | undefined

/** Operators whose two sides have one type. */
const comparisons: ReadonlySet<string> = new Set([
  '=',
  '==',
  '!=',
  '<>',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'not in',
  'is',
  'is not',
  'between',
  'not between',
  'is distinct from',
  'is not distinct from',
  '@>',
  '<@',
])

export function isComparison(operator: OperationNode): boolean {
  return OperatorNode.is(operator) && comparisons.has(operator.operator)
}

export function isMembership(operator: OperationNode): boolean {
  return OperatorNode.is(operator) && (operator.operator === 'in' || operator.operator === 'not in')
}

export function isTypeList(type: OperandType): type is readonly (ColumnType | undefined)[] {
  return Array.isArray(type)
}

export function isTimestamp(type: OperandType): boolean {
  if (type === undefined || isTypeList(type)) return false
  return type.kind === 'timestamp' || (type.kind === 'dictionary' && isTimestamp(type.value))
}

/** Tells whether an operand consists of values to be written, rather than of names or calls. */
export function holdsValues(operand: OperationNode): boolean {
  const node = unwrapRaw(operand)
  return (
    ValueNode.is(node) ||
    PrimitiveValueListNode.is(node) ||
    ValueListNode.is(node) ||
    TupleNode.is(node) ||
    AndNode.is(node) ||
    (ParensNode.is(node) && holdsValues(node.node))
  )
}

/** Tells whether an operand is a `Date`, or lists one. */
export function holdsDate(operand: OperationNode): boolean {
  const node = unwrapRaw(operand)
  if (ValueNode.is(node)) return node.value instanceof Date
  if (PrimitiveValueListNode.is(node)) return node.values.some((value) => (value as unknown) instanceof Date)
  if (ValueListNode.is(node)) return node.values.some(holdsDate)
  if (AndNode.is(node)) return holdsDate(node.left) || holdsDate(node.right)
  return ParensNode.is(node) && holdsDate(node.node)
}
