import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  type BuiltinViewSets,
  builtinViewSets,
  column,
  type Database,
  type DefaultTypes,
  defineViewSet,
  defineViewSets,
  type MicromegasDatabase,
  type Resolve,
} from '../../src/index.js'
import type { BuiltinDatabase, BuiltinTables } from '../../src/views/builtin/database.js'
import type { DatabaseOf } from '../../src/views/database.js'
import { databaseText } from './support/database-text.js'

/** Computed from the declarations, as the tables of view sets that users declare are. */
type Computed = DatabaseOf<{ [K in keyof BuiltinViewSets as K | `${K}_`]: BuiltinViewSets[K] }, Plain>
type Tables = BuiltinTables[keyof BuiltinTables]
type Plain = Resolve<{ int64: 'number'; timestamp: 'date' }>

describe('the database type of the built-in view sets', () => {
  it('is emitted from their declarations', async () => {
    await expect(databaseText()).toMatchFileSnapshot('../../src/views/builtin/database.ts')
  })

  it('equals the computed one, table by table, under other options too', () => {
    expectTypeOf<BuiltinDatabase<Plain>['blocks']>().toEqualTypeOf<Computed['blocks_']>()
    expectTypeOf<BuiltinDatabase<Plain>['view_instance(otel_spans)']>().toEqualTypeOf<
      Computed['view_instance(otel_spans_)']
    >()
    expectTypeOf<BuiltinDatabase<Plain>['view_instances(log_entries)']>().toEqualTypeOf<
      Computed['view_instances(log_entries_)']
    >()
    expectTypeOf<MicromegasDatabase>().toEqualTypeOf<BuiltinDatabase<DefaultTypes>>()
  })

  it('is used for built-in view sets as they are, and not for those declared anew', () => {
    expectTypeOf<DatabaseOf<BuiltinViewSets, Plain>>().toEqualTypeOf<BuiltinDatabase<Plain>>()
    expectTypeOf<DatabaseOf<Pick<BuiltinViewSets, 'images' | 'streams'>, Plain>>().toEqualTypeOf<
      Omit<BuiltinDatabase<Plain>, Exclude<Tables, BuiltinTables['images' | 'streams']>>
    >()
    const log_entries = defineViewSet('log_entries', {
      columns: { ...builtinViewSets.log_entries.columns, region: column.utf8() },
      instances: ['global'],
      timeColumns: ['time'],
    })
    const views = defineViewSets({ ...builtinViewSets, log_entries })
    type Own = Database<typeof views>
    expectTypeOf<Own['log_entries']['region']>().toEqualTypeOf<string>()
    expectTypeOf<Extract<keyof Own, `${string}(log_entries)`>>().toEqualTypeOf<never>()
    expectTypeOf<Own['measures']>().toEqualTypeOf<MicromegasDatabase['measures']>()
  })
})
