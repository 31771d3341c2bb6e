import type { Metadata } from '@grpc/grpc-js'
import type { Timestamp } from '../../types/timestamp.js'
import { header } from './query-headers.js'

/** How a query ended. The caller of an `incomplete` one left before its end. */
export type QueryOutcome = 'ok' | 'error' | 'incomplete'

/** A query that was sent to the embedded service, with what the real service writes to its audit log. */
export interface QueryRecord {
  readonly queryId: string
  readonly sql: string
  readonly range: { readonly begin: Timestamp; readonly end: Timestamp } | undefined
  readonly limit: number | undefined
  /** The client, from its `x-client-*` headers; `unknown` where the service writes that. */
  readonly client: string
  readonly agent: string
  readonly entrypoint: string
  readonly session: string | undefined
  readonly notebook: string | undefined
  readonly cell: string | undefined
  /** The user on whose behalf the client asked, from the `x-user-*` headers. */
  readonly user: string | undefined
  readonly email: string | undefined
  readonly name: string | undefined
  /** `undefined` while the query runs. */
  readonly outcome: QueryOutcome | undefined
  /** The message of the failure, as the caller received it. */
  readonly error: string | undefined
}

export type MutableRecord = { -readonly [K in keyof QueryRecord]: QueryRecord[K] }

/** The number of queries that are kept. */
const capacity = 1_000

/** Keeps the latest queries, oldest first. */
export class QueryLog {
  readonly #records: MutableRecord[] = []

  add(record: MutableRecord): void {
    if (this.#records.push(record) > capacity) this.#records.shift()
  }

  get records(): QueryRecord[] {
    return this.#records.map((record) => ({ ...record }))
  }
}

/** Reads the part of a record that stands in the headers. */
export function attribution(
  metadata: Metadata,
): Pick<QueryRecord, 'client' | 'agent' | 'entrypoint' | 'session' | 'notebook' | 'cell' | 'user' | 'email' | 'name'> {
  return {
    client: header(metadata, 'x-client-type') ?? 'unknown',
    agent: header(metadata, 'x-client-agent') ?? 'unknown',
    entrypoint: header(metadata, 'x-client-entrypoint') ?? 'unknown',
    session: header(metadata, 'x-client-session'),
    notebook: header(metadata, 'x-client-notebook'),
    cell: header(metadata, 'x-client-cell'),
    user: decoded(header(metadata, 'x-user-id')),
    email: decoded(header(metadata, 'x-user-email')),
    name: decoded(header(metadata, 'x-user-name')),
  }
}

/** Decodes a header that may be percent-encoded UTF-8. */
function decoded(value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
