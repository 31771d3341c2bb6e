import {
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  QueryNode,
  type QueryResult,
  RawNode,
  type RootOperationNode,
  SelectModifierNode,
  SelectQueryNode,
  type UnknownRow,
  ValueNode,
} from 'kysely'
import type { TimeRangeSpec } from '../types/time-range.js'
import { TimeRangeMarker } from './time-range-marker.js'

/** Sets the time range of every query of a handle, plain SQL included. */
export class TimeRangePlugin implements KyselyPlugin {
  readonly #marker: ValueNode

  constructor(range: TimeRangeSpec) {
    this.#marker = ValueNode.create(new TimeRangeMarker(range, 'handle'))
  }

  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    if (SelectQueryNode.is(node)) {
      return QueryNode.cloneWithEndModifier(node, SelectModifierNode.createWithExpression(this.#marker))
    }
    if (RawNode.is(node)) return RawNode.create([...node.sqlFragments, ''], [...node.parameters, this.#marker])
    return node
  }

  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return result
  }
}
