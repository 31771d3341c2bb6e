import type { Kysely, KyselyPlugin } from 'kysely'

/**
 * Makes the handle over a Kysely instance: writes are not members at run time either. Its type is `MicromegasKysely`, in the
 * file of the client, which refers to it.
 */
export function createHandle(kysely: Kysely<any>, client: { close(): Promise<void> }): object {
  const over = (other: Kysely<any>) => createHandle(other, client)
  const handle = {
    selectFrom: kysely.selectFrom.bind(kysely),
    selectNoFrom: kysely.selectNoFrom.bind(kysely),
    with: kysely.with.bind(kysely),
    withRecursive: kysely.withRecursive.bind(kysely),
    case: kysely.case.bind(kysely),
    get dynamic() {
      return kysely.dynamic
    },
    get fn() {
      return kysely.fn
    },
    get introspection() {
      return kysely.introspection
    },
    executeQuery: kysely.executeQuery.bind(kysely),
    getExecutor: () => kysely.getExecutor(),
    withPlugin: (plugin: KyselyPlugin) => over(kysely.withPlugin(plugin)),
    withoutPlugins: () => over(kysely.withoutPlugins()),
    withSchema: (schema: string) => over(kysely.withSchema(schema)),
    $pickTables: () => handle,
    client,
    destroy: () => client.close(),
    [Symbol.asyncDispose]: () => client.close(),
  }
  return handle
}
