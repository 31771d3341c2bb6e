import type { JsonbValue } from '../../types/properties.js'
import { makers } from '../objects/index.js'

type Make = (values: readonly JsonbValue[]) => JsonbValue

/** How many shapes are compared with; properties of one column have few. */
const capacity = 8

/** How often objects of the same names come until they are worth a function of their own. */
const fewUses = 4

/** The names of an object, as bytes and as text. */
export class ObjectShape {
  readonly #names: readonly string[]
  /** Kinds and lengths of the names. */
  readonly #words: Uint32Array
  readonly #bytes: Uint8Array
  #uses = 0
  #make: Make | undefined

  constructor(names: readonly string[], words: Uint32Array, bytes: Uint8Array) {
    this.#names = names
    this.#words = words
    this.#bytes = bytes
  }

  /** Of all names. */
  get byteLength(): number {
    return this.#bytes.length
  }

  /** Whether these are the names of an object with `count` of them, whose entries are at `words` and their bytes at `body`. */
  matches(view: DataView, words: number, count: number, body: number): boolean {
    if (this.#words.length !== count || body + this.#bytes.length > view.byteLength) return false
    for (let i = 0; i < count; i++) if (view.getUint32(words + 4 * i) !== this.#words[i]) return false
    for (let i = 0; i < this.#bytes.length; i++) if (view.getUint8(body + i) !== this.#bytes[i]) return false
    return true
  }

  /** An object with these values. */
  make(values: readonly JsonbValue[]): JsonbValue {
    if (this.#make !== undefined) return this.#make(values)
    if (++this.#uses > fewUses) {
      this.#make = makers.objectMaker(this.#names) as Make
    }
    // Own properties all, `__proto__` too.
    return Object.fromEntries(this.#names.map((name, index) => [name, values[index] as JsonbValue]))
  }
}

/** The shapes of the objects of one column. */
export class ObjectShapes {
  readonly #shapes: ObjectShape[] = []
  /** Which shape gives way to a new one. */
  #oldest = 0

  find(view: DataView, words: number, count: number, body: number): ObjectShape | undefined {
    for (const shape of this.#shapes) if (shape.matches(view, words, count, body)) return shape
    return undefined
  }

  add(view: DataView, words: number, names: readonly string[], body: number, end: number): ObjectShape {
    const shape = new ObjectShape(
      names,
      Uint32Array.from(names, (_, index) => view.getUint32(words + 4 * index)),
      new Uint8Array(view.buffer, view.byteOffset + body, end - body).slice(),
    )
    if (this.#shapes.length < capacity) this.#shapes.push(shape)
    else this.#shapes[this.#oldest++ % capacity] = shape
    return shape
  }
}
