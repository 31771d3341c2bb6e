import type { TestProject } from 'vitest/node'
import { type ServiceFixture, startFixture } from './fixture/fixture.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The service that all tests of this run share. */
    service: ServiceFixture
  }
}

/** Starts the service once for a run; tests have it from `inject('service')`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const fixture = await startFixture()
  project.provide('service', fixture.service)
  return async () => fixture[Symbol.asyncDispose]()
}
