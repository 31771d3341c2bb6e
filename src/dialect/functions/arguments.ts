import type { Expression, ExtractTypeFromReferenceExpression, StringReference } from 'kysely'

/** References to columns whose type fits `T`, null aside. Completions list these and no others. */
export type ReferenceOf<DB, TB extends keyof DB, T> = {
  [R in StringReference<DB, TB>]: NonNullable<ExtractTypeFromReferenceExpression<DB, TB, R>> extends T ? R : never
}[StringReference<DB, TB>]

/** An argument of a function: a column of a fitting type, or an expression of one. */
export type Argument<DB, TB extends keyof DB, T> = ReferenceOf<DB, TB, T> | Expression<T | null>

/** The type of an argument's values, null included. */
export type ArgumentType<DB, TB extends keyof DB, A> = ExtractTypeFromReferenceExpression<DB, TB, A>

/** `null` where an argument may be null, and nothing where it may not. */
export type NullOf<DB, TB extends keyof DB, A> = null extends ArgumentType<DB, TB, A> ? null : never

/** Objects that are values of columns other than JSONB ones. */
interface NotJson {
  readonly epochNanoseconds?: never
  readonly buffer?: never
  readonly getTime?: never
  readonly size?: never
}

/** What JSONB columns hold: plain objects and lists of them, unlike bytes, times and maps. */
export type JsonbArgument = (object & NotJson) | readonly (object & NotJson)[]

/** Numbers of any width under any option. */
export type NumberArgument = number | bigint | string

/** What an aggregate computes out of values of type `T`: none of the known values of a union needs to come out. */
export type Computed<T> = T extends number ? number : T extends string ? string : T
