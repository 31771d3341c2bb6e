/** Severities of log entries, as the `level` column has them: smaller is more severe. */
export const LogLevel = { Fatal: 1, Error: 2, Warn: 3, Info: 4, Debug: 5, Trace: 6 } as const
export type LogLevel = (typeof LogLevel)[keyof typeof LogLevel]

const levels: ReadonlySet<unknown> = new Set(Object.values(LogLevel))

/** Tells whether a value is a known {@link LogLevel}: the type of the column is a promise about the data. */
export function isLogLevel(value: unknown): value is LogLevel {
  return levels.has(value)
}
