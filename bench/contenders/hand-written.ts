import { isAscii } from 'node:buffer'
import type { Data, RecordBatch, Schema } from 'apache-arrow'
import { decodeJsonb, Timestamp } from 'kysely-micromegas/arrow'

/**
 * Decoders written by hand for exactly one schema: the limit of the row form. They return what this package returns by
 * default, and rely on what the service sends: no nulls but in properties, and flat properties.
 */
export function handWritten(schema: Schema): (batch: RecordBatch) => object[] {
  const names = schema.fields.map(({ name }) => name).join()
  if (names.startsWith('id,parent,depth,hash,begin')) return spans()
  if (names.includes('target,level,msg')) return logs()
  throw new Error(`no hand-written decoder for the columns ${names}`)
}

function spans(): (batch: RecordBatch) => object[] {
  const [names, targets, filenames, properties] = [texts(), texts(), texts(), objects()]
  return (batch) => {
    const [id, parent, depth, hash, begin, end, duration, name, target, filename, line, property] = batch.data.children
    const [ids, parents, durations] = [integers(id), integers(parent), integers(duration)]
    const [begins, ends] = [integers(begin), integers(end)]
    const [depths, hashes, lines] = [numbers(depth), numbers(hash), numbers(line)]
    const [nameAt, targetAt, filenameAt] = [numbers(name), numbers(target), numbers(filename)]
    const [nameOf, targetOf, filenameOf] = [names(name), targets(target), filenames(filename)]
    const propertyOf = properties(property)
    const rows = new Array(batch.numRows)
    for (let i = 0; i < rows.length; i++) {
      rows[i] = {
        id: ids[i],
        parent: parents[i],
        depth: depths[i],
        hash: hashes[i],
        begin: Timestamp.fromEpochNanoseconds(begins[i] as bigint),
        end: Timestamp.fromEpochNanoseconds(ends[i] as bigint),
        duration: durations[i],
        name: nameOf[nameAt[i] as number],
        target: targetOf[targetAt[i] as number],
        filename: filenameOf[filenameAt[i] as number],
        line: lines[i],
        properties: propertyOf(i),
      }
    }
    return rows
  }
}

function logs(): (batch: RecordBatch) => object[] {
  const [processes, streams, blocks, exes] = [texts(), texts(), texts(), texts()]
  const [users, computers, targets, audiences] = [texts(), texts(), texts(), texts()]
  const [properties, processProperties] = [objects(), objects()]
  return (batch) => {
    const [
      process,
      stream,
      block,
      inserted,
      exe,
      user,
      computer,
      time,
      target,
      level,
      msg,
      property,
      ofProcess,
      audience,
    ] = batch.data.children
    const [processAt, streamAt, blockAt, exeAt] = [numbers(process), numbers(stream), numbers(block), numbers(exe)]
    const [userAt, computerAt, targetAt] = [numbers(user), numbers(computer), numbers(target)]
    const audienceAt = numbers(audience)
    const [processOf, streamOf, blockOf, exeOf] = [processes(process), streams(stream), blocks(block), exes(exe)]
    const [userOf, computerOf, targetOf] = [users(user), computers(computer), targets(target)]
    const audienceOf = audiences(audience)
    const [insertedAt, times, levels] = [integers(inserted), integers(time), numbers(level)]
    const messageOf = strings(msg)
    const [propertyOf, processPropertyOf] = [properties(property), processProperties(ofProcess)]
    const rows = new Array(batch.numRows)
    for (let i = 0; i < rows.length; i++) {
      rows[i] = {
        process_id: processOf[processAt[i] as number],
        stream_id: streamOf[streamAt[i] as number],
        block_id: blockOf[blockAt[i] as number],
        insert_time: Timestamp.fromEpochNanoseconds(insertedAt[i] as bigint),
        exe: exeOf[exeAt[i] as number],
        username: userOf[userAt[i] as number],
        computer: computerOf[computerAt[i] as number],
        time: Timestamp.fromEpochNanoseconds(times[i] as bigint),
        target: targetOf[targetAt[i] as number],
        level: levels[i],
        msg: messageOf(i),
        properties: propertyOf(i),
        process_properties: processPropertyOf(i),
        audience: audienceOf[audienceAt[i] as number],
      }
    }
    return rows
  }
}

type Column = Data | undefined

const integers = (column: Column) => column?.values as BigInt64Array
const numbers = (column: Column) => column?.values as Int32Array

/** Returns a reader of the texts of a column, which decodes them all at once if they are ASCII, as nearly all are. */
function strings(column: Column): (index: number) => string {
  const offsets = column?.valueOffsets as Int32Array
  const values = column?.values as Uint8Array
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength)
  if (!isAscii(bytes)) return (i) => bytes.toString('utf8', offsets[i], offsets[i + 1])
  const text = bytes.toString('latin1')
  return (i) => text.slice(offsets[i], offsets[i + 1])
}

/** Returns a reader of a column's dictionary, which decodes it again when it changes. */
function texts(): (column: Column) => string[] {
  let dictionary: unknown
  let values: string[] = []
  return (column) => {
    if (column?.dictionary !== dictionary) {
      dictionary = column?.dictionary
      const [data] = column?.dictionary?.data ?? []
      const textOf = strings(data)
      values = Array.from({ length: data?.length ?? 0 }, (_, i) => textOf(i))
    }
    return values
  }
}

/** Returns a reader of properties. Rows with equal properties share one object. */
function objects(): (column: Column) => (index: number) => object | null {
  let dictionary: unknown
  let values: object[] = []
  return (column) => {
    const [data] = column?.dictionary?.data ?? []
    if (column?.dictionary !== dictionary) {
      dictionary = column?.dictionary
      const offsets = data?.valueOffsets as Int32Array
      const bytes = data?.values as Uint8Array
      values = Array.from({ length: data?.length ?? 0 }, (_, i) => {
        return decodeJsonb(bytes.subarray(offsets[i], offsets[i + 1])) as object
      })
    }
    const indices = numbers(column)
    if (column?.nullCount === 0) return (i) => values[indices[i] as number] as object
    const valid = column?.nullBitmap as Uint8Array
    return (i) => (((valid[i >> 3] as number) >> (i & 7)) & 1 ? (values[indices[i] as number] as object) : null)
  }
}
