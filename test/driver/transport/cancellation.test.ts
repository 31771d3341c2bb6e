import { status } from '@grpc/grpc-js'
import { describe, expect, it, vi } from 'vitest'
import { MicromegasError } from '../../../src/errors.js'
import { collect, connect, fails, messagesOf, sendAll, sql } from '../support/connect.js'
import type { FlightServiceOptions } from '../support/flight-service.js'

describe('a call ends on the server', () => {
  /** Answers with two batches and no end: only the client can end the call. */
  const endless: FlightServiceOptions = {
    onDoGet: async (call) => {
      for (const message of messagesOf(1, 1)) await call.send(message)
    },
  }
  /** Answers nothing at all. */
  const silent: FlightServiceOptions = {}

  it('when the loop over its batches is left', async () => {
    await using test = await connect(endless)
    for await (const _ of test.connection.execute({ sql })) break
    await (await test.service.call(0)).cancelled
  })

  it('when the loop over its batches throws', async () => {
    await using test = await connect(endless)
    const loop = async () => {
      for await (const _ of test.connection.execute({ sql })) throw new Error('mine')
    }
    await expect(loop()).rejects.toThrow('mine')
    await (await test.service.call(0)).cancelled
  })

  it('when its stream is disposed of, and later pulls fail rather than end', async () => {
    await using test = await connect(endless)
    const stream = test.connection.execute({ sql })
    await stream.next()
    await stream[Symbol.asyncDispose]()
    await (await test.service.call(0)).cancelled
    await expect(stream.next()).rejects.toThrow(fails('cancelled'))
  })

  it('when the signal aborts before the first batch', async () => {
    await using test = await connect(silent)
    const controller = new AbortController()
    const pull = test.connection.execute({ sql }, { signal: controller.signal }).next()
    await test.service.call(0)
    controller.abort(new Error('mine'))
    await expect(pull).rejects.toThrow('mine')
    await (await test.service.call(0)).cancelled
  })

  it('when the signal aborts between batches, and the rest is not returned', async () => {
    await using test = await connect(endless)
    const controller = new AbortController()
    const stream = test.connection.execute({ sql }, { signal: controller.signal })
    await stream.next()
    const reason = new MicromegasError('cancelled', 'mine')
    controller.abort(reason)
    await (await test.service.call(0)).cancelled
    expect(await stream.next().catch((error: unknown) => error)).toBe(reason)
  })

  it('when the timeout passes before the first batch', async () => {
    await using test = await connect(silent)
    const stream = test.connection.execute({ sql }, { timeout: 500 })
    await expect(stream.next()).rejects.toThrow(fails('deadline_exceeded'))
    await (await test.service.call(0)).cancelled
  })

  it('when the timeout passes while nobody reads', async () => {
    await using test = await connect(endless, { timeout: 500 })
    const stream = test.connection.execute({ sql })
    await stream.next()
    await (await test.service.call(0)).cancelled
    await expect(stream.next()).rejects.toThrow(fails('deadline_exceeded'))
  })

  it('when the timeout passes while the service is asked again and again', async () => {
    await using test = await connect(
      { onDoGet: (call) => call.fail(status.UNAVAILABLE, 'down') },
      { retry: { attempts: 1_000, budget: 1_000, initialDelay: 10, maxDelay: 10 }, timeout: 500 },
    )
    await expect(test.connection.execute({ sql }).next()).rejects.toThrow(fails('deadline_exceeded'))
    expect(test.service.calls.length).toBeGreaterThan(1)
  })

  it('when the client is closed', async () => {
    await using test = await connect(silent)
    const pull = test.connection.execute({ sql }).next()
    await test.service.call(0)
    await Promise.all([expect(pull).rejects.toThrow(fails('cancelled')), test.connection.close()])
    await (await test.service.call(0)).cancelled
  })

  it('when its stream is cancelled', async () => {
    await using test = await connect(silent)
    const stream = test.connection.execute({ sql })
    const pull = stream.next()
    await test.service.call(0)
    stream.cancel()
    await expect(pull).rejects.toThrow(fails('cancelled'))
    await (await test.service.call(0)).cancelled
  })

  it('also while the token provider does not answer', async () => {
    await using test = await connect(silent, { auth: () => new Promise(() => {}), timeout: 50 })
    await expect(test.connection.execute({ sql }).next()).rejects.toThrow(fails('deadline_exceeded'))
    expect(test.service.calls).toEqual([])
  })

  it('and leaves no listener on the signal of the program', async () => {
    await using test = await connect({ onDoGet: (call) => sendAll(call, messagesOf(1)) })
    const { signal } = new AbortController()
    const add = vi.spyOn(signal, 'addEventListener')
    const remove = vi.spyOn(signal, 'removeEventListener')
    await collect(test.connection.execute({ sql }, { signal }))
    const added = add.mock.calls.map(([, listener]) => listener)
    expect(added).toHaveLength(1)
    expect(remove.mock.calls.map(([, listener]) => listener)).toEqual(added)
  })
})
