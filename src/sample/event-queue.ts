/** Events that were recorded ahead of their time. */
export class EventQueue<T extends { readonly time: number }> {
  #events: T[] = []

  push(event: T): void {
    this.#events.push(event)
  }

  /** Takes the events before a time, in order of time. */
  take(before: number): readonly T[] {
    const due = this.#events.filter(({ time }) => time < before)
    this.#events = this.#events.filter(({ time }) => time >= before)
    return due.sort((a, b) => a.time - b.time)
  }
}
