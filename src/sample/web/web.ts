import type { ResolvedOptions } from '../options.js'
import { type ProcessDescription, type SampledProcess, startProcesses, WARM_UP } from '../process.js'
import { Random } from '../random.js'
import type { Scenario } from '../simulation.js'
import { MILLISECOND } from '../time.js'
import { Reports } from './reports.js'
import { type Gateway, RequestLoop } from './requests.js'
import type { ServiceRole } from './trace-shape.js'

const gatewayDescription: ProcessDescription = {
  exe: 'gateway',
  username: 'www',
  realname: 'Web Gateway',
  computer: 'edge-1',
  distro: 'Debian GNU/Linux 13',
  cpuBrand: 'Intel Xeon Gold 6430',
  tscFrequency: 2_100_000_000n,
  instrumentation: 'native',
  properties: { version: '3.1.0', environment: 'production', region: 'eu-west' },
}

const roles = ['storefront', 'orders', 'payments'] as const

function service(role: ServiceRole, instance: number): ProcessDescription {
  const computer = `${role}-${instance}`
  return {
    exe: `shop/${role}`,
    username: 'node',
    realname: '',
    computer,
    distro: 'Debian GNU/Linux 13',
    cpuBrand: 'Intel Xeon Gold 6430',
    tscFrequency: 1_000_000_000n,
    instrumentation: 'opentelemetry',
    properties: {
      'otel.resource.service.namespace': 'shop',
      'otel.resource.service.name': role,
      'otel.resource.service.instance.id': computer,
      'otel.resource.service.version': '2026.11.0',
      'otel.resource.host.name': computer,
      'otel.resource.telemetry.sdk.language': 'nodejs',
    },
  }
}

/** Simulates a gateway and the services behind it: the storefront first, then orders, payments, and so on. */
export function webScenario({ seed, processes: count, threads }: ResolvedOptions, end: number): Scenario {
  const services = Array.from({ length: count - 1 }, (_, index) => {
    const role = roles[index % roles.length] ?? roles[0]
    return { description: service(role, Math.floor(index / roles.length) + 1), threads: [], role }
  })
  const workers = Array.from({ length: threads }, (_, index) => `Worker ${index}`)
  const processes = startProcesses(
    [{ description: gatewayDescription, threads: workers }, ...services],
    new Random(seed, 'web processes'),
  )
  const [gatewayProcess, ...serviceProcesses] = processes as readonly [SampledProcess, ...SampledProcess[]]
  const servicesOf = (role: ServiceRole) => serviceProcesses.filter((_, index) => services[index]?.role === role)
  const gateway: Gateway = {
    process: gatewayProcess,
    services: { storefront: servicesOf('storefront'), orders: servicesOf('orders'), payments: servicesOf('payments') },
    asyncSpans: 0,
  }
  const begin = (random: Random) => WARM_UP + random.integer(0, 10 * MILLISECOND)
  const reports = processes.map((process, index) => {
    const random = new Random(seed, `web process ${index}`)
    return new Reports(process, random, begin(random), end)
  })
  const requests = gatewayProcess.threads.map((thread, index) => {
    const random = new Random(seed, `web worker ${index}`)
    return new RequestLoop(gateway, thread, random, begin(random), end)
  })
  return { processes, activities: [...reports, ...requests] }
}
