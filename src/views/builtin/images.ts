import { column as c } from '../../types/column.js'
import { makeViewSet } from '../view-set.js'
import { dictionary, origin, program } from './shared-columns.js'

/** Images that a process sent. `data` is large: leave it out of listings. */
export const images = makeViewSet('images', {
  description: 'images',
  instances: ['process'],
  timeColumns: ['time'],
  service: {
    schemaHash: '02',
    prerequisite: 'process',
    globalRefusal: 'ImagesView does not support global view access',
  },
  columns: {
    ...origin,
    ...program,
    time: c.timestamp().describe('when the image was taken'),
    name: c.utf8(),
    format: dictionary().describe('encoding of data, such as png'),
    payload_size: c.int64().describe('unit: bytes'),
    data: c.binary().describe('the encoded image'),
  },
})
