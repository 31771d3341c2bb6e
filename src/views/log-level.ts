/** Severity of a log entry, as the `level` column counts it: the smaller, the more severe. */
export const LogLevel = { Fatal: 1, Error: 2, Warn: 3, Info: 4, Debug: 5, Trace: 6 } as const
export type LogLevel = (typeof LogLevel)[keyof typeof LogLevel]

const levels: ReadonlySet<unknown> = new Set(Object.values(LogLevel))

/** Whether a value is a known {@link LogLevel}: the column type is a promise over data. */
export function isLogLevel(value: unknown): value is LogLevel {
  return levels.has(value)
}
