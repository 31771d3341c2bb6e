import { expect, it } from 'vitest'
import { artifactProblems } from '../../engine/scripts/sources.ts'

it('the committed artifact was built from its sources and its recipe', () => {
  expect(artifactProblems()).toEqual([])
})
