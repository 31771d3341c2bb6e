import { async_events } from './async-events.js'
import { blocks } from './blocks.js'
import { images } from './images.js'
import { log_entries } from './log-entries.js'
import { log_stats } from './log-stats.js'
import { measures } from './measures.js'
import { net_spans } from './net-spans.js'
import { otel_spans } from './otel-spans.js'
import { processes } from './processes.js'
import { streams } from './streams.js'
import { thread_spans } from './thread-spans.js'

/** The view sets that every Micromegas 0.33 service has, by name, in the order in which the service lists them. */
export const builtinViewSets = {
  log_entries,
  measures,
  processes,
  streams,
  blocks,
  log_stats,
  images,
  async_events,
  net_spans,
  thread_spans,
  otel_spans,
}
