/** Queries an embedded service, and closes nothing. */
import { createMicromegas } from 'kysely-micromegas'
import { startEmbedded } from 'kysely-micromegas/embedded'

const service = (await startEmbedded()).unref()
const [row] = await createMicromegas({ url: service.url }).client.query<{ one: bigint }>('select 1 as one')
console.log(String(row?.one))
