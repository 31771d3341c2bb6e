import type { Expression, ExtractTypeFromReferenceExpression, StringReference } from 'kysely'

/** References to columns whose type fits `T`, apart from null. Completions list these and no others. */
export type ReferenceOf<DB, TB extends keyof DB, T> = {
  [R in StringReference<DB, TB>]: NonNullable<ExtractTypeFromReferenceExpression<DB, TB, R>> extends T ? R : never
}[StringReference<DB, TB>]

/** An argument of a function: a column of a fitting type, or an expression of one. */
export type Argument<DB, TB extends keyof DB, T> = ReferenceOf<DB, TB, T> | Expression<T | null>

/** The type of an argument's values, null included. */
export type ArgumentType<DB, TB extends keyof DB, A> = ExtractTypeFromReferenceExpression<DB, TB, A>

/** `null` where an argument may be null, else nothing. */
export type NullOf<DB, TB extends keyof DB, A> = null extends ArgumentType<DB, TB, A> ? null : never

/** Tells JSONB apart from objects that are values of other columns. */
interface NotJson {
  readonly epochNanoseconds?: never
  readonly buffer?: never
  readonly getTime?: never
  readonly size?: never
}

/** Values of JSONB columns: plain objects and lists of them, unlike bytes, times and maps. */
export type JsonbArgument = (object & NotJson) | readonly (object & NotJson)[]

/** The result of a computation over values of type `T`: it need not be one of the known values of a union. */
export type Computed<T> = T extends number ? number : T extends string ? string : T
