import type { Properties } from '../../types/properties.js'
import { OtelSpanKind } from '../../views/kinds.js'

export type ServiceRole = 'storefront' | 'orders' | 'payments'

/** A span of a trace and the spans inside it. */
export interface TraceShape {
  readonly name: string
  readonly kind: OtelSpanKind
  /** The service that it runs in, where that differs from the service of its parent. */
  readonly role?: ServiceRole
  readonly attributes: Properties
  /** The attributes of a failed span. */
  readonly failedAttributes: Properties
  /** Share of its parent's time, relative to those of the parent's other children. */
  readonly weight: number
  readonly children: readonly TraceShape[]
}

const SLACK = 1

/** The sum of the weights of the children and of the span's own time. */
export function totalWeight({ children }: TraceShape): number {
  return children.reduce((sum, { weight }) => sum + weight, SLACK)
}

const scope = (name: string) => ({ 'otel.scope.name': name, 'otel.scope.version': '1.4.0' })

function serves(role: ServiceRole, method: 'GET' | 'POST', route: string, children: readonly TraceShape[]): TraceShape {
  const attributes = { ...scope('http.server'), 'http.request.method': method, 'http.route': route }
  return {
    name: `${method} ${route}`,
    kind: OtelSpanKind.Server,
    role,
    attributes: { ...attributes, 'http.response.status_code': method === 'POST' ? 201 : 200 },
    failedAttributes: { ...attributes, 'http.response.status_code': 500, 'error.type': '500' },
    weight: 20,
    children,
  }
}

function requests(method: 'GET' | 'POST', server: string, weight: number, children: readonly TraceShape[]): TraceShape {
  const attributes = { ...scope('http.client'), 'http.request.method': method, 'server.address': server }
  return {
    name: method,
    kind: OtelSpanKind.Client,
    attributes: { ...attributes, 'http.response.status_code': method === 'POST' ? 201 : 200 },
    failedAttributes: { ...attributes, 'http.response.status_code': 500, 'error.type': '500' },
    weight,
    children,
  }
}

function queries(statement: string, table: string, weight: number): TraceShape {
  const attributes = {
    ...scope('database'),
    'db.system.name': 'postgresql',
    'db.operation.name': statement,
    'db.collection.name': table,
  }
  return {
    name: `${statement} ${table}`,
    kind: OtelSpanKind.Client,
    attributes,
    failedAttributes: { ...attributes, 'error.type': '57014' },
    weight,
    children: [],
  }
}

function internally(name: string, weight: number): TraceShape {
  const attributes = scope('application')
  return { name, kind: OtelSpanKind.Internal, attributes, failedAttributes: attributes, weight, children: [] }
}

function message(
  kind: OtelSpanKind,
  operation: string,
  weight: number,
  children: readonly TraceShape[] = [],
): TraceShape {
  const attributes = {
    ...scope('messaging'),
    'messaging.destination.name': 'order.created',
    'messaging.system': 'nats',
  }
  return { name: `${operation} order.created`, kind, attributes, failedAttributes: attributes, weight, children }
}

const authenticate = internally('authenticate', 1)

/** The routes of the gateway's requests. Of a hundred requests, each route has those up to its number that no earlier one has. */
export const routes = [
  {
    upTo: 30,
    shape: serves('storefront', 'GET', '/', [authenticate, queries('SELECT', 'offers', 4), internally('render', 3)]),
  },
  {
    upTo: 85,
    shape: serves('storefront', 'GET', '/products/{id}', [
      authenticate,
      queries('SELECT', 'products', 5),
      queries('SELECT', 'reviews', 3),
      internally('render', 3),
    ]),
  },
  {
    upTo: 100,
    shape: serves('storefront', 'POST', '/orders', [
      authenticate,
      requests('POST', 'orders', 12, [
        serves('orders', 'POST', '/orders', [
          queries('INSERT', 'orders', 4),
          requests('POST', 'payments', 10, [
            serves('payments', 'POST', '/charges', [queries('INSERT', 'charges', 5), internally('sign', 1)]),
          ]),
          message(OtelSpanKind.Producer, 'publish', 1),
        ]),
      ]),
      internally('render', 2),
    ]),
  },
] as const

/** The trace that follows some time after an order was published. */
export const fulfilment: TraceShape = {
  ...message(OtelSpanKind.Consumer, 'process', 1, [queries('UPDATE', 'stock', 3), internally('send_confirmation', 4)]),
  role: 'orders',
}
