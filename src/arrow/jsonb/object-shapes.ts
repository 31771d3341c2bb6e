import type { JsonbValue } from '../../types/properties.js'
import { makers, type ObjectMaker } from '../objects/index.js'

/** How many shapes are compared with: the properties of one column have few. */
const capacity = 8

/** How many objects with the same names have to come before they are worth a maker of their own. */
const fewUses = 4

/** The names of an object, as bytes and as text. */
export class ObjectShape {
  readonly #names: readonly string[]
  /** The entries of the names: their kinds and byte lengths. */
  readonly #entries: Uint32Array
  readonly #bytes: Uint8Array
  #uses = 0
  #make: ObjectMaker | undefined

  constructor(names: readonly string[], entries: Uint32Array, bytes: Uint8Array) {
    this.#names = names
    this.#entries = entries
    this.#bytes = bytes
  }

  /** The length of all names together. */
  get byteLength(): number {
    return this.#bytes.length
  }

  /** Returns whether an object of `count` names, with its entries at one offset and its body at another, has these names. */
  matches(view: DataView, entries: number, count: number, body: number): boolean {
    if (this.#entries.length !== count || body + this.#bytes.length > view.byteLength) return false
    for (let i = 0; i < count; i++) if (view.getUint32(entries + 4 * i) !== this.#entries[i]) return false
    for (let i = 0; i < this.#bytes.length; i++) if (view.getUint8(body + i) !== this.#bytes[i]) return false
    return true
  }

  /** Makes an object with these values, in the order of the names. */
  make(values: readonly JsonbValue[]): { [name: string]: JsonbValue } {
    if (this.#make === undefined && ++this.#uses > fewUses) this.#make = makers.objectMaker(this.#names)
    if (this.#make !== undefined) return this.#make(values) as { [name: string]: JsonbValue }
    // Defines properties, `__proto__` too.
    return Object.fromEntries(this.#names.map((name, index) => [name, values[index] as JsonbValue]))
  }
}

/** The shapes of the objects of one column. */
export class ObjectShapes {
  readonly #shapes: ObjectShape[] = []
  /** Counts the shapes that have been replaced. */
  #replaced = 0

  find(view: DataView, entries: number, count: number, body: number): ObjectShape | undefined {
    for (const shape of this.#shapes) if (shape.matches(view, entries, count, body)) return shape
    return undefined
  }

  /** Remembers names that lie between two offsets, in place of the oldest shape if there are too many. */
  add(view: DataView, entries: number, names: readonly string[], begin: number, end: number): ObjectShape {
    const shape = new ObjectShape(
      names,
      Uint32Array.from(names, (_, index) => view.getUint32(entries + 4 * index)),
      new Uint8Array(view.buffer, view.byteOffset + begin, end - begin).slice(),
    )
    if (this.#shapes.length < capacity) this.#shapes.push(shape)
    else this.#shapes[this.#replaced++ % capacity] = shape
    return shape
  }
}
