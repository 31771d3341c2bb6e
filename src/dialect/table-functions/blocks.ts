import { checkUuid } from '../../views/instances/ids.js'
import type { TableFunctionRelation } from '../../views/instances/relation.js'
import { tableFunctionRelation } from './relation.js'

/**
 * Reads the decoded objects of one block. The block must lie inside of the query's time range, if there is one.
 *
 * @throws `invalid_argument` for an id that is not a UUID
 */
export function parseBlock<const A extends string = 'parse_block'>(
  blockId: string,
  alias?: A,
): TableFunctionRelation<'parse_block', A> {
  checkUuid('The block id', blockId)
  return tableFunctionRelation('parse_block', [blockId], alias)
}
