/** Fails when the committed artifact is not what the sources say. */
import { artifactProblems } from './sources.ts'

const problems = artifactProblems()
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 1 : 0
