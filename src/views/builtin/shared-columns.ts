import { column as c } from '../../types/column.js'
import type { Properties } from '../../types/properties.js'

/** Text with few distinct values, each of which is stored once. */
export const dictionary = () => c.dictionary(c.utf8())

export const properties = () => c.jsonb<Properties>()

/** Tells where a row comes from. */
export const origin = {
  process_id: dictionary().describe('uuid of the process'),
  stream_id: dictionary().describe('uuid of the stream'),
  block_id: dictionary().describe('uuid of the block that held the event'),
  insert_time: c.timestamp().describe('when the block arrived at the service'),
}

/** Describes the process that a row comes from. */
export const program = {
  exe: dictionary().describe('program'),
  username: dictionary().describe('user that ran the program'),
  computer: dictionary().describe('computer that ran the program'),
}

export const audience = () => dictionary().describe('access label')
