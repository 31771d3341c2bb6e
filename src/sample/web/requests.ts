import { callSite } from '../call-site.js'
import type { SampledProcess, SampledThread } from '../process.js'
import type { Random } from '../random.js'
import type { Recorder } from '../recorder.js'
import type { Activity } from '../simulation.js'
import { SpanPlacer, spanShape } from '../span-shape.js'
import { MILLISECOND } from '../time.js'
import { gatewayMessages, gatewayMetrics } from './messages.js'
import { fulfilment, routes, type ServiceRole } from './trace-shape.js'
import { Tracer } from './tracer.js'

const http = (name: string) => callSite('gateway::http', name)
const proxy = (name: string) => callSite('gateway::proxy', name)
const security = (name: string) => callSite('gateway::security', name)

const callUpstream = spanShape(proxy('call_upstream'), { weight: 80, own: 5 }, [
  spanShape(proxy('connect'), { weight: 1, calls: [0, 1] }),
  spanShape(proxy('send_request')),
  spanShape(proxy('await_response'), { weight: 60 }),
])

const handleRequest = spanShape(http('handle_request'), {}, [
  spanShape(http('read_request'), { weight: 3 }, [spanShape(http('parse_headers'))]),
  spanShape(security('authenticate'), { weight: 4 }, [spanShape(security('verify_token'), { weight: 3 })]),
  spanShape(proxy('find_route')),
  callUpstream,
  spanShape(http('write_response'), { weight: 4 }, [spanShape(http('compress'), { calls: [0, 1] })]),
])

const asyncSites = { request: proxy('proxy_request'), stream: proxy('stream_body') }

const FAILURE_PROBABILITY = 0.02
const SLOWNESS_PROBABILITY = 0.02

/** The gateway, whose workers share the numbering of its async spans. */
export interface Gateway {
  readonly process: SampledProcess
  readonly services: Readonly<Record<ServiceRole, readonly SampledProcess[]>>
  asyncSpans: number
}

/** Simulates one worker thread of the gateway, request after request, with the traces that each causes in the services. */
export class RequestLoop implements Activity {
  next: number
  readonly #gateway: Gateway
  readonly #thread: SampledThread
  readonly #worker: number
  readonly #random: Random
  readonly #end: number
  #duration = 0
  #requests = 0

  /** @param end the time that no request exceeds */
  constructor(gateway: Gateway, thread: SampledThread, random: Random, begin: number, end: number) {
    this.#gateway = gateway
    this.#thread = thread
    this.#worker = gateway.process.threads.indexOf(thread)
    this.#random = random
    this.#end = end
    this.next = begin
    this.#schedule(begin)
  }

  step(recorder: Recorder): void {
    const random = this.#random
    const begin = this.next
    const end = begin + this.#duration
    const placer = new SpanPlacer(recorder, random, callUpstream)
    placer.place(this.#thread, handleRequest, begin, this.#duration)
    this.#trace(new Tracer(this.#gateway.services, random, recorder), placer.watchedBegin, placer.watchedEnd)
    this.#recordAsyncSpans(recorder, placer.watchedBegin, placer.watchedEnd)
    this.#log(recorder, begin, end)
    recorder.measure(this.#gateway.process, end, gatewayMetrics.requestDuration, this.#duration / MILLISECOND)
    this.#requests++
    const idle = random.fraction()
    this.#schedule(end + Math.floor(25 * MILLISECOND * idle * idle))
  }

  #schedule(begin: number): void {
    const random = this.#random
    const tail = random.fraction()
    const usual = random.between(4, 12) + 40 * tail * tail * tail * tail
    const factor = random.chance(SLOWNESS_PROBABILITY) ? random.between(3, 8) : 1
    this.#duration = Math.floor(usual * factor * MILLISECOND)
    this.next = begin + this.#duration <= this.#end ? begin : Number.POSITIVE_INFINITY
  }

  /** The request arrives at the service a little after it was sent, and its answer takes as long to return. */
  #trace(tracer: Tracer, sent: number, answered: number): void {
    const random = this.#random
    const transfer = Math.floor((answered - sent) * 0.05)
    const fails = random.chance(FAILURE_PROBABILITY)
    const ticket = random.between(0, 100)
    const route = routes.find(({ upTo }) => ticket < upTo) ?? routes[0]
    tracer.trace(route.shape, sent + transfer, answered - transfer, fails)
    if (tracer.published === undefined) return
    const begin = tracer.published.end + random.integer(1, 30) * MILLISECOND
    const end = begin + random.integer(3, 20) * MILLISECOND
    if (end <= this.#end) tracer.trace(fulfilment, begin, end, false, tracer.published)
  }

  #recordAsyncSpans(recorder: Recorder, begin: number, end: number): void {
    const gateway = this.#gateway
    const spanId = ++gateway.asyncSpans
    const root = { site: asyncSites.request, begin, end, spanId, parentSpanId: 0, depth: 0 }
    recorder.asyncSpan(gateway.process, root)
    recorder.asyncSpan(gateway.process, {
      site: asyncSites.stream,
      begin: begin + Math.floor((end - begin) * 0.7),
      end,
      spanId: ++gateway.asyncSpans,
      parentSpanId: spanId,
      depth: 1,
    })
  }

  #log(recorder: Recorder, begin: number, end: number): void {
    const { process } = this.#gateway
    const duration = this.#duration / MILLISECOND
    if (this.#requests === 0 && this.#worker === 0) {
      recorder.log(process, begin, gatewayMessages.started, process.threads.length)
    }
    recorder.log(process, end, gatewayMessages.forwarded, this.#worker, duration)
    if (this.#random.chance(0.2)) recorder.log(process, begin, gatewayMessages.keptAlive, this.#requests)
    if (duration > 80) recorder.log(process, end, gatewayMessages.slow, duration)
  }
}
