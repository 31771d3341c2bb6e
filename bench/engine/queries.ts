/** Queries over one table of spans, written as `$spans`, in plain DataFusion SQL that both engines run. */
export const engineQueries: Readonly<Record<string, string>> = {
  'count all': 'SELECT count(*) AS n FROM $spans',
  'filter, five columns': 'SELECT id, name, "begin", "end", duration FROM $spans WHERE depth = 2',
  'group by name':
    'SELECT name, count(*) AS n, sum(duration) AS total, avg(duration) AS mean FROM $spans GROUP BY name',
  'percentile by name': 'SELECT name, approx_percentile_cont(duration, 0.99) AS p99 FROM $spans GROUP BY name',
  'order by duration, first 100': 'SELECT * FROM $spans ORDER BY duration DESC LIMIT 100',
  'order all by duration': 'SELECT id, duration FROM $spans ORDER BY duration',
  'join with parents':
    'SELECT p.name, count(*) AS n FROM $spans c JOIN $spans p ON p.id = c.parent AND p.depth = 1 GROUP BY p.name',
  'number rows by name':
    'SELECT id, row_number() OVER (PARTITION BY name ORDER BY duration DESC) AS position FROM $spans',
  'all columns': 'SELECT * FROM $spans',
}
