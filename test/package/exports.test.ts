import { expect, it } from 'vitest'
import * as embedded from '../../src/embedded/index.js'
import * as api from '../../src/index.js'

it('exports these names and no others: a public name is a promise', () => {
  expect(Object.keys(api).sort()).toEqual([
    'AsyncEventType',
    'FlightSqlConnection',
    'LogLevel',
    'MicromegasClient',
    'MicromegasDialect',
    'MicromegasError',
    'NetSpanKind',
    'OtelSpanKind',
    'OtelSpanStatus',
    'Timestamp',
    'admin',
    'builtinViewSets',
    'column',
    'createMicromegas',
    'defineViewSet',
    'defineViewSets',
    'during',
    'expandHistogram',
    'fromHex',
    'functions',
    'isAsyncEventType',
    'isLogLevel',
    'isNetSpanKind',
    'isOtelSpanKind',
    'isOtelSpanStatus',
    'jsonReplacer',
    'jsonbArrayElements',
    'jsonbEach',
    'last',
    'listAudienceGrants',
    'listPartitions',
    'listViewSets',
    'parseBlock',
    'perfettoTraceChunks',
    'processSpans',
    'stringify',
    'toHex',
    'unbounded',
    'viewInstance',
    'viewInstances',
  ])
})

it('exports these names of the embedded service', () => {
  expect(Object.keys(embedded).sort()).toEqual(['startEmbedded'])
})
