const source = (path: string) => new URL(`../../src/${path}`, import.meta.url).pathname

/** The package's own names, in tests and examples, stand for its sources. */
export const sourceAliases = [
  { find: /^kysely-micromegas$/, replacement: source('index.ts') },
  { find: /^kysely-micromegas\/embedded$/, replacement: source('embedded/index.ts') },
]
