import type { Amounts, RunningTarget, Target } from '../target.ts'

/** The part of `kysely-micromegas/embedded` that the benchmark needs. */
interface Embedded {
  startEmbedded(): Promise<{
    readonly url: string
    sample(options: { readonly scenario: 'game'; readonly rows: Amounts }): Promise<Omit<Target, 'name' | 'url'>>
    close(): Promise<void>
  }>
}

/** The embedded service, in this process; its engine has a thread of its own. */
export async function startEmbedded(amounts: Amounts): Promise<RunningTarget> {
  const module = 'kysely-micromegas/embedded'
  const service = await ((await import(module)) as Embedded).startEmbedded()
  const { streamId, processId, range } = await service.sample({ scenario: 'game', rows: amounts })
  return {
    target: { name: 'embedded', url: service.url, streamId, processId, range },
    description: 'the embedded service',
    [Symbol.asyncDispose]: () => service.close(),
  }
}
