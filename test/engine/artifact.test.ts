import { expect, it } from 'vitest'
import { artifactProblems } from '../../engine/scripts/sources.ts'

it('the committed engine is the one that its sources and its recipe make', () => {
  expect(artifactProblems()).toEqual([])
})
