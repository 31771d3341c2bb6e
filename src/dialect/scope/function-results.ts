import type { ColumnDeclaration, ColumnType } from '../../types/column-type.js'

const jsonb: ColumnType = { kind: 'jsonb', encoding: 'dictionary' }
const jsonbBytes: ColumnType = { kind: 'jsonb', encoding: 'binary' }
const utf8: ColumnType = { kind: 'utf8', large: false }

const nullable = (type: ColumnType): ColumnDeclaration => ({ type, nullable: true, description: undefined })
const listOf = (type: ColumnType): ColumnType => ({ kind: 'list', item: { type, nullable: true } })

/** Functions that return JSONB, which the result's own Arrow type does not always tell. */
const jsonbResults: Readonly<Record<string, ColumnDeclaration>> = {
  jsonb_parse: nullable(jsonb),
  jsonb_get: nullable(jsonb),
  jsonb_path_query: nullable(jsonb),
  jsonb_path_query_first: nullable(jsonb),
  properties_to_jsonb: nullable(jsonb),
  jsonb_elements: nullable(listOf(jsonbBytes)),
  jsonb_path_elements: nullable(listOf(jsonbBytes)),
  jsonb_entries: nullable(
    listOf({
      kind: 'struct',
      fields: { key: { type: utf8, nullable: false }, value: { type: jsonbBytes, nullable: false } },
    }),
  ),
}

/** Functions that return one of the values of their first argument. */
const passing: ReadonlySet<string> = new Set([
  'min',
  'max',
  'first_value',
  'last_value',
  'nth_value',
  'any_value',
  'lag',
  'lead',
  'coalesce',
  'nullif',
])

/** Returns the declaration of a function's result, where its name and its first argument tell. */
export function functionResult(
  name: string,
  firstArgument: () => ColumnDeclaration | undefined,
): ColumnDeclaration | undefined {
  if (Object.hasOwn(jsonbResults, name)) return jsonbResults[name]
  if (!passing.has(name) && name !== 'array_agg') return undefined
  const argument = firstArgument()
  if (argument === undefined) return undefined
  return nullable(name === 'array_agg' ? listOf(argument.type) : argument.type)
}
