import { compile } from '#arrow/platform'
import { copyingMakers } from './copying-makers.js'
import { generatedMakers } from './generated-makers.js'
import type { Makers } from './makers.js'

export type {
  ColumnForm,
  ColumnSource,
  ColumnValues,
  IndexedValues,
  ObjectMaker,
} from './makers.js'

/** The fastest makers of objects that this runtime allows. */
export const makers: Makers = compile === undefined ? copyingMakers : generatedMakers(compile)
