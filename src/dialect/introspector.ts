import {
  type DatabaseIntrospector,
  type DatabaseMetadataOptions,
  type Expression,
  type Kysely,
  type SchemaMetadata,
  type SqlBool,
  sql,
  type TableMetadata,
} from 'kysely'
import type { AnyViewSets } from '../views/view-set.js'
import type { ViewSets } from '../views/view-sets.js'

interface InformationSchema {
  'information_schema.tables': { table_schema: string }
  'information_schema.columns': {
    table_schema: string
    table_name: string
    column_name: string
    ordinal_position: unknown
    data_type: string
    is_nullable: string
  }
}

/** A filter that Kysely 0.30 may pass, and 0.29 never does. */
interface Filter<References> {
  readonly where?: (references: References) => Expression<SqlBool>
}

const tableSchema = sql.ref<string>('table_schema')
const tableName = sql.ref<string>('table_name')

/** Reads views, static tables and their columns from the service's `information_schema`. */
export class MicromegasIntrospector implements DatabaseIntrospector {
  readonly #db: Kysely<InformationSchema>
  readonly #viewSets: ViewSets<AnyViewSets>

  constructor(db: Kysely<any>, viewSets: ViewSets<AnyViewSets>) {
    this.#db = db.withoutPlugins()
    this.#viewSets = viewSets
  }

  async getSchemas({ where }: Filter<{ schema: Expression<string> }> = {}): Promise<SchemaMetadata[]> {
    return await this.#db
      .selectFrom('information_schema.tables')
      .select('table_schema as name')
      .distinct()
      .where('table_schema', '!=', 'information_schema')
      .$if(where !== undefined, (query) => query.where(where?.({ schema: tableSchema }) as Expression<SqlBool>))
      .execute()
  }

  /** Declared view sets are views; anything else, such as an undeclared static table, is a table. */
  async getTables({
    where,
  }: Partial<DatabaseMetadataOptions> &
    Filter<{ table: Expression<string>; schema: Expression<string> }> = {}): Promise<TableMetadata[]> {
    const columns = await this.#db
      .selectFrom('information_schema.columns')
      .select(['table_schema', 'table_name', 'column_name', 'data_type', 'is_nullable'])
      .where('table_schema', '!=', 'information_schema')
      // Internal tables of the service.
      .where('table_name', 'not like', '\\_\\_%')
      .$if(where !== undefined, (query) =>
        query.where(where?.({ table: tableName, schema: tableSchema }) as Expression<SqlBool>),
      )
      .orderBy('table_name')
      .orderBy('ordinal_position')
      .execute()
    return [...Map.groupBy(columns, ({ table_name }) => table_name)].map(([name, columns]) => ({
      name,
      schema: columns[0]?.table_schema ?? '',
      isView: this.#viewSets.get(name) !== undefined,
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
