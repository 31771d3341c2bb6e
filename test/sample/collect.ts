import {
  type Sample,
  type SampledViewSet,
  type SampleOptions,
  type SampleRow,
  sampleTelemetry,
} from '../../src/sample/index.js'

/** A moment that is not at the begin of a second or minute. */
export const now = '2026-11-23T12:00:17.123456789Z'

export interface Collected {
  readonly sample: Sample
  /** View sets with the sizes of their chunks, in order. */
  readonly chunks: readonly (readonly [SampledViewSet, number])[]
  rows<V extends SampledViewSet>(viewSet: V): readonly SampleRow<V>[]
  /** Rows by instance, without those that have none. */
  instances<V extends SampledViewSet>(viewSet: V): ReadonlyMap<string, readonly SampleRow<V>[]>
}

/** Collects all rows of a sample in memory. */
export function collect(options: SampleOptions): Collected {
  const rows = new Map<SampledViewSet, object[]>()
  const instances = new Map<SampledViewSet, Map<string, object[]>>()
  const chunks: [SampledViewSet, number][] = []
  const append = <K>(map: Map<K, object[]>, key: K, more: readonly object[]) => {
    const known = map.get(key)
    if (known === undefined) map.set(key, [...more])
    else for (const row of more) known.push(row)
  }
  const telemetry = sampleTelemetry(options, now)
  for (;;) {
    const { done, value } = telemetry.next()
    if (done) {
      return {
        sample: value,
        chunks,
        rows: <V extends SampledViewSet>(viewSet: V) => (rows.get(viewSet) ?? []) as unknown as readonly SampleRow<V>[],
        instances: <V extends SampledViewSet>(viewSet: V) =>
          (instances.get(viewSet) ?? new Map()) as unknown as ReadonlyMap<string, readonly SampleRow<V>[]>,
      }
    }
    chunks.push([value.viewSet, value.rows.length])
    append(rows, value.viewSet, value.rows)
    if (value.instance !== undefined) {
      const ofSet = instances.get(value.viewSet) ?? new Map<string, object[]>()
      instances.set(value.viewSet, ofSet)
      append(ofSet, value.instance, value.rows)
    }
  }
}
