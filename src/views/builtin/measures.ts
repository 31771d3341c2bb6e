import { column as c } from '../../types/column.js'
import { makeViewSet } from '../view-set.js'
import { audience, dictionary, origin, program, properties } from './shared-columns.js'

/** Values of metrics. */
export const measures = makeViewSet('measures', {
  description: 'values of metrics',
  instances: ['global', 'process'],
  timeColumns: ['time'],
  service: { schemaHash: '08', prerequisite: 'process' },
  columns: {
    ...origin,
    ...program,
    time: c.timestamp().describe('when the value was measured'),
    target: dictionary().describe('module or category'),
    name: dictionary().describe('metric'),
    unit: dictionary().describe('unit of the value; values recorded in `ticks` arrive in `seconds`'),
    value: c.float64().describe('in the unit of the column unit; integer metrics are converted'),
    properties: properties().describe('properties of the value'),
    process_properties: properties().describe('properties of the process'),
    audience: audience(),
  },
})
