/** The compiled {@link file://./subject.ts}: what is measured, as users get it. */
const build: string = new URL('build/subject.js', import.meta.url).href
export const subject = (await import(build)) as typeof import('./subject.js')
