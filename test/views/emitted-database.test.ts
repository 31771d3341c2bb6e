import { describe, expect, expectTypeOf, it } from 'vitest'
import type { MicromegasDatabase } from '../../src/index.js'
import type { DefaultTypes } from '../../src/types/type-options.js'
import type { DatabaseOf } from '../../src/views/database.js'
import type { BuiltinViewSets } from '../../src/views/names.js'
import { databaseText } from './support/database-text.js'

type Inferred = DatabaseOf<BuiltinViewSets, DefaultTypes>

describe('the database type of the built-in view sets', () => {
  it('is what their declarations say', async () => {
    await expect(databaseText()).toMatchFileSnapshot('../../src/views/builtin/database.ts')
  })

  it('equals the inferred one, table by table', () => {
    expectTypeOf<keyof MicromegasDatabase>().toEqualTypeOf<keyof Inferred>()
    expectTypeOf<MicromegasDatabase['blocks']>().toEqualTypeOf<Inferred['blocks']>()
    expectTypeOf<MicromegasDatabase['view_instances(log_entries)']>().toEqualTypeOf<
      Inferred['view_instances(log_entries)']
    >()
    expectTypeOf<MicromegasDatabase>().toEqualTypeOf<Inferred>()
  })
})
