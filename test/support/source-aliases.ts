const source = (path: string) => new URL(`../../${path}`, import.meta.url).pathname

const aliases = (platform: 'node' | 'web') => [
  { find: /^kysely-micromegas$/, replacement: source('src/index.ts') },
  { find: /^kysely-micromegas\/arrow$/, replacement: source('src/arrow/index.ts') },
  { find: /^kysely-micromegas\/embedded$/, replacement: source('src/embedded/index.ts') },
  { find: /^kysely-micromegas-engine$/, replacement: source('engine/src/index.ts') },
  { find: /^#arrow\/platform$/, replacement: source(`src/arrow/platform/${platform}.ts`) },
]

/** In tests and examples the names of both packages stand for their sources. */
export const sourceAliases = aliases('node')

/** The same, with what a browser gets where Node has modules of its own. */
export const webPlatformAliases = aliases('web')
