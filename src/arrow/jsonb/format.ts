/*
 * The binary form of JSON that the service stores, as the Rust crate `jsonb` 0.5 writes it: a header with the number of
 * elements, one 32-bit entry per name and per value (kind and byte length), then their bytes. All integers are big-endian.
 * Names are sorted by their bytes, and numbers take the fewest bytes that hold them, so that equal values have equal bytes.
 */

/** Kinds of containers, in the top three bits of a header. A scalar is a container of one element. */
export const containerKind = { array: 0x80000000, object: 0x40000000, scalar: 0x20000000 } as const
export const containerKindBits = 0xe0000000

/** The number of elements, in the other bits of a header. */
export const countBits = 0x1fffffff

/** Kinds of entries, in bits 30 to 28 of an entry. */
export const entryKind = { null: 0, string: 1, number: 2, false: 3, true: 4, container: 5 } as const
export type EntryKind = (typeof entryKind)[keyof typeof entryKind]
export const entryKindShift = 28

/** The byte length of a name or value, in the lower bits of its entry. */
export const byteLengthBits = 0x0fffffff

/** Kinds of numbers, in the top four bits of their first byte. */
export const numberKind = {
  zero: 0x00,
  nan: 0x10,
  infinity: 0x20,
  minusInfinity: 0x30,
  signed: 0x40,
  unsigned: 0x50,
  float: 0x60,
  decimal: 0x70,
} as const
export const numberKindBits = 0xf0
