import { describe, expect, it } from 'vitest'
import { copyingMakers } from '../../../src/arrow/objects/copying-makers.js'
import { generatedMakers } from '../../../src/arrow/objects/generated-makers.js'
import { compile } from '../../../src/arrow/platform/node.js'

describe.each([
  ['of generated code', generatedMakers(compile)],
  ['that copy a template', copyingMakers],
])('makers %s', (_name, { rowMaker, objectMaker }) => {
  it('make one object per row, starting at an index', () => {
    const rows: unknown[] = ['before', undefined, undefined, 'after']
    rowMaker(['b', 'a'])([Int32Array.of(1, 2, 3), ['x', null, 'z']], rows, 1, 2)
    expect(rows).toEqual(['before', { b: 1, a: 'x' }, { b: 2, a: null }, 'after'])
    expect(Object.keys(rows[1] as object)).toEqual(['b', 'a'])
  })

  it('look values up by their indices, and compute them from the halves of integers', () => {
    const rows: unknown[] = []
    const indexed = { values: ['x', 'y'], indices: Uint8Array.of(1, 0, 1) }
    const computed = {
      halves: Int32Array.of(1, 2, 3, 4, 5, 6),
      compute: (low: number, high: number) => low + 10 * high,
    }
    rowMaker(['a', 'b', 'c'], ['computed', 'values', 'indexed'])([computed, [true, false, null], indexed], rows, 0, 3)
    expect(rows).toEqual([
      { a: 21, b: true, c: 'y' },
      { a: 43, b: false, c: 'x' },
      { a: 65, b: null, c: 'y' },
    ])
  })

  it.each([
    ['__proto__'],
    ['constructor'],
    ['"); throw new Error("'],
    ['\u2028'],
    ['`$' + '{1}`'],
    [''],
    ['0'],
    ['a.b'],
    ["it's"],
    ['\\'],
  ])('treat %j as a plain name', (name) => {
    const rows: object[] = []
    rowMaker([name, 'other'])([[1], [2]], rows, 0, 1)
    for (const object of [rows[0] as object, objectMaker([name, 'other'])([1, 2])]) {
      expect(Object.getPrototypeOf(object)).toBe(Object.prototype)
      expect(Object.getOwnPropertyDescriptor(object, name)).toEqual({
        value: 1,
        writable: true,
        enumerable: true,
        configurable: true,
      })
      expect(Object.keys(object).sort()).toEqual([name, 'other'].sort())
    }
  })

  it('make objects with no properties and with very many', () => {
    const rows: object[] = []
    rowMaker([])([], rows, 0, 2)
    expect(rows).toEqual([{}, {}])
    const names = Array.from({ length: 1500 }, (_, index) => `n${index}`)
    expect(objectMaker(names)(names)).toEqual(Object.fromEntries(names.map((name) => [name, name])))
  })

  it('make objects that share nothing', () => {
    const make = objectMaker(['a'])
    const [first, second] = [make([1]), make([1])]
    Object.assign(first, { a: 2, b: 3 })
    expect(second).toEqual({ a: 1 })
    expect(make([4])).toEqual({ a: 4 })
  })

  it('keep working when there are more shapes than they remember', () => {
    for (let index = 0; index < 600; index++)
      expect(objectMaker([`k${index}`])([index])).toEqual({ [`k${index}`]: index })
    expect(objectMaker(['k0'])([0])).toEqual({ k0: 0 })
  })
})
