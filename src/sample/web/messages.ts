import { LogLevel } from '../../views/log-level.js'
import type { LogMessage, Metric } from '../recorder.js'

const message = (level: LogLevel, target: string, text: LogMessage['text']): LogMessage => ({ level, target, text })

export const gatewayMessages = {
  started: message(LogLevel.Info, 'gateway::server', (workers) => `Listening on port 8080 with ${workers} workers`),
  forwarded: message(
    LogLevel.Debug,
    'gateway::proxy',
    (worker, ms) => `Worker ${worker} forwarded in ${ms.toFixed(1)} ms`,
  ),
  keptAlive: message(LogLevel.Trace, 'gateway::connection', (uses) => `Connection kept alive for its request ${uses}`),
  slow: message(LogLevel.Warn, 'gateway::proxy', (ms) => `Upstream took ${ms.toFixed(1)} ms`),
}

export const serviceMessages = {
  started: message(LogLevel.Info, 'http.server', (port) => `Listening on port ${port}`),
  handled: message(LogLevel.Info, 'http.server', (status, ms) => `Responded ${status} in ${ms.toFixed(1)} ms`),
  cacheMissed: message(LogLevel.Debug, 'cache', (key) => `Product ${key} is not in the cache`),
  idleConnections: message(LogLevel.Trace, 'database.pool', (idle, all) => `${idle} of ${all} connections are idle`),
  failed: message(LogLevel.Error, 'database', (ms) => `Query was cancelled after ${ms.toFixed(1)} ms`),
  outOfConnections: message(LogLevel.Fatal, 'database.pool', (all) => `All ${all} connections are lost, starting over`),
}

/** OpenTelemetry's severity texts, by level. */
export const severityTexts: Readonly<Record<LogLevel, string>> = {
  [LogLevel.Fatal]: 'FATAL',
  [LogLevel.Error]: 'ERROR',
  [LogLevel.Warn]: 'WARN',
  [LogLevel.Info]: 'INFO',
  [LogLevel.Debug]: 'DEBUG',
  [LogLevel.Trace]: 'TRACE',
}

export const gatewayMetrics = {
  requestDuration: { target: 'gateway::proxy', name: 'request_duration', unit: 'ms', properties: {} },
  memoryUsed: { target: 'gateway::memory', name: 'memory_used', unit: 'bytes', properties: {} },
  openConnections: { target: 'gateway::server', name: 'open_connections', unit: 'count', properties: {} },
} satisfies Record<string, Metric>

const gauge = { 'otel.metric.kind': 'gauge', 'otel.scope.name': 'runtime' }
const sum = {
  'otel.metric.kind': 'sum',
  'otel.metric.aggregation_temporality': 'cumulative',
  'otel.metric.is_monotonic': true,
  'otel.scope.name': 'http.server',
}

/** Named by OpenTelemetry's conventions. */
export const serviceMetrics = {
  memoryUsage: { target: 'runtime', name: 'process.memory.usage', unit: 'By', properties: gauge },
  cpuUtilization: { target: 'runtime', name: 'process.cpu.utilization', unit: '1', properties: gauge },
  requests: { target: 'http.server', name: 'http.server.requests', unit: '{request}', properties: sum },
} satisfies Record<string, Metric>
