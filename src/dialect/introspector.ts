import type { DatabaseIntrospector, Kysely, SchemaMetadata, TableMetadata } from 'kysely'

interface InformationSchema {
  'information_schema.tables': { table_catalog: string; table_schema: string; table_name: string; table_type: string }
  'information_schema.columns': {
    table_catalog: string
    table_schema: string
    table_name: string
    column_name: string
    ordinal_position: number | bigint | string
    data_type: string
    is_nullable: string
  }
}

/** The schema that the service's views are in. */
const schema = 'public'

/** Reads what the service has from its `information_schema`: views, static tables and their columns. */
export class MicromegasIntrospector implements DatabaseIntrospector {
  readonly #db: Kysely<InformationSchema>

  constructor(db: Kysely<any>) {
    this.#db = db.withoutPlugins()
  }

  async getSchemas(): Promise<SchemaMetadata[]> {
    return [{ name: schema }]
  }

  async getTables(): Promise<TableMetadata[]> {
    const columns = await this.#db
      .selectFrom('information_schema.columns')
      .select(['table_name', 'column_name', 'data_type', 'is_nullable'])
      .where('table_schema', '=', schema)
      // Internal tables of the service.
      .where('table_name', 'not like', '\\_\\_%')
      .orderBy('table_name')
      .orderBy('ordinal_position')
      .execute()
    const tables = Map.groupBy(columns, ({ table_name }) => table_name)
    return [...tables].map(([name, columns]) => ({
      name,
      schema,
      isView: true,
      isForeign: false,
      columns: columns.map(({ column_name, data_type, is_nullable }) => ({
        name: column_name,
        dataType: data_type,
        isNullable: is_nullable === 'YES',
        isAutoIncrementing: false,
        hasDefaultValue: false,
      })),
    }))
  }
}
