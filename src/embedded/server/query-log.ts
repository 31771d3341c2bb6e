import type { Metadata } from '@grpc/grpc-js'
import type { Timestamp } from '../../types/timestamp.js'
import { header } from './query-headers.js'

/** What became of a query: `incomplete` is one whose caller went away before its end. */
export type QueryOutcome = 'ok' | 'error' | 'incomplete'

/** A query that the embedded service was sent: what the real one writes to its audit log. */
export interface QueryRecord {
  readonly queryId: string
  readonly sql: string
  readonly range: { readonly begin: Timestamp; readonly end: Timestamp } | undefined
  readonly limit: number | undefined
  /** Who asked, by the `x-client-*` headers: `unknown` where the service says so. */
  readonly client: string
  readonly agent: string
  readonly entrypoint: string
  readonly session: string | undefined
  readonly notebook: string | undefined
  readonly cell: string | undefined
  /** On whose behalf, by the `x-user-*` headers. */
  readonly user: string | undefined
  readonly email: string | undefined
  readonly name: string | undefined
  /** Nothing while the query runs. */
  readonly outcome: QueryOutcome | undefined
  /** Why it failed, as the caller was told. */
  readonly error: string | undefined
}

export type MutableRecord = { -readonly [K in keyof QueryRecord]: QueryRecord[K] }

/** How many queries are remembered. */
const capacity = 1_000

/** The latest queries, oldest first. */
export class QueryLog {
  readonly #records: MutableRecord[] = []

  add(record: MutableRecord): void {
    if (this.#records.push(record) > capacity) this.#records.shift()
  }

  get records(): QueryRecord[] {
    return this.#records.map((record) => ({ ...record }))
  }
}

/** The part of a record that the headers say. */
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

/** These may be percent-encoded UTF-8. */
function decoded(value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
