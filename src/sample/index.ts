export type { SampleOptions } from './options.js'
export { MAXIMUM_CHUNK, type SampledViewSet, type SampleRow } from './rows.js'
export { type Sample, type SampleProcess, type SampleThread, sampleTelemetry } from './sample.js'
