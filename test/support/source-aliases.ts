const source = (path: string) => new URL(`../../src/${path}`, import.meta.url).pathname

const aliases = (platform: 'node' | 'web') => [
  { find: /^kysely-micromegas$/, replacement: source('index.ts') },
  { find: /^kysely-micromegas\/embedded$/, replacement: source('embedded/index.ts') },
  { find: /^#arrow\/platform$/, replacement: source(`arrow/platform/${platform}.ts`) },
]

/** The package's own names, in tests and examples, stand for its sources. */
export const sourceAliases = aliases('node')

/** The same, with what a browser gets where Node has modules of its own. */
export const webPlatformAliases = aliases('web')
