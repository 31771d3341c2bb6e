import { type OperationNode, RawNode } from 'kysely'

/**
 * Returns what a node means without the `sql` templates around it that add nothing to one expression but blanks and
 * parentheses: `` sql`${x}` ``, `` sql` (${x}) ` `` and `sql.val(x)` are `x`. Any other node is returned as it is.
 */
export function unwrapRaw(node: OperationNode): OperationNode {
  let inner = node
  while (RawNode.is(inner)) {
    const [before, after] = inner.sqlFragments
    const [only] = inner.parameters
    if (inner.parameters.length !== 1 || only === undefined || !onlyWraps(before, after)) return inner
    inner = only
  }
  return inner
}

function onlyWraps(before = '', after = ''): boolean {
  if (before === '' && after === '') return true
  const [left, right] = [before.trim(), after.trim()]
  return (left === '' && right === '') || (left === '(' && right === ')')
}
