import { expect, it } from 'vitest'
import { RowEncoder } from '../../src/embedded/insert/encode-rows.js'
import { builtinViewSets } from '../../src/index.js'

it('names dotted columns as TypeScript does', () => {
  expect(() => new RowEncoder(builtinViewSets.blocks).encode([{}])).toThrow(
    'blocks: row 0, column "block_id": the value is missing.',
  )
})
