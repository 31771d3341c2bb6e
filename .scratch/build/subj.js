// src/arrow/ipc/record-batch-assembler.ts
import { Data as Data2, Message, MetadataVersion as MetadataVersion2, RecordBatch, Struct } from "apache-arrow";

// src/errors.ts
var MicromegasError = class extends Error {
  constructor(code, message2, details = {}) {
    super(message2, details.cause === void 0 ? void 0 : { cause: details.cause });
    const { notes = [], retryable = false, sql } = details;
    this.code = code;
    for (const part of ["help", "stage", "line", "column", "queryId", "ruleId"]) {
      define(this, part, details[part], details[part] !== void 0);
    }
    define(this, "notes", notes, notes.length > 0);
    this.retryable = retryable;
    define(this, "sql", sql, false);
  }
  // On the prototype, where the stack finds it while the error is being made.
  get name() {
    return "MicromegasError";
  }
  /** Returns name, code, message and the other parts that are present, for `JSON.stringify`; neither `sql` nor `cause`. */
  toJSON() {
    const { name, code, message: message2 } = this;
    return Object.assign({ name, code, message: message2 }, this);
  }
};
function define(error, part, value, enumerable) {
  Object.defineProperty(error, part, { value, enumerable });
}
function invalidArgument(message2, help) {
  return new MicromegasError("invalid_argument", message2, { help });
}

// src/arrow/ipc/check-schema.ts
import { DataType, DateUnit, IntervalUnit, Precision, TimeUnit, Type } from "apache-arrow";
function checkSchema(schema2) {
  for (const field2 of schema2.fields) checkType(field2.type, field2.name ?? "");
}
function checkType(type, path) {
  if (!isPossible(type)) {
    throw new MicromegasError("protocol", `Column ${JSON.stringify(path)} has a type that Arrow does not define.`);
  }
  if (DataType.isDictionary(type)) {
    checkType(type.indices, path);
    checkType(type.dictionary, path);
    return;
  }
  for (const child of type.children ?? []) checkType(child.type, `${path}.${child.name}`);
}
function isPossible(type) {
  if (DataType.isDictionary(type)) return DataType.isInt(type.indices);
  if (DataType.isInt(type)) return [8, 16, 32, 64].includes(type.bitWidth);
  if (DataType.isFloat(type)) return Precision[type.precision] !== void 0;
  if (DataType.isDecimal(type)) return isPossibleDecimal(type);
  if (DataType.isDate(type)) return DateUnit[type.unit] !== void 0;
  if (DataType.isTime(type))
    return TimeUnit[type.unit] !== void 0 && type.bitWidth === (type.unit <= TimeUnit.MILLISECOND ? 32 : 64);
  if (DataType.isTimestamp(type) || DataType.isDuration(type)) return TimeUnit[type.unit] !== void 0;
  if (DataType.isInterval(type)) return IntervalUnit[type.unit] !== void 0;
  if (DataType.isFixedSizeBinary(type)) return type.byteWidth >= 0;
  if (DataType.isFixedSizeList(type)) return type.listSize >= 0 && type.children.length === 1 && hasChildren(type);
  if (DataType.isList(type) || DataType.isLargeList(type)) return hasChildren(type);
  if (DataType.isMap(type)) {
    const entries = type.children[0]?.type;
    return entries !== void 0 && DataType.isStruct(entries) && entries.children.length === 2;
  }
  if (DataType.isStruct(type)) return hasChildren(type);
  return Type[type.typeId] !== void 0;
}
function isPossibleDecimal({ bitWidth, precision, scale }) {
  return [32, 64, 128, 256].includes(bitWidth) && precision > 0 && precision <= 76 && Math.abs(scale) <= 128;
}
function hasChildren(type) {
  return type.children.every((child) => child !== void 0);
}

// src/arrow/ipc/dictionaries.ts
import { DataType as DataType2, Vector } from "apache-arrow";

// src/arrow/platform/node.ts
import { isAscii, isUtf8 } from "node:buffer";
import { Script } from "node:vm";
var compile = (expression) => new Script(expression).runInThisContext();
var textBytes = (bytes) => new BufferText(bytes);
var compareBytes = (a, b) => Buffer.compare(a, b);
var allocateBytes = (length) => Buffer.allocUnsafeSlow(length);
var BufferText = class {
  #buffer;
  constructor(bytes) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  ascii(start, stop) {
    return isAscii(this.#buffer.subarray(start, stop)) ? this.#buffer.toString("latin1", start, stop) : void 0;
  }
  characters(start, stop) {
    return this.#buffer.toString("latin1", start, stop);
  }
  utf8(start, stop) {
    const text = this.#buffer.toString("utf8", start, stop);
    return text.includes("\uFFFD") && !isUtf8(this.#buffer.subarray(start, stop)) ? void 0 : text;
  }
};

// src/arrow/ipc/dictionaries.ts
var Dictionaries = class {
  #vectors = /* @__PURE__ */ new Map();
  #sent = /* @__PURE__ */ new Map();
  get vectors() {
    return this.#vectors;
  }
  /** Whether this message is, byte for byte, what the current dictionary was made from. */
  isCurrent(id, header, body) {
    const sent = this.#sent.get(id);
    return sent !== void 0 && equalBytes(sent.header, header) && equalBytes(sent.body, body);
  }
  replace(id, data, header, body) {
    this.#vectors.set(id, new Vector([data]).memoize());
    if (refersToDictionary(data.type)) this.#sent.delete(id);
    else this.#sent.set(id, { header, body });
  }
  /** @throws MicromegasError `protocol` when there is nothing to extend */
  extend(id, data) {
    const current = this.#vectors.get(id);
    if (current === void 0) {
      throw new MicromegasError("protocol", `An Arrow message extends dictionary ${id}, which has not been sent.`);
    }
    this.#vectors.set(id, new Vector([...current.data, data]).memoize());
    this.#sent.delete(id);
  }
};
function equalBytes(a, b) {
  return a.byteLength === b.byteLength && compareBytes(a, b) === 0;
}
function refersToDictionary(type) {
  return DataType2.isDictionary(type) || (type.children ?? []).some((child) => refersToDictionary(child.type));
}

// src/arrow/ipc/load-column.ts
import { Data, DataType as DataType3, IntervalUnit as IntervalUnit2, MetadataVersion, makeData } from "apache-arrow";
var maxValuesWithoutBytes = 1 << 22;
var noBytes = new Uint8Array(0);
var uncounted = -1;
function loadColumn(type, source) {
  const node = source.nodes.next();
  if (node.done === true) throw corrupt("has fewer columns than its schema");
  const { length, nullCount: written } = node.value;
  if (!(length >= 0 && written >= uncounted && written <= length && length < 2 ** 31)) {
    throw corrupt(`has a column of ${length} values, ${written} of them null`);
  }
  if (DataType3.isNull(type)) {
    requireBounded(length);
    return new Data(type, 0, length, length);
  }
  if (DataType3.isUnion(type)) return loadUnion(type, length, source);
  const { body } = source;
  const validity = body.bytes();
  const nullCount = written === uncounted && validity.byteLength === 0 ? 0 : written;
  const hasNulls2 = nullCount !== 0;
  if (hasNulls2 && validity.byteLength * 8 < length) throw corrupt("has a validity bitmap that is too short");
  const nullBitmap = hasNulls2 ? validity : noBytes;
  const make = (valueOffsets, values, children = [], dictionary, variadicBuffers = []) => new Data(
    type,
    0,
    length,
    nullCount,
    // apache-arrow's order: offsets, values, validity, type ids; absent ones are left out.
    [valueOffsets, values, nullBitmap],
    children,
    dictionary,
    variadicBuffers
  );
  if (DataType3.isDictionary(type)) {
    const dictionary = source.dictionaries.get(type.id);
    const indices = body.numbers(arrayTypeOf(type.indices), length);
    if (dictionary !== void 0) return make(void 0, indices, [], dictionary);
    if (nullCount < length) throw corrupt(`uses dictionary ${type.id}, which has not been sent`);
    return makeData({ type, length, nullCount, nullBitmap, data: indices });
  }
  if (DataType3.isStruct(type)) {
    if (type.children.length === 0) requireBounded(length);
    return make(
      void 0,
      void 0,
      type.children.map((field2) => requireLength(loadColumn(field2.type, source), length))
    );
  }
  if (DataType3.isFixedSizeList(type)) {
    requireBounded(type.listSize === 0 ? length : 0);
    return make(void 0, void 0, [requireLength(loadColumn(itemType(type), source), length * type.listSize)]);
  }
  if (DataType3.isList(type) || DataType3.isMap(type) || DataType3.isLargeList(type)) {
    const offsets = loadOffsets(type, length, body);
    return make(offsets, void 0, [requireLength(loadColumn(itemType(type), source), Number(offsets.at(-1) ?? 0))]);
  }
  if (DataType3.isUtf8(type) || DataType3.isBinary(type) || DataType3.isLargeUtf8(type) || DataType3.isLargeBinary(type)) {
    const offsets = loadOffsets(type, length, body);
    const values = body.bytes();
    if (Number(offsets.at(-1) ?? 0) > values.byteLength) throw corrupt("has text or bytes that are cut off");
    return make(offsets, values);
  }
  if (DataType3.isUtf8View(type) || DataType3.isBinaryView(type)) {
    const views = body.numbers(Uint8Array, length * 16);
    const count = source.variadicBufferCounts.next().value ?? 0;
    return make(
      void 0,
      views,
      [],
      void 0,
      Array.from({ length: count }, () => body.bytes())
    );
  }
  if (DataType3.isBool(type)) return make(void 0, body.numbers(Uint8Array, length + 7 >> 3));
  const perValue = elementsPerValue(type);
  if (perValue === 0) requireBounded(length);
  return make(void 0, body.numbers(arrayTypeOf(type), length * perValue));
}
function loadUnion(type, length, source) {
  const { body } = source;
  if (source.metadataVersion < MetadataVersion.V5) body.bytes();
  const typeIds = body.numbers(Int8Array, length);
  const offsets = DataType3.isDenseUnion(type) ? body.numbers(Int32Array, length) : void 0;
  const children = type.children.map((field2) => loadColumn(field2.type, source));
  return new Data(type, 0, length, 0, [offsets, void 0, void 0, typeIds], children);
}
function itemType(type) {
  const field2 = type.children[0];
  if (field2 === void 0) throw corrupt(`has a ${type} without a type of its items`);
  return field2.type;
}
function loadOffsets(type, length, body) {
  const offsets = type.OffsetArrayType;
  if (length > 0) return body.numbers(offsets, length + 1);
  body.bytes();
  return new offsets(new ArrayBuffer(8), 0, 1);
}
function arrayTypeOf(type) {
  return type.ArrayType;
}
function elementsPerValue(type) {
  if (DataType3.isFixedSizeBinary(type)) return type.byteWidth;
  if (DataType3.isDecimal(type)) return type.bitWidth / 32;
  if (DataType3.isInterval(type)) {
    return type.unit === IntervalUnit2.MONTH_DAY_NANO ? 4 : type.unit === IntervalUnit2.DAY_TIME ? 2 : 1;
  }
  return 1;
}
function requireLength(child, length) {
  if (child.length < length) throw corrupt(`has ${child.length} nested values where ${length} are needed`);
  return child;
}
function requireBounded(length) {
  if (length > maxValuesWithoutBytes) throw corrupt(`has ${length} values that take no bytes`);
}
function corrupt(problem) {
  return new MicromegasError("protocol", `An Arrow message ${problem}.`);
}

// src/arrow/ipc/message-body.ts
import { CompressionType, compressionRegistry } from "apache-arrow";
var alignment = 8;
function aligned(bytes) {
  if (bytes.byteOffset % alignment === 0) return bytes;
  const copy = allocateBytes(bytes.byteLength);
  copy.set(bytes);
  return copy;
}
var MessageBody = class {
  #bytes;
  #regions;
  #decompress;
  #next = 0;
  /** @throws MicromegasError `unsupported` when the body is compressed by a codec that apache-arrow's registry lacks */
  constructor(bytes, regions, compression) {
    this.#bytes = aligned(bytes);
    this.#regions = regions;
    this.#decompress = compression === void 0 ? void 0 : decompressorOf(compression);
  }
  /** The bytes of the next buffer, not copied. */
  bytes() {
    const region = this.#regions[this.#next++];
    if (region === void 0) throw corrupt2(`has ${this.#regions.length} buffers, its columns need more`);
    const { offset, length } = region;
    if (offset < 0 || length < 0 || offset + length > this.#bytes.byteLength) {
      throw corrupt2(`has a buffer of ${length} bytes at ${offset}, outside of its ${this.#bytes.byteLength} bytes`);
    }
    const bytes = new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset + offset, length);
    return this.#decompress === void 0 || length === 0 ? bytes : this.#decompress(bytes);
  }
  /** The next buffer as `length` numbers. It is copied where a body has it at an address that the numbers cannot have. */
  numbers(type, length) {
    const bytes = this.bytes();
    const byteLength = length * type.BYTES_PER_ELEMENT;
    if (byteLength > bytes.byteLength) {
      throw corrupt2(`has a buffer of ${bytes.byteLength} bytes where its column needs ${byteLength}`);
    }
    const aligned2 = bytes.byteOffset % type.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice(0, byteLength);
    return new type(aligned2.buffer, aligned2.byteOffset, length);
  }
};
function corrupt2(problem) {
  return new MicromegasError("protocol", `The body of an Arrow message ${problem}.`);
}
function decompressorOf(compression) {
  const name = CompressionType[compression] ?? `codec ${compression}`;
  const decode = compressionRegistry.get(compression)?.decode;
  if (decode === void 0) {
    throw new MicromegasError(
      "unsupported",
      `The result is compressed (${name}), and no decoder for it is registered.`,
      {
        help: "Register one with apache-arrow's compressionRegistry, or let the server send uncompressed results."
      }
    );
  }
  return (bytes) => {
    if (bytes.byteLength < 8) throw corrupt2("has a compressed buffer without a length");
    const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigInt64(0, true);
    const rest = bytes.subarray(8);
    if (length === -1n) return rest;
    const decoded = decode(rest);
    if (BigInt(decoded.byteLength) !== length) {
      throw corrupt2(`has a buffer that ${name} expands to ${decoded.byteLength} bytes instead of ${length}`);
    }
    return decoded;
  };
}

// src/arrow/ipc/verify-message.ts
var string = { kind: "string" };
var vector = (itemBytes) => ({ kind: "vector", itemBytes });
var table = (layout) => ({ kind: "table", layout });
var tables = (layout) => ({ kind: "tables", layout });
var keyValue = [string, string];
var scalarsOnly = [];
var timestamp = [void 0, string];
var union = [void 0, vector(4)];
var typeTag = { timestamp: 10, union: 14 };
var field = [
  string,
  void 0,
  void 0,
  {
    kind: "union",
    tagSlot: 2,
    layouts: (tag) => tag === typeTag.timestamp ? timestamp : tag === typeTag.union ? union : scalarsOnly
  },
  table(() => [void 0, table(() => scalarsOnly)]),
  tables(() => field),
  tables(() => keyValue)
];
var schema = [void 0, tables(() => field), tables(() => keyValue), vector(8)];
var recordBatch = [void 0, vector(16), vector(16), table(() => scalarsOnly), vector(8)];
var dictionaryBatch = [void 0, table(() => recordBatch)];
var headerTag = { schema: 1, dictionaryBatch: 2, recordBatch: 3 };
var message = [
  void 0,
  void 0,
  {
    kind: "union",
    tagSlot: 1,
    layouts: (tag) => tag === headerTag.schema ? schema : tag === headerTag.dictionaryBatch ? dictionaryBatch : tag === headerTag.recordBatch ? recordBatch : scalarsOnly
  },
  void 0,
  tables(() => keyValue)
];
var maxDepth = 64;
function verifyMessage(header) {
  try {
    new Verifier(header).root();
  } catch (error) {
    if (error instanceof MicromegasError) throw error;
    throw new MicromegasError("protocol", "The metadata of an Arrow message refers to bytes outside of it.", {
      cause: error
    });
  }
}
var Verifier = class {
  #view;
  /** Tables that may still be visited. Each takes four bytes at least, so that more can only come from a loop. */
  #budget;
  constructor(bytes) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#budget = bytes.byteLength >> 2;
  }
  root() {
    this.#table(this.#target(0), message, 0);
  }
  #table(position, layout, depth) {
    this.#budget -= 1;
    if (depth > maxDepth || this.#budget < 0) {
      throw new MicromegasError("protocol", "The metadata of an Arrow message nests without end.");
    }
    const vtable = position - this.#view.getInt32(position, true);
    const vtableBytes = this.#view.getUint16(vtable, true);
    this.#require(vtable, vtableBytes);
    this.#require(position, this.#view.getUint16(vtable + 2, true));
    const slotPosition = (slot) => {
      const entry2 = 4 + 2 * slot;
      const offset = entry2 + 2 <= vtableBytes ? this.#view.getUint16(vtable + entry2, true) : 0;
      return offset === 0 ? void 0 : position + offset;
    };
    layout.forEach((slot, index) => {
      const at = slot === void 0 ? void 0 : slotPosition(index);
      if (slot === void 0 || at === void 0) return;
      const target = this.#target(at);
      if (slot.kind === "table") {
        this.#table(target, slot.layout(), depth + 1);
      } else if (slot.kind === "union") {
        const tagAt = slotPosition(slot.tagSlot);
        this.#table(target, slot.layouts(tagAt === void 0 ? 0 : this.#view.getUint8(tagAt)), depth + 1);
      } else {
        const length = this.#view.getUint32(target, true);
        const itemBytes = slot.kind === "vector" ? slot.itemBytes : slot.kind === "tables" ? 4 : 1;
        this.#require(target + 4, length * itemBytes);
        if (slot.kind === "tables") {
          for (let i = 0; i < length; i++) this.#table(this.#target(target + 4 + 4 * i), slot.layout(), depth + 1);
        }
      }
    });
  }
  #target(position) {
    return position + this.#view.getUint32(position, true);
  }
  #require(position, bytes) {
    if (position < 0 || position + bytes > this.#view.byteLength) {
      throw new RangeError(`${bytes} bytes at ${position} of ${this.#view.byteLength}`);
    }
  }
};
function isBigEndianSchema(header) {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const slot = (position, index) => {
    const vtable = position - view.getInt32(position, true);
    const entry2 = 4 + 2 * index;
    const offset = entry2 + 2 <= view.getUint16(vtable, true) ? view.getUint16(vtable + entry2, true) : 0;
    return offset === 0 ? 0 : position + offset;
  };
  const target = (position) => position + view.getUint32(position, true);
  const headerAt = slot(target(0), 2);
  const endiannessAt = headerAt === 0 ? 0 : slot(target(headerAt), 0);
  return endiannessAt !== 0 && view.getInt16(endiannessAt, true) === 1;
}

// src/arrow/ipc/record-batch-assembler.ts
var RecordBatchAssembler = class {
  #schema;
  #dictionaries = new Dictionaries();
  /** Known after the first message. */
  get schema() {
    return this.#schema;
  }
  /**
   * Takes one message, in the order of the stream: `header` is the Arrow IPC message (a flatbuffer, without length
   * prefix), `body` its buffers. The bytes must not change afterwards: batches are views over them.
   *
   * @returns the batch that the message completes; `undefined` for a schema, a dictionary, or an empty message
   * @throws MicromegasError `protocol` for bytes that are no valid Arrow, or that come out of order; `unsupported` for
   * types and compression codecs that apache-arrow does not read
   */
  push(header, body) {
    if (header.byteLength === 0 && body.byteLength === 0) return void 0;
    verifyMessage(header);
    const readable = this.#schema === void 0 ? header.slice() : header;
    try {
      return this.#take(Message.decode(readable), readable, body);
    } catch (error) {
      throw toMicromegasError(error);
    }
  }
  #take(message2, header, body) {
    if (message2.version < MetadataVersion2.V4) {
      throw new MicromegasError("unsupported", "The stream uses an Arrow format from before version 0.8.");
    }
    if (message2.bodyLength > body.byteLength) {
      throw new MicromegasError(
        "protocol",
        `The body of an Arrow message is cut off: ${body.byteLength} of ${message2.bodyLength} bytes.`
      );
    }
    if (message2.isSchema()) {
      this.#takeSchema(message2.header(), header);
    } else if (message2.isDictionaryBatch()) {
      this.#takeDictionary(message2, header, body);
    } else if (message2.isRecordBatch()) {
      return this.#takeRecordBatch(message2, body);
    } else {
      throw new MicromegasError("protocol", `The stream has an Arrow message of unexpected type ${message2.headerType}.`);
    }
    return void 0;
  }
  #takeSchema(schema2, header) {
    if (this.#schema !== void 0) throw new MicromegasError("protocol", "The stream has a second schema.");
    if (isBigEndianSchema(header)) {
      throw new MicromegasError("unsupported", "The stream holds big-endian numbers.");
    }
    checkSchema(schema2);
    this.#schema = schema2;
  }
  #takeDictionary(message2, header, body) {
    const schema2 = this.#requireSchema();
    const batch = message2.header();
    const type = schema2.dictionaries.get(batch.id);
    if (type === void 0) {
      throw new MicromegasError("protocol", `The stream has a dictionary ${batch.id} that no column uses.`);
    }
    if (this.#dictionaries.isCurrent(batch.id, header, body)) return;
    const data = loadColumn(type, this.#source(batch.data, message2, body));
    if (batch.isDelta) this.#dictionaries.extend(batch.id, data);
    else this.#dictionaries.replace(batch.id, data, header, body);
  }
  #takeRecordBatch(message2, body) {
    const schema2 = this.#requireSchema();
    const header = message2.header();
    const source = this.#source(header, message2, body);
    const rows = header.length;
    if (!(rows >= 0 && rows < 2 ** 31) || schema2.fields.length === 0 && rows > maxValuesWithoutBytes) {
      throw new MicromegasError("protocol", `The stream has a record batch of ${rows} rows.`);
    }
    const children = schema2.fields.map((field2) => {
      const column = loadColumn(field2.type, source);
      if (column.length !== rows) {
        throw new MicromegasError(
          "protocol",
          `Column ${JSON.stringify(field2.name)} has ${column.length} values in a record batch of ${rows} rows.`
        );
      }
      return column;
    });
    const batch = new RecordBatch(schema2, new Data2(new Struct(schema2.fields), 0, rows, 0, void 0, children));
    batch.schema = schema2;
    return batch;
  }
  #source(header, message2, body) {
    return {
      nodes: header.nodes[Symbol.iterator](),
      body: new MessageBody(body, header.buffers, header.compression?.type),
      variadicBufferCounts: header.variadicBufferCounts[Symbol.iterator](),
      dictionaries: this.#dictionaries.vectors,
      metadataVersion: message2.version
    };
  }
  #requireSchema() {
    if (this.#schema === void 0) throw new MicromegasError("protocol", "The stream does not begin with a schema.");
    return this.#schema;
  }
};
var unreadTypes = { 22: "RunEndEncoded", 25: "ListView", 26: "LargeListView" };
function toMicromegasError(error) {
  if (error instanceof MicromegasError) return error;
  const typeId = error instanceof Error ? /^Unrecognized type: .*\((\d+)\)$/.exec(error.message)?.[1] : void 0;
  if (typeId !== void 0) {
    return new MicromegasError(
      "unsupported",
      `The result has a column of Arrow type ${unreadTypes[typeId] ?? `number ${typeId}`}, which cannot be read.`,
      { cause: error }
    );
  }
  return new MicromegasError("protocol", "The stream has an Arrow message that cannot be read.", { cause: error });
}

// src/arrow/columnar/columnar-of.ts
import { DataType as DataType9 } from "apache-arrow";

// src/arrow/objects/copying-makers.ts
var copyingMakers = {
  rowMaker: (names) => {
    const template = templateOf(names);
    return (columns, rows, at, count) => {
      for (let i = 0; i < count; i++) {
        const row = { ...template };
        for (let c = 0; c < names.length; c++) row[names[c]] = columns[c]?.[i];
        rows[at + i] = row;
      }
    };
  },
  objectMaker: (names) => {
    const template = templateOf(names);
    return (values) => {
      const object = { ...template };
      for (let i = 0; i < names.length; i++) object[names[i]] = values[i];
      return object;
    };
  }
};
function templateOf(names) {
  return Object.fromEntries(names.map((name) => [name, null]));
}

// src/arrow/objects/generated-makers.ts
var capacity = 512;
function generatedMakers(compile2) {
  const compiled = new LeastRecentlyUsed(capacity);
  const compileOnce = (text) => compiled.get(text, () => compile2(text));
  return {
    rowMaker: (names) => {
      const columns = names.map((_, index) => `c${index}`);
      const row = objectLiteral(names, (index) => `c${index}[i]`);
      return compileOnce(
        `([${columns.join(", ")}], rows, at, count) => { for (let i = 0; i < count; i++) rows[at + i] = ${row} }`
      );
    },
    objectMaker: (names) => compileOnce(`(v) => (${objectLiteral(names, (index) => `v[${index}]`)})`)
  };
}
function objectLiteral(names, expression) {
  const members = names.map((name, index) => {
    const text = JSON.stringify(name);
    return `${name === "__proto__" ? `[${text}]` : text}: ${expression(index)}`;
  });
  return `{ ${members.join(", ")} }`;
}
var LeastRecentlyUsed = class {
  /** In the order of last use. */
  #values = /* @__PURE__ */ new Map();
  #capacity;
  constructor(capacity3) {
    this.#capacity = capacity3;
  }
  get(key, create) {
    const value = this.#values.get(key) ?? create();
    this.#values.delete(key);
    this.#values.set(key, value);
    const [oldest] = this.#values.keys();
    if (this.#values.size > this.#capacity && oldest !== void 0) this.#values.delete(oldest);
    return value;
  }
};

// src/arrow/objects/index.ts
var makers = compile === void 0 ? copyingMakers : generatedMakers(compile);

// src/arrow/decode/declared.ts
import { DataType as DataType4 } from "apache-arrow";
function yields(type, declared) {
  if (DataType4.isNull(type)) return true;
  if (declared.kind === "dictionary") return yields(type, declared.value);
  if (DataType4.isDictionary(type)) return yields(type.dictionary, declared);
  switch (declared.kind) {
    case "boolean":
      return DataType4.isBool(type);
    case "integer":
      return declared.bits === 64 ? DataType4.isInt(type) && type.bitWidth === 64 : isPlainNumber(type);
    case "float":
      return isPlainNumber(type);
    case "utf8":
      return DataType4.isUtf8(type) || DataType4.isLargeUtf8(type) || DataType4.isUtf8View(type);
    case "binary":
    case "fixedSizeBinary":
      return isBinary(type);
    case "jsonb":
      return isBinary(type) && !DataType4.isFixedSizeBinary(type);
    case "timestamp":
      return DataType4.isTimestamp(type);
    case "date":
      return DataType4.isDate(type);
    case "time":
      return DataType4.isTime(type);
    case "duration":
      return DataType4.isDuration(type);
    case "interval":
      return DataType4.isInterval(type);
    case "decimal":
      return DataType4.isDecimal(type);
    case "list": {
      const item = isList(type) ? type.children[0] : void 0;
      return item !== void 0 && yields(item.type, declared.item.type);
    }
    case "struct": {
      if (!DataType4.isStruct(type)) return false;
      const fields = new Map(type.children.map((field2) => [field2.name, field2.type]));
      return Object.entries(declared.fields).every(([name, field2]) => {
        const actual = fields.get(name);
        return actual !== void 0 && yields(actual, field2.type);
      });
    }
    case "map": {
      const [key, value] = DataType4.isMap(type) ? type.children[0]?.type.children ?? [] : [];
      return key !== void 0 && value !== void 0 && yields(key.type, declared.key.type) && yields(value.type, declared.value.type);
    }
  }
}
function isPlainNumber(type) {
  return DataType4.isFloat(type) || DataType4.isInt(type) && type.bitWidth < 64;
}
function isBinary(type) {
  return DataType4.isBinary(type) || DataType4.isLargeBinary(type) || DataType4.isBinaryView(type) || DataType4.isFixedSizeBinary(type);
}
function isList(type) {
  return DataType4.isList(type) || DataType4.isLargeList(type) || DataType4.isFixedSizeList(type);
}

// src/arrow/decode/readers.ts
import { DataType as DataType5, Precision as Precision2 } from "apache-arrow";

// src/arrow/jsonb/object-shapes.ts
var capacity2 = 8;
var fewUses = 4;
var ObjectShape = class {
  #names;
  /** Kinds and lengths of the names. */
  #words;
  #bytes;
  #uses = 0;
  #make;
  constructor(names, words, bytes) {
    this.#names = names;
    this.#words = words;
    this.#bytes = bytes;
  }
  /** Of all names. */
  get byteLength() {
    return this.#bytes.length;
  }
  /** Whether these are the names of an object with `count` of them, whose entries are at `words` and their bytes at `body`. */
  matches(view, words, count, body) {
    if (this.#words.length !== count || body + this.#bytes.length > view.byteLength) return false;
    for (let i = 0; i < count; i++) if (view.getUint32(words + 4 * i) !== this.#words[i]) return false;
    for (let i = 0; i < this.#bytes.length; i++) if (view.getUint8(body + i) !== this.#bytes[i]) return false;
    return true;
  }
  /** An object with these values. */
  make(values) {
    if (this.#make !== void 0) return this.#make(values);
    if (++this.#uses > fewUses) {
      this.#make = makers.objectMaker(this.#names);
    }
    return Object.fromEntries(this.#names.map((name, index) => [name, values[index]]));
  }
};
var ObjectShapes = class {
  #shapes = [];
  /** Which shape gives way to a new one. */
  #oldest = 0;
  find(view, words, count, body) {
    for (const shape of this.#shapes) if (shape.matches(view, words, count, body)) return shape;
    return void 0;
  }
  add(view, words, names, body, end) {
    const shape = new ObjectShape(
      names,
      Uint32Array.from(names, (_, index) => view.getUint32(words + 4 * index)),
      new Uint8Array(view.buffer, view.byteOffset + body, end - body).slice()
    );
    if (this.#shapes.length < capacity2) this.#shapes.push(shape);
    else this.#shapes[this.#oldest++ % capacity2] = shape;
    return shape;
  }
};

// src/arrow/jsonb/decode-jsonb.ts
var container = { array: 2147483648, object: 1073741824, scalar: 536870912 };
var entry = { null: 0, string: 1, number: 2, false: 3, true: 4, container: 5 };
var number = {
  zero: 0,
  nan: 16,
  infinity: 32,
  minusInfinity: 48,
  signed: 64,
  unsigned: 80,
  float: 96,
  decimal: 112
};
var maxDepth2 = 500;
function jsonbDecoder(int64) {
  const shapes = new ObjectShapes();
  let reader;
  return (bytes, start, stop) => {
    if (reader?.bytes !== bytes) reader = new JsonbReader(bytes, int64, shapes);
    return reader.container(start, stop, 0);
  };
}
var largestWindow = 1 << 15;
var JsonbReader = class {
  bytes;
  #view;
  #text;
  #int64;
  #shapes;
  /** A piece of the bytes, read as Latin-1, of which texts of ASCII are cut out. */
  #window = "";
  #windowStart = 0;
  #windowEnd = 0;
  constructor(bytes, int64, shapes) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#text = textBytes(bytes);
    this.#int64 = int64;
    this.#shapes = shapes;
  }
  container(start, stop, depth) {
    if (depth > maxDepth2) throw corrupt3("it is nested too deeply");
    if (stop - start < 4) throw corrupt3("it is cut short");
    const header = this.#view.getUint32(start);
    const count = header & 536870911;
    switch ((header & 3758096384) >>> 0) {
      case container.scalar:
        return this.#array(start, stop, 1, depth)[0] ?? null;
      case container.array:
        return this.#array(start, stop, count, depth);
      case container.object:
        return this.#object(start, stop, count, depth);
      default:
        throw corrupt3("it begins with no container");
    }
  }
  #array(start, stop, count, depth) {
    const values = [];
    let at = this.#bodyStart(start, stop, count);
    for (let index = 0; index < count; index++) {
      const word = this.#view.getUint32(start + 4 + 4 * index);
      const end = at + (word & 268435455);
      values.push(this.#entry(word, at, end, stop, depth));
      at = end;
    }
    return this.#complete(values, at, stop);
  }
  #object(start, stop, count, depth) {
    const body = this.#bodyStart(start, stop, 2 * count);
    const shape = this.#shapes.find(this.#view, start + 4, count, body) ?? this.#newShape(start, stop, count, body);
    const values = new Array(count);
    let at = body + shape.byteLength;
    for (let index = 0; index < count; index++) {
      const word = this.#view.getUint32(start + 4 + 4 * (count + index));
      const end = at + (word & 268435455);
      values[index] = this.#entry(word, at, end, stop, depth);
      at = end;
    }
    return this.#complete(shape.make(values), at, stop);
  }
  #newShape(start, stop, count, body) {
    const names = [];
    let at = body;
    for (let index = 0; index < count; index++) {
      const end = at + (this.#view.getUint32(start + 4 + 4 * index) & 268435455);
      if (end > stop) throw corrupt3("a name lies outside of it");
      names.push(this.#textOf(at, end));
      at = end;
    }
    return this.#shapes.add(this.#view, start + 4, names, body, at);
  }
  #textOf(start, end) {
    for (let i = start; i < end; i++) if (this.bytes[i] > 127) return this.#utf8(start, end);
    if (end - start > largestWindow) return this.#text.characters(start, end);
    if (start < this.#windowStart || end > this.#windowEnd) {
      this.#windowStart = start;
      this.#windowEnd = Math.min(start + largestWindow, this.bytes.byteLength);
      this.#window = this.#text.characters(start, this.#windowEnd);
    }
    return this.#window.substring(start - this.#windowStart, end - this.#windowStart);
  }
  #utf8(start, end) {
    const text = this.#text.utf8(start, end);
    if (text === void 0) throw corrupt3("it holds text that is not valid UTF-8");
    return text;
  }
  /** Where the values begin, behind the header and the entries. */
  #bodyStart(start, stop, entries) {
    const body = start + 4 + 4 * entries;
    if (body > stop) throw corrupt3("its entries lie outside of it");
    return body;
  }
  #complete(value, at, stop) {
    if (at !== stop) throw corrupt3("bytes are left over");
    return value;
  }
  #entry(word, start, end, stop, depth) {
    if (end > stop) throw corrupt3("a value lies outside of it");
    switch (word >>> 28 & 7) {
      case entry.null:
        return null;
      case entry.string:
        return this.#textOf(start, end);
      case entry.number:
        return this.#number(start, end);
      case entry.false:
        return false;
      case entry.true:
        return true;
      case entry.container:
        return this.container(start, end, depth + 1);
      default:
        throw corrupt3("it holds a value of a kind that JSON does not have");
    }
  }
  #number(start, end) {
    if (end <= start) throw corrupt3("a number has no bytes");
    const length = end - start - 1;
    switch (this.#view.getUint8(start) & 240) {
      case number.zero:
        return 0;
      case number.nan:
        return Number.NaN;
      case number.infinity:
        return Number.POSITIVE_INFINITY;
      case number.minusInfinity:
        return Number.NEGATIVE_INFINITY;
      case number.signed:
        return this.#signed(start + 1, length);
      case number.unsigned:
        return this.#unsigned(start + 1, length);
      case number.float:
        if (length !== 8) throw corrupt3("a float has not 8 bytes");
        return this.#view.getFloat64(start + 1);
      case number.decimal:
        return this.#decimal(start + 1, length);
      default:
        throw corrupt3("it holds a number of an unknown kind");
    }
  }
  #signed(at, length) {
    switch (length) {
      case 1:
        return this.#view.getInt8(at);
      case 2:
        return this.#view.getInt16(at);
      case 4:
        return this.#view.getInt32(at);
      case 8:
        return this.#integer(this.#view.getBigInt64(at));
      default:
        throw corrupt3("an integer has a width that there is none of");
    }
  }
  #unsigned(at, length) {
    switch (length) {
      case 1:
        return this.#view.getUint8(at);
      case 2:
        return this.#view.getUint16(at);
      case 4:
        return this.#view.getUint32(at);
      case 8:
        return this.#integer(this.#view.getBigUint64(at));
      default:
        throw corrupt3("an integer has a width that there is none of");
    }
  }
  #integer(value) {
    const approximate = Number(value);
    if (Number.isSafeInteger(approximate)) return approximate;
    switch (this.#int64) {
      case "bigint":
        return value;
      case "string":
        return String(value);
      case "number":
        throw new MicromegasError("protocol", `JSONB holds ${value}, which a JavaScript number cannot hold exactly.`, {
          help: "Use the option types.int64 'bigint' (the default) or 'string'."
        });
    }
  }
  /** Two's complement digits, then the number of digits after the point. */
  #decimal(at, length) {
    if (length !== 9 && length !== 17 && length !== 33) throw corrupt3("a decimal has a width that there is none of");
    const scale = this.#view.getUint8(at + length - 1);
    let unscaled2 = BigInt(this.#view.getInt8(at));
    for (let index = 1; index < length - 1; index++)
      unscaled2 = unscaled2 * 256n + BigInt(this.#view.getUint8(at + index));
    if (scale === 0) return this.#integer(unscaled2);
    const digits = String(unscaled2 < 0n ? -unscaled2 : unscaled2).padStart(scale + 1, "0");
    return `${unscaled2 < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  }
};
function corrupt3(reason) {
  return new MicromegasError("protocol", `A value is no valid JSONB: ${reason}.`);
}

// src/arrow/decode/column-reader.ts
function columnError(context, problem, help) {
  return new MicromegasError("protocol", `Column ${JSON.stringify(context.column)} ${problem}.`, { help });
}

// src/arrow/decode/int64.ts
import { match } from "ts-pattern";

// src/arrow/decode/validity.ts
function hasNulls(data) {
  return data.nullCount > 0 && data.nullBitmap !== void 0 && data.nullBitmap.byteLength > 0;
}
function readRuns(data, begin, end, fill) {
  const out = new Array(end - begin);
  if (!hasNulls(data)) {
    fill(out, begin, end);
    return out;
  }
  out.fill(null);
  const runs = validRuns(data.nullBitmap, data.offset + begin, data.offset + end);
  for (let i = 0; i < runs.length; i += 2) {
    fill(out, runs[i] - data.offset, runs[i + 1] - data.offset);
  }
  return out;
}
function validRuns(bitmap, begin, end) {
  const runs = [];
  const view = new DataView(bitmap.buffer, bitmap.byteOffset, bitmap.byteLength);
  let open = -1;
  let bit = begin;
  while (bit < end) {
    const byte = bit >> 3;
    if ((bit & 7) === 0 && end - bit >= 32 && byte + 4 <= bitmap.byteLength) {
      const word = view.getUint32(byte, true);
      if (word === 4294967295 || word === 0) {
        if (word === 0) {
          if (open >= 0) runs.push(open, bit);
          open = -1;
        } else if (open < 0) {
          open = bit;
        }
        bit += 32;
        continue;
      }
    }
    const stop = Math.min(end, byte + 1 << 3);
    const bits = bitmap[byte];
    for (; bit < stop; bit++) {
      if ((bits >> (bit & 7) & 1) === 1) {
        if (open < 0) open = bit;
      } else if (open >= 0) {
        runs.push(open, bit);
        open = -1;
      }
    }
  }
  if (open >= 0) runs.push(open, end);
  return runs;
}

// src/arrow/decode/numbers.ts
var readNumbers = (data, begin, end) => {
  const values = data.values;
  if (!hasNulls(data)) return values.subarray(begin, end);
  return readRuns(data, begin, end, (out, from, to) => {
    for (let i = from; i < to; i++) out[i - begin] = values[i];
  });
};
var readBooleans = (data, begin, end) => {
  const bits = data.values;
  const { offset } = data;
  return readRuns(data, begin, end, (out, from, to) => {
    for (let i = from; i < to; i++)
      out[i - begin] = (bits[offset + i >> 3] >> (offset + i & 7) & 1) === 1;
  });
};
var readNulls = (_data, begin, end) => new Array(end - begin).fill(null);
var readHalfFloats = (data, begin, end) => {
  const values = data.values;
  return readRuns(data, begin, end, (out, from, to) => {
    for (let i = from; i < to; i++) out[i - begin] = halfFloat(values[i]);
  });
};
function halfFloat(bits) {
  const sign = bits & 32768 ? -1 : 1;
  const exponent = bits >> 10 & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

// src/arrow/decode/int64.ts
function int64Reader(context, signed) {
  return match(context.types.int64).with("bigint", () => readNumbers).with("number", () => safeNumberReader(context, signed)).with("string", () => textReader(signed)).exhaustive();
}
function halvesOf(values) {
  return new Int32Array(values.buffer, values.byteOffset, values.length * 2);
}
var high = 2 ** 32;
var safeHigh = 2 ** 21;
function safeNumberReader(context, signed) {
  const refuse = (value) => {
    throw columnError(
      context,
      `holds ${value}, which a JavaScript number cannot hold exactly`,
      "Use the option types.int64 'bigint' (the default) or 'string'."
    );
  };
  return (data, begin, end) => {
    const values = data.values;
    const halves = halvesOf(values);
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) {
        const upper = halves[2 * i + 1];
        const number2 = upper * high + (halves[2 * i] >>> 0);
        if (upper < (signed ? -safeHigh : 0) || upper >= safeHigh || number2 === -(2 ** 53)) refuse(values[i]);
        out[i - begin] = number2;
      }
    });
  };
}
function textReader(signed) {
  return (data, begin, end) => {
    const values = data.values;
    const halves = halvesOf(values);
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) {
        const upper = halves[2 * i + 1];
        const safe = upper >= (signed ? -safeHigh : 0) && upper < safeHigh;
        out[i - begin] = safe ? String(upper * high + (halves[2 * i] >>> 0)) : values[i].toString();
      }
    });
  };
}

// src/arrow/decode/offsets.ts
var narrowedOffsets = /* @__PURE__ */ new WeakMap();
function offsetsOf(data, context) {
  const offsets = data.valueOffsets;
  if (offsets instanceof Int32Array) return offsets;
  const known = narrowedOffsets.get(offsets);
  if (known !== void 0) return known;
  const halves = halvesOf(offsets);
  const narrowed = new Int32Array(offsets.length);
  for (let i = 0; i < narrowed.length; i++) {
    if (halves[2 * i + 1] !== 0) throw columnError(context, `has an offset of ${offsets[i]}`);
    narrowed[i] = halves[2 * i];
  }
  narrowedOffsets.set(offsets, narrowed);
  return narrowed;
}
function checkOffsets(offsets, begin, end, limit, context) {
  let previous = 0;
  for (let i = begin; i <= end; i++) {
    const offset = offsets[i];
    if (!(offset >= previous)) throw columnError(context, `has offsets that decrease (${previous}, ${offset})`);
    previous = offset;
  }
  if (previous > limit) throw columnError(context, `has an offset of ${previous} beyond its ${limit} items`);
}

// src/arrow/decode/text.ts
var largestWindow2 = 1 << 15;
var smallestWindow = 1 << 8;
var TextDecoderWindow = class {
  #bytes;
  #context;
  #start = 0;
  #end = 0;
  /** The text of the window, when it is ASCII. */
  #text;
  #size = largestWindow2;
  constructor(bytes, context) {
    this.#bytes = textBytes(bytes);
    this.#context = context;
  }
  /**
   * The text from byte `start` to `stop`. Texts asked for in ascending order are the fast ones.
   *
   * @param limit where the texts that follow end: nothing beyond is read
   */
  text(start, stop, limit) {
    if (start < this.#start || stop > this.#end) {
      if (stop - start >= largestWindow2) return this.#decode(start, stop);
      this.#open(start, stop, limit);
    }
    return this.#text === void 0 ? this.#decode(start, stop) : this.#text.substring(start - this.#start, stop - this.#start);
  }
  #open(start, stop, limit) {
    for (; ; ) {
      const end = Math.max(stop, Math.min(start + this.#size, limit));
      const text = this.#bytes.ascii(start, end);
      if (text !== void 0 || this.#size <= smallestWindow) {
        this.#start = start;
        this.#end = end;
        this.#text = text;
        if (text !== void 0 && this.#size < largestWindow2) this.#size *= 2;
        return;
      }
      this.#size = this.#size >> 2;
    }
  }
  #decode(start, stop) {
    return decodeUtf8(this.#bytes, start, stop, this.#context);
  }
};
function decodeUtf8(bytes, start, stop, context) {
  const text = bytes.utf8(start, stop);
  if (text === void 0) throw columnError(context, "holds text that is not valid UTF-8");
  return text;
}

// src/arrow/decode/views.ts
var viewBytesEach = 16;
var inlineBytes = 12;
function viewBytes(data, context) {
  const inline = data.values;
  const view = new DataView(inline.buffer, inline.byteOffset, inline.byteLength);
  const buffers = data.variadicBuffers;
  const found = { bytes: inline, start: 0, stop: 0 };
  return (index) => {
    const at = index * viewBytesEach;
    const length = view.getInt32(at, true);
    if (length >= 0 && length <= inlineBytes) {
      found.bytes = inline;
      found.start = at + 4;
      found.stop = at + 4 + length;
      return found;
    }
    const bytes = buffers[view.getInt32(at + 8, true)];
    const start = view.getInt32(at + 12, true);
    if (length < 0 || bytes === void 0 || start < 0 || start + length > bytes.byteLength) {
      throw columnError(context, "has a value that lies outside of its buffers");
    }
    found.bytes = bytes;
    found.start = start;
    found.stop = start + length;
    return found;
  };
}
function stringViewReader(context) {
  return (data, begin, end) => {
    const bytesOf = viewBytes(data, context);
    const inline = data.values;
    const inlineText = textBytes(inline);
    const windows = /* @__PURE__ */ new Map();
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) {
        const { bytes, start, stop } = bytesOf(i);
        if (bytes === inline) {
          out[i - begin] = decodeUtf8(inlineText, start, stop, context);
          continue;
        }
        let window = windows.get(bytes);
        if (window === void 0) {
          window = new TextDecoderWindow(bytes, context);
          windows.set(bytes, window);
        }
        out[i - begin] = window.text(start, stop, bytes.byteLength);
      }
    });
  };
}

// src/arrow/decode/binary.ts
var copyBytes = (bytes, start, stop) => bytes.slice(start, stop);
function binaryReader(context, decode) {
  return (data, begin, end) => {
    if (begin === end) return [];
    const offsets = offsetsOf(data, context);
    const bytes = data.values;
    checkOffsets(offsets, begin, end, bytes.byteLength, context);
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) {
        out[i - begin] = decode(bytes, offsets[i], offsets[i + 1]);
      }
    });
  };
}
function fixedSizeBinaryReader(type) {
  const width = type.byteWidth;
  return (data, begin, end) => {
    const bytes = data.values;
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) out[i - begin] = bytes.slice(i * width, (i + 1) * width);
    });
  };
}
function binaryViewReader(context, decode) {
  return (data, begin, end) => {
    const bytesOf = viewBytes(data, context);
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) {
        const view = bytesOf(i);
        out[i - begin] = decode(view.bytes, view.start, view.stop);
      }
    });
  };
}

// src/arrow/decode/decimals.ts
function decimalReader(type) {
  const words = type.bitWidth / 32;
  return (data, begin, end) => {
    const values = data.values;
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) out[i - begin] = decimalText(unscaled(values, i * words, words), type.scale);
    });
  };
}
function unscaled(values, start, words) {
  let value = BigInt(values[start + words - 1] | 0);
  for (let word = words - 2; word >= 0; word--) value = value << 32n | BigInt(values[start + word]);
  return value;
}
function decimalText(unscaled2, scale) {
  if (scale <= 0) return (unscaled2 * 10n ** BigInt(-scale)).toString();
  const digits = (unscaled2 < 0n ? -unscaled2 : unscaled2).toString().padStart(scale + 1, "0");
  const point = digits.length - scale;
  return `${unscaled2 < 0n ? "-" : ""}${digits.slice(0, point)}.${digits.slice(point)}`;
}

// src/arrow/decode/dictionary.ts
function dictionaryReader(type, context, readValues, own) {
  const decoded = /* @__PURE__ */ new WeakMap();
  const valuesOf = (data) => {
    const { dictionary } = data;
    if (dictionary === void 0) throw columnError(context, "has no dictionary");
    let values = decoded.get(dictionary);
    if (values === void 0) {
      values = dictionary.data.flatMap((chunk) => Array.from(readValues(chunk, 0, chunk.length)));
      decoded.set(dictionary, values);
    }
    return values;
  };
  const isWide = type.indices.bitWidth === 64;
  return (data, begin, end) => {
    if (begin === end) return [];
    const values = valuesOf(data);
    const indices = data.values;
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) {
        const index = isWide ? Number(indices[i]) : indices[i];
        if (!(index >= 0 && index < values.length))
          throw columnError(context, "refers to a value that its dictionary does not have");
        const value = values[index];
        out[i - begin] = own === void 0 ? value : own(value);
      }
    });
  };
}

// src/arrow/jsonb/jsonb-copier.ts
function EmptyObject() {
}
EmptyObject.prototype = Object.prototype;
var makeEmptyObject = EmptyObject;
function jsonbCopier(value) {
  if (typeof value !== "object" || value === null) return () => value;
  if (Array.isArray(value)) {
    const items = value.map(jsonbCopier);
    return () => items.map((copy) => copy());
  }
  const names = Object.keys(value);
  if (names.length === 0) return () => new makeEmptyObject();
  const members = names.map((name) => value[name]);
  const isFlat = members.every((member) => typeof member !== "object" || member === null);
  const make = makers.objectMaker(names);
  if (isFlat) return () => make(members);
  const copiers = members.map(jsonbCopier);
  return () => make(copiers.map((copy) => copy()));
}

// src/arrow/decode/jsonb-dictionary.ts
function jsonbDictionaryReader(type, context, decode) {
  const known = /* @__PURE__ */ new WeakMap();
  const valuesOf = (data) => {
    const { dictionary } = data;
    if (dictionary === void 0) throw columnError(context, "has no dictionary");
    let values = known.get(dictionary);
    if (values === void 0) {
      values = new JsonbValues(dictionary.data, context, decode);
      known.set(dictionary, values);
    }
    return values;
  };
  const isWide = type.indices.bitWidth === 64;
  return (data, begin, end) => {
    if (begin === end) return [];
    const values = valuesOf(data);
    const indices = data.values;
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) {
        const index = isWide ? Number(indices[i]) : indices[i];
        if (!(index >= 0 && index < values.length))
          throw columnError(context, "refers to a value that its dictionary does not have");
        out[i - begin] = values.next(index);
      }
    });
  };
}
var JsonbValues = class {
  length;
  #decode;
  #chunks;
  /** Values that have been handed out once, by their numbers. */
  #isUsed;
  #copiers;
  constructor(chunks, context, decode) {
    let first = 0;
    this.#decode = decode;
    this.#chunks = chunks.map((data) => {
      const offsets = data.length === 0 ? new Int32Array(1) : offsetsOf(data, context);
      const bytes = data.values;
      checkOffsets(offsets, 0, data.length, bytes.byteLength, context);
      const chunk = { first, bytes, offsets };
      first += data.length;
      return chunk;
    });
    this.length = first;
    this.#isUsed = new Uint8Array(first);
    this.#copiers = new Array(first);
    for (const [number2, data] of chunks.entries()) this.#markNulls(data, this.#chunks[number2]?.first ?? 0);
  }
  #markNulls(data, first) {
    if (!hasNulls(data)) return;
    const isValid = readRuns(data, 0, data.length, (out, from, to) => out.fill(true, from, to));
    for (let i = 0; i < data.length; i++) if (isValid[i] !== true) this.#copiers[first + i] = () => null;
  }
  /** The value of a number, made anew each time. */
  next(index) {
    const copy = this.#copiers[index];
    if (copy !== void 0) return copy();
    const value = this.#read(index);
    if (this.#isUsed[index] === 1) this.#copiers[index] = jsonbCopier(value);
    else this.#isUsed[index] = 1;
    return value;
  }
  #read(index) {
    let number2 = this.#chunks.length - 1;
    while ((this.#chunks[number2]?.first ?? 0) > index) number2--;
    const { first, bytes, offsets } = this.#chunks[number2];
    return this.#decode(bytes, offsets[index - first], offsets[index - first + 1]);
  }
};

// src/arrow/decode/nested.ts
function listReader(context, readItems) {
  return (data, begin, end) => {
    if (begin === end) return [];
    const items = data.children[0];
    const offsets = offsetsOf(data, context);
    checkOffsets(offsets, begin, end, items.length, context);
    return readRuns(data, begin, end, (out, from, to) => {
      const first = offsets[from];
      const values = readItems(items, first, offsets[to]);
      for (let i = from; i < to; i++) {
        out[i - begin] = arrayOf(values, offsets[i] - first, offsets[i + 1] - first);
      }
    });
  };
}
function fixedSizeListReader(type, readItems) {
  const size = type.listSize;
  return (data, begin, end) => {
    const items = data.children[0];
    return readRuns(data, begin, end, (out, from, to) => {
      const values = readItems(items, from * size, to * size);
      for (let i = from; i < to; i++) out[i - begin] = arrayOf(values, (i - from) * size, (i - from + 1) * size);
    });
  };
}
function arrayOf(values, start, stop) {
  if (Array.isArray(values)) return values.slice(start, stop);
  const out = new Array(stop - start);
  for (let i = start; i < stop; i++) out[i - start] = values[i];
  return out;
}
function structReader(names, readFields) {
  const makeRows = makers.rowMaker(names);
  return (data, begin, end) => readRuns(data, begin, end, (out, from, to) => {
    const columns = readFields.map((read, index) => read(data.children[index], from, to));
    makeRows(columns, out, from - begin, to - from);
  });
}
function mapReader(context, readKeys, readValues) {
  return (data, begin, end) => {
    if (begin === end) return [];
    const entries = data.children[0];
    const offsets = offsetsOf(data, context);
    checkOffsets(offsets, begin, end, entries.length, context);
    return readRuns(data, begin, end, (out, from, to) => {
      const first = offsets[from];
      const last = offsets[to];
      const keys = readKeys(entries.children[0], first, last);
      const values = readValues(entries.children[1], first, last);
      for (let i = from; i < to; i++) {
        const start = offsets[i] - first;
        const stop = offsets[i + 1] - first;
        const map = /* @__PURE__ */ new Map();
        for (let entry2 = start; entry2 < stop; entry2++) map.set(keys[entry2], values[entry2]);
        if (map.size !== stop - start) throw columnError(context, "holds a map in which a key occurs twice");
        out[i - begin] = map;
      }
    });
  };
}

// src/arrow/decode/strings.ts
function stringReader(context) {
  return (data, begin, end) => {
    if (begin === end) return [];
    const offsets = offsetsOf(data, context);
    const bytes = data.values;
    checkOffsets(offsets, begin, end, bytes.byteLength, context);
    const window = new TextDecoderWindow(bytes, context);
    const limit = offsets[end];
    return readRuns(data, begin, end, (out, from, to) => {
      let start = offsets[from];
      for (let i = from; i < to; i++) {
        const stop = offsets[i + 1];
        out[i - begin] = window.text(start, stop, limit);
        start = stop;
      }
    });
  };
}

// src/arrow/decode/times.ts
import { DateUnit as DateUnit2, IntervalUnit as IntervalUnit3, TimeUnit as TimeUnit3 } from "apache-arrow";

// src/arrow/decode/time-units.ts
import { TimeUnit as TimeUnit2 } from "apache-arrow";
var nanosecondsPerUnit = {
  [TimeUnit2.SECOND]: 1000000000n,
  [TimeUnit2.MILLISECOND]: 1000000n,
  [TimeUnit2.MICROSECOND]: 1000n,
  [TimeUnit2.NANOSECOND]: 1n
};

// src/arrow/decode/times.ts
var millisecondsPerDay = 86400000n;
function nanosecondsReader(unit) {
  if (unit === TimeUnit3.NANOSECOND) return readNumbers;
  const factor = nanosecondsPerUnit[unit];
  return (data, begin, end) => {
    const values = data.values;
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) out[i - begin] = BigInt(values[i]) * factor;
    });
  };
}
function dateReader(context, unit) {
  if (unit === DateUnit2.DAY) {
    return (data, begin, end) => {
      const values = data.values;
      return readRuns(data, begin, end, (out, from, to) => {
        for (let i = from; i < to; i++) out[i - begin] = dateText(values[i]);
      });
    };
  }
  return (data, begin, end) => {
    const values = data.values;
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) {
        const milliseconds2 = values[i];
        const days = milliseconds2 / millisecondsPerDay;
        if (days * millisecondsPerDay !== milliseconds2) {
          throw columnError(context, `holds a date with a time of day (${milliseconds2} ms since 1970)`);
        }
        out[i - begin] = dateText(Number(days));
      }
    });
  };
}
function dateText(daysSince1970) {
  const days = daysSince1970 + 719468;
  const era = Math.floor(days / 146097);
  const dayOfEra = days - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${yearText(year)}-${twoDigits(month)}-${twoDigits(day)}`;
}
function yearText(year) {
  if (year >= 0 && year <= 9999) return String(year).padStart(4, "0");
  return `${year < 0 ? "-" : "+"}${String(Math.abs(year)).padStart(6, "0")}`;
}
function twoDigits(number2) {
  return number2 < 10 ? `0${number2}` : String(number2);
}
function intervalReader(unit) {
  const interval = intervalOf[unit];
  return (data, begin, end) => {
    const words = data.values;
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) out[i - begin] = interval(words, i);
    });
  };
}
var intervalOf = {
  [IntervalUnit3.YEAR_MONTH]: (words, index) => ({ months: words[index], days: 0, nanoseconds: 0n }),
  [IntervalUnit3.DAY_TIME]: (words, index) => ({
    months: 0,
    days: words[2 * index],
    nanoseconds: BigInt(words[2 * index + 1]) * 1000000n
  }),
  [IntervalUnit3.MONTH_DAY_NANO]: (words, index) => ({
    months: words[4 * index],
    days: words[4 * index + 1],
    nanoseconds: (BigInt(words[4 * index + 3]) << 32n) + BigInt(words[4 * index + 2] >>> 0)
  })
};

// src/arrow/decode/timestamps.ts
import { TimeUnit as TimeUnit4 } from "apache-arrow";
import { match as match2 } from "ts-pattern";

// src/types/timestamp.ts
var nanosecondsPerMillisecond = 1000000n;
var minimum = -(2n ** 63n);
var maximum = 2n ** 63n - 1n;
var rfc3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:([Zz])|([+-])(\d{2}):(\d{2}))$/;
var Timestamp = class _Timestamp {
  /**
   * Nanoseconds since 1970-01-01T00:00:00Z. The whole state of the value, and its one own property, so that deep
   * equality and structured clones see it.
   */
  epochNanoseconds;
  constructor(epochNanoseconds) {
    this.epochNanoseconds = epochNanoseconds;
  }
  /**
   * The instant that a value stands for.
   *
   * @throws `invalid_argument` for an invalid `Date`, for text that is not RFC 3339 with an offset or has more than nine
   * digits of a second, and for an instant outside of the range.
   */
  static from(input) {
    if (input instanceof _Timestamp) return input;
    if (typeof input === "bigint") return _Timestamp.fromEpochNanoseconds(input);
    if (typeof input === "string") return _Timestamp.fromEpochNanoseconds(parse(input));
    if (input instanceof Date) {
      const milliseconds2 = input.getTime();
      if (Number.isNaN(milliseconds2)) throw new MicromegasError("invalid_argument", "An invalid Date is no instant.");
      return _Timestamp.fromEpochNanoseconds(BigInt(milliseconds2) * nanosecondsPerMillisecond);
    }
    if (typeof input === "object" && input !== null && typeof input.epochNanoseconds === "bigint") {
      return _Timestamp.fromEpochNanoseconds(input.epochNanoseconds);
    }
    throw new MicromegasError(
      "invalid_argument",
      `A value of type ${input === null ? "null" : typeof input} is no instant: give a Date, a Timestamp, RFC 3339 text, or epoch nanoseconds as a bigint.`
    );
  }
  /**
   * @param epochNanoseconds nanoseconds since 1970-01-01T00:00:00Z
   * @throws `invalid_argument` for an instant outside of the range
   */
  static fromEpochNanoseconds(epochNanoseconds) {
    if (epochNanoseconds < minimum || epochNanoseconds > maximum) {
      throw new MicromegasError(
        "invalid_argument",
        `${epochNanoseconds} ns is outside of the range of timestamps, 1677-09-21 to 2262-04-11.`
      );
    }
    return new _Timestamp(epochNanoseconds);
  }
  /** Negative, zero or positive, as `Array.prototype.sort` wants it. */
  static compare(a, b) {
    return a.epochNanoseconds < b.epochNanoseconds ? -1 : a.epochNanoseconds > b.epochNanoseconds ? 1 : 0;
  }
  /** Milliseconds since 1970-01-01T00:00:00Z, rounded towards the past. */
  get epochMilliseconds() {
    return Number(floorDivide(this.epochNanoseconds, nanosecondsPerMillisecond));
  }
  equals(other) {
    return this.epochNanoseconds === other.epochNanoseconds;
  }
  /** A `Date`: milliseconds, rounded towards the past. The six digits below are lost. */
  toDate() {
    return new Date(this.epochMilliseconds);
  }
  /**
   * A `Temporal.Instant`, exact.
   *
   * @throws `unsupported` where the runtime has no `Temporal`
   */
  toInstant() {
    return temporal().fromEpochNanoseconds(this.epochNanoseconds);
  }
  /** RFC 3339 in UTC with the fewest digits of a second that lose nothing, as `Temporal.Instant` prints itself. */
  toString() {
    return formatEpochNanoseconds(this.epochNanoseconds);
  }
  toJSON() {
    return this.toString();
  }
  /** Makes `<` and `>` compare exactly. */
  valueOf() {
    return this.epochNanoseconds;
  }
  /** What `console.log` and `console.table` print. */
  [/* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom")]() {
    return this.toString();
  }
};
function formatEpochNanoseconds(epochNanoseconds) {
  const milliseconds2 = floorDivide(epochNanoseconds, nanosecondsPerMillisecond);
  const belowMillisecond = Number(epochNanoseconds - milliseconds2 * nanosecondsPerMillisecond);
  const text = new Date(Number(milliseconds2)).toISOString();
  if (belowMillisecond !== 0) {
    return `${text.slice(0, -1)}${String(belowMillisecond).padStart(6, "0").replace(/0+$/, "")}Z`;
  }
  return text.replace(/\.?0*Z$/, "Z");
}
function temporal() {
  const { Temporal } = globalThis;
  if (Temporal?.Instant === void 0) {
    throw new MicromegasError(
      "unsupported",
      'This runtime has no Temporal. Use the Timestamp as it is, or the option timestamp: "string".'
    );
  }
  return Temporal.Instant;
}
function floorDivide(a, b) {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
}
function parse(text) {
  const match3 = rfc3339.exec(text);
  if (match3 === null) {
    throw new MicromegasError(
      "invalid_argument",
      `${JSON.stringify(text.slice(0, 64))} is no RFC 3339 time with an offset, such as 2026-11-23T12:00:00Z or 2026-11-23T13:00:00.5+01:00.`
    );
  }
  const [, year, month, day, hour, minute, second, fraction = "", , sign, offsetHour = "0", offsetMinute = "0"] = match3;
  const utc = /* @__PURE__ */ new Date(0);
  utc.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  utc.setUTCHours(Number(hour), Number(minute), Number(second));
  const isOnCalendar = utc.getUTCMonth() === Number(month) - 1 && utc.getUTCDate() === Number(day) && Number(hour) <= 23 && Number(minute) <= 59 && // Arrow's time scale has no leap seconds.
  Number(second) <= 59 && Number(offsetHour) <= 23 && Number(offsetMinute) <= 59;
  if (!isOnCalendar) {
    throw new MicromegasError("invalid_argument", `${JSON.stringify(text)} is no time of the calendar.`);
  }
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === "-" ? -6e4 : 6e4);
  return BigInt(utc.getTime() - offset) * nanosecondsPerMillisecond + BigInt(fraction.padEnd(9, "0"));
}

// src/arrow/decode/timestamps.ts
var minNanoseconds = -(2n ** 63n);
var maxNanoseconds = 2n ** 63n - 1n;
function instantMaker(option) {
  return match2(option).with("timestamp", () => Timestamp.fromEpochNanoseconds).with("date", () => dateOf).with("temporal", () => temporalMaker()).with("string", () => (nanoseconds) => Timestamp.fromEpochNanoseconds(nanoseconds).toString()).exhaustive();
}
function dateOf(nanoseconds) {
  const milliseconds2 = nanoseconds / 1000000n;
  const roundedUp = nanoseconds < 0n && milliseconds2 * 1000000n !== nanoseconds;
  return new Date(Number(roundedUp ? milliseconds2 - 1n : milliseconds2));
}
function temporalMaker() {
  const { Temporal } = globalThis;
  if (Temporal === void 0) {
    throw new MicromegasError("unsupported", "types.timestamp 'temporal' needs a runtime that has Temporal (Node 26).");
  }
  const { Instant } = Temporal;
  return (nanoseconds) => Instant.fromEpochNanoseconds(nanoseconds);
}
function nanosecondsOf(context, unit) {
  const factor = nanosecondsPerUnit[unit];
  return (value) => {
    const nanoseconds = value * factor;
    if (nanoseconds < minNanoseconds || nanoseconds > maxNanoseconds) {
      throw columnError(
        context,
        `holds an instant (${value} ${TimeUnit4[unit].toLowerCase()}s since 1970) outside of 1677-09-21 to 2262-04-11, the range of nanoseconds`
      );
    }
    return nanoseconds;
  };
}
function timestampReader(context, unit) {
  const make = instantMaker(context.types.timestamp);
  if (unit === TimeUnit4.NANOSECOND) {
    if (context.types.timestamp === "timestamp") return readNanosecondTimestamps;
    if (context.types.timestamp === "date") return readNanosecondDates;
    return (data, begin, end) => {
      const values = data.values;
      return readRuns(data, begin, end, (out, from, to) => {
        for (let i = from; i < to; i++) out[i - begin] = make(values[i]);
      });
    };
  }
  const toNanoseconds = nanosecondsOf(context, unit);
  return (data, begin, end) => {
    const values = data.values;
    return readRuns(data, begin, end, (out, from, to) => {
      for (let i = from; i < to; i++) out[i - begin] = make(toNanoseconds(values[i]));
    });
  };
}
var readNanosecondTimestamps = (data, begin, end) => {
  const values = data.values;
  return readRuns(data, begin, end, (out, from, to) => {
    for (let i = from; i < to; i++) out[i - begin] = Timestamp.fromEpochNanoseconds(values[i]);
  });
};
var readNanosecondDates = (data, begin, end) => {
  const halves = halvesOf(data.values);
  return readRuns(data, begin, end, (out, from, to) => {
    for (let i = from; i < to; i++) {
      const high2 = halves[2 * i + 1];
      const low = halves[2 * i] >>> 0;
      out[i - begin] = new Date(4294 * high2 + Math.floor((967296 * high2 + low) / 1e6));
    }
  });
};

// src/arrow/decode/readers.ts
function columnReader(type, declared, context) {
  if (DataType5.isDictionary(type)) {
    const values = valuesOfDictionary(type.dictionary, declared);
    if (values?.kind === "jsonb" && isBinary2(type.dictionary)) {
      return jsonbDictionaryReader(type, context, bytesDecoder(values, context));
    }
    return dictionaryReader(
      type,
      context,
      columnReader(type.dictionary, values, context),
      ownCopyOf(type.dictionary, context)
    );
  }
  if (isBinary2(type)) return binaryReader(context, bytesDecoder(declared, context));
  if (DataType5.isBinaryView(type)) return binaryViewReader(context, bytesDecoder(declared, context));
  if (DataType5.isFixedSizeBinary(type)) return fixedSizeBinaryReader(type);
  if (DataType5.isUtf8(type) || DataType5.isLargeUtf8(type)) return stringReader(context);
  if (DataType5.isUtf8View(type)) return stringViewReader(context);
  if (DataType5.isInt(type)) return type.bitWidth === 64 ? int64Reader(context, type.isSigned) : readNumbers;
  if (DataType5.isFloat(type)) return type.precision === Precision2.HALF ? readHalfFloats : readNumbers;
  if (DataType5.isBool(type)) return readBooleans;
  if (DataType5.isNull(type)) return readNulls;
  if (DataType5.isTimestamp(type)) return timestampReader(context, type.unit);
  if (DataType5.isDate(type)) return dateReader(context, type.unit);
  if (DataType5.isTime(type) || DataType5.isDuration(type)) return nanosecondsReader(type.unit);
  if (DataType5.isInterval(type)) return intervalReader(type.unit);
  if (DataType5.isDecimal(type)) return decimalReader(type);
  return nestedReader(type, declared, context);
}
function nestedReader(type, declared, context) {
  const inside = (index, of, path) => {
    const field2 = type.children[index];
    if (field2 === void 0)
      throw new MicromegasError("protocol", `Column ${JSON.stringify(context.column)} lacks a field.`);
    return columnReader(field2.type, of, { ...context, column: `${context.column}${path}` });
  };
  if (DataType5.isList(type) || DataType5.isLargeList(type)) {
    return listReader(context, inside(0, declared?.kind === "list" ? declared.item.type : void 0, "[]"));
  }
  if (DataType5.isFixedSizeList(type)) {
    return fixedSizeListReader(type, inside(0, declared?.kind === "list" ? declared.item.type : void 0, "[]"));
  }
  if (DataType5.isStruct(type)) {
    const names = type.children.map(({ name }) => name);
    const fields = declared?.kind === "struct" ? declared.fields : {};
    return structReader(
      names,
      names.map(
        (name, index) => inside(index, Object.hasOwn(fields, name) ? fields[name]?.type : void 0, `.${name}`)
      )
    );
  }
  if (DataType5.isMap(type)) {
    const entries = type.children[0]?.type;
    const [key, value] = entries?.children ?? [];
    if (key === void 0 || value === void 0)
      throw new MicromegasError("protocol", `Column ${JSON.stringify(context.column)} is a map without entries.`);
    const of = declared?.kind === "map" ? declared : void 0;
    return mapReader(
      context,
      columnReader(key.type, of?.key.type, context),
      columnReader(value.type, of?.value.type, { ...context, column: `${context.column}{}` })
    );
  }
  throw new MicromegasError(
    "unsupported",
    `Column ${JSON.stringify(context.column)} has the Arrow type ${type}, of which no rows can be made.`,
    {
      help: "Read record batches instead of rows, or cast the column."
    }
  );
}
function valuesOfDictionary(values, declared) {
  const inside = declared?.kind === "dictionary" ? declared.value : declared;
  return inside === void 0 && isBinary2(values) ? { kind: "jsonb", encoding: "dictionary" } : inside;
}
function isBinary2(type) {
  return DataType5.isBinary(type) || DataType5.isLargeBinary(type);
}
function ownCopyOf(values, { types }) {
  const isMutable = isBinary2(values) || DataType5.isBinaryView(values) || DataType5.isFixedSizeBinary(values) || DataType5.isList(values) || DataType5.isLargeList(values) || DataType5.isFixedSizeList(values) || DataType5.isStruct(values) || DataType5.isMap(values) || DataType5.isInterval(values) || DataType5.isTimestamp(values) && types.timestamp === "date";
  return isMutable ? structuredCopy : void 0;
}
function structuredCopy(value) {
  if (value instanceof Uint8Array) return value.slice();
  if (Array.isArray(value)) return value.map(structuredCopy);
  if (value instanceof Date) return new Date(value);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, structuredCopy(item)]));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, structuredCopy(member)]));
}
function bytesDecoder(declared, context) {
  if (declared?.kind !== "jsonb") return copyBytes;
  const decode = jsonbDecoder(context.types.int64);
  return (bytes, start, stop) => {
    try {
      return decode(bytes, start, stop);
    } catch (cause) {
      throw cause instanceof MicromegasError ? columnError(context, `cannot be read. ${cause.message.replace(/\.$/, "")}`, cause.help) : cause;
    }
  };
}

// src/arrow/decode/row-decoder.ts
var rowsAtOnce = 1024;
function resultColumns(schema2, { types, propertyNames, columns }) {
  const names = schema2.fields.map(({ name }) => propertyNames?.get(name) ?? name);
  refuseRepeated(names);
  return schema2.fields.map(({ name, type }, index) => {
    const declared = columns?.get(name)?.type;
    if (declared !== void 0 && !yields(type, declared)) {
      throw new MicromegasError(
        "protocol",
        `Column ${JSON.stringify(name)} arrived as ${type}, which is not what its view set declares.`,
        {
          help: "The service has another version of this view set than the declaration: correct the declaration."
        }
      );
    }
    return { name: names[index] ?? "", type, declared, context: { column: name, types } };
  });
}
function createRowDecoder(schema2, plan) {
  const columns = resultColumns(schema2, plan);
  const readers = columns.map(({ type, declared, context }) => columnReader(type, declared, context));
  const makeRows = makers.rowMaker(columns.map(({ name }) => name));
  return (batch, begin = 0, end = batch.numRows) => {
    const rows = new Array(end - begin);
    for (let from = begin; from < end; from += rowsAtOnce) {
      const to = Math.min(from + rowsAtOnce, end);
      const columns2 = readers.map((read, index) => read(batch.data.children[index], from, to));
      makeRows(columns2, rows, from - begin, to - from);
    }
    return rows;
  };
}
function refuseRepeated(names) {
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated === void 0) return;
  throw new MicromegasError(
    "invalid_argument",
    `The result has two columns of the name ${JSON.stringify(repeated)}: a row can hold one.`,
    {
      help: "Give one of them an alias."
    }
  );
}

// src/arrow/columnar/join-codes.ts
import { DataType as DataType7 } from "apache-arrow";

// src/arrow/columnar/distinct-values.ts
import { Binary, DataType as DataType6, Dictionary, Int32, makeData as makeData2, makeVector } from "apache-arrow";

// src/types/values.ts
var hexDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
function toHex(bytes) {
  let text = "";
  for (const byte of bytes) text += hexDigits[byte];
  return text;
}
function jsonReplacer(_key, value) {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Uint8Array) return toHex(value);
  if (value instanceof Map) {
    const entries = [...value];
    return entries.every(([key]) => typeof key === "string") ? Object.fromEntries(entries) : entries;
  }
  return value;
}
function stringify(value, space) {
  return JSON.stringify(value, jsonReplacer, space);
}

// src/arrow/columnar/distinct-values.ts
function distinctValuesOf(column) {
  const stored = DataType6.isDictionary(column.type) ? column.type.dictionary : column.type;
  if (DataType6.isBinary(stored) || DataType6.isLargeBinary(stored)) return new DistinctBytes(column);
  return new DistinctDecoded(column, stored);
}
var Numbering = class {
  #numbers = /* @__PURE__ */ new Map();
  /** Returns the number of a key, and takes the value of one that is new. */
  numberOf(key, take) {
    let number2 = this.#numbers.get(key);
    if (number2 === void 0) {
      number2 = this.#numbers.size;
      this.#numbers.set(key, number2);
      take();
    }
    return number2;
  }
};
var DistinctDecoded = class {
  #read;
  #numbering = new Numbering();
  #values = [];
  constructor({ type, declared, context }, stored) {
    const inside = DataType6.isDictionary(type) && declared?.kind === "dictionary" ? declared.value : declared;
    const read = columnReader(stored, inside, context);
    this.#read = (data) => read(data, 0, data.length);
  }
  codesOf(data) {
    const values = this.#read(data);
    const codes = new Int32Array(data.length);
    for (let i = 0; i < codes.length; i++) {
      const value = values[i];
      codes[i] = value === null ? -1 : this.#numbering.numberOf(keyOf(value), () => this.#values.push(value));
    }
    return codes;
  }
  values() {
    return this.#values;
  }
};
function keyOf(value) {
  return typeof value === "object" ? stringify(value) : value;
}
var DistinctBytes = class {
  #column;
  #numbering = new Numbering();
  #bytes = [];
  #values;
  constructor(column) {
    this.#column = column;
  }
  codesOf(data) {
    const codes = new Int32Array(data.length).fill(-1);
    if (data.length === 0) return codes;
    const { context } = this.#column;
    const offsets = offsetsOf(data, context);
    const bytes = data.values;
    checkOffsets(offsets, 0, data.length, bytes.byteLength, context);
    const text = textBytes(bytes);
    readRuns(data, 0, data.length, (_, from, to) => {
      for (let i = from; i < to; i++) {
        const [start, stop] = [offsets[i], offsets[i + 1]];
        codes[i] = this.#numbering.numberOf(
          text.characters(start, stop),
          () => (
            // A copy: the memory of the batch can go.
            this.#bytes.push(bytes.slice(start, stop))
          )
        );
      }
    });
    return codes;
  }
  values() {
    this.#values ??= this.#decode();
    return this.#values;
  }
  #decode() {
    const { type, declared, context } = this.#column;
    const read = columnReader(type, declared, context);
    const data = binaryOf(this.#bytes);
    const column = DataType6.isDictionary(type) ? asDictionary(data) : data;
    return Array.from(read(column, 0, column.length));
  }
};
function binaryOf(values) {
  const valueOffsets = new Int32Array(values.length + 1);
  for (const [index, { byteLength }] of values.entries()) {
    valueOffsets[index + 1] = valueOffsets[index] + byteLength;
  }
  const data = new Uint8Array(valueOffsets.at(-1));
  for (const [index, bytes] of values.entries()) data.set(bytes, valueOffsets[index]);
  return makeData2({ type: new Binary(), length: values.length, nullCount: 0, valueOffsets, data });
}
function asDictionary(values) {
  const type = new Dictionary(new Binary(), new Int32());
  const data = Int32Array.from({ length: values.length }, (_, index) => index);
  return makeData2({ type, length: values.length, nullCount: 0, data, dictionary: makeVector(values) });
}

// src/arrow/columnar/join-codes.ts
function joinCodes(column, parts, length) {
  const distinct = distinctValuesOf(column);
  const codes = new Int32Array(length);
  const write = DataType7.isDictionary(column.type) ? dictionaryWriter(column, distinct) : plainWriter(distinct);
  let at = 0;
  for (const part of parts) {
    write(codes, at, part);
    at += part.length;
  }
  return {
    codes,
    get values() {
      return distinct.values();
    }
  };
}
var plainWriter = (distinct) => (codes, at, part) => codes.set(distinct.codesOf(part), at);
function dictionaryWriter({ context }, distinct) {
  let known;
  const dictionaryOf = ({ dictionary }) => {
    if (dictionary === void 0) throw columnError(context, "has no dictionary");
    if (known?.vector !== dictionary) known = dictionaryCodes(dictionary, distinct);
    return known;
  };
  return (codes, at, part) => {
    const runs = hasNulls(part) ? validRuns(part.nullBitmap, part.offset, part.offset + part.length) : void 0;
    if (runs !== void 0) codes.fill(-1, at, at + part.length);
    if (part.length === 0 || runs?.length === 0) return;
    const dictionary = dictionaryOf(part);
    const indices = narrowIndices(part);
    for (let run = 0; run < (runs?.length ?? 2); run += 2) {
      const from = runs === void 0 ? 0 : runs[run] - part.offset;
      const to = runs === void 0 ? part.length : runs[run + 1] - part.offset;
      if (!areWithin(indices.subarray(from, to), dictionary.codes.length)) {
        throw columnError(context, "refers to a value that its dictionary does not have");
      }
      if (runs === void 0 && dictionary.isConstantZero) continue;
      if (dictionary.isIdentity) codes.set(indices.subarray(from, to), at + from);
      else mapIndices(codes.subarray(at + from, at + to), indices.subarray(from, to), dictionary.codes);
    }
  };
}
function dictionaryCodes(vector2, distinct) {
  const parts = vector2.data.map((data) => distinct.codesOf(data));
  const codes = parts.length === 1 ? parts[0] : Int32Array.from(parts.flatMap((part) => [...part]));
  const isIdentity = codes.every((code, index) => code === index);
  return { vector: vector2, codes, isIdentity, isConstantZero: isIdentity && codes.length === 1 };
}
function narrowIndices({ values }) {
  const indices = values;
  return indices instanceof BigInt64Array || indices instanceof BigUint64Array ? Float64Array.from(indices, Number) : indices;
}
function areWithin(indices, size) {
  let largest = 0;
  let smallest = 0;
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i];
    if (index > largest) largest = index;
    else if (index < smallest) smallest = index;
  }
  return indices.length === 0 || smallest === 0 && largest < size;
}
function mapIndices(codes, indices, codeOf) {
  for (let i = 0; i < indices.length; i++) codes[i] = codeOf[indices[i]];
}

// src/arrow/columnar/join-column.ts
import { DataType as DataType8, Precision as Precision3, TimeUnit as TimeUnit5 } from "apache-arrow";
function isNumeric(type) {
  return DataType8.isInt(type) || DataType8.isFloat(type) || DataType8.isTimestamp(type) || DataType8.isTime(type) || DataType8.isDuration(type);
}
function joinColumn(column, parts, length, options) {
  const isNullable = parts.some(hasNulls);
  const { type, context } = column;
  if (DataType8.isTimestamp(type) && context.types.timestamp !== "string") {
    const read2 = instantsReader(column, type.unit);
    if (options.time !== "milliseconds") {
      return isNullable ? plain(parts, length, read2) : typed(new BigInt64Array(length), parts, read2);
    }
    const readMilliseconds = (part) => milliseconds(read2(part));
    if (!isNullable) return typed(new Float64Array(length), parts, readMilliseconds);
    return options.nulls === "nan" ? withNaN(parts, length, readMilliseconds) : plain(parts, length, readMilliseconds);
  }
  const read = valuesReader(column);
  const array = arrayFor(column, length);
  if (isNullable || array === void 0) {
    const hasNumbers = array !== void 0 && !(array instanceof BigInt64Array || array instanceof BigUint64Array);
    return hasNumbers && options.nulls === "nan" ? withNaN(parts, length, read) : plain(parts, length, read);
  }
  return typed(array, parts, read);
}
function valuesReader({ type, declared, context }) {
  const read = columnReader(type, declared, context);
  return (part) => read(part, 0, part.length);
}
function instantsReader({ type, declared, context }, unit) {
  if (unit === TimeUnit5.NANOSECOND) return (part) => readNumbers(part, 0, part.length);
  const read = columnReader(type, declared, { ...context, types: { ...context.types, timestamp: "timestamp" } });
  return (part) => Array.from(
    read(part, 0, part.length),
    (instant) => instant?.epochNanoseconds ?? null
  );
}
function arrayFor({ type, context }, length) {
  if (DataType8.isInt(type) && type.bitWidth === 64) {
    if (context.types.int64 === "string") return void 0;
    if (context.types.int64 === "number") return new Float64Array(length);
    return type.isSigned ? new BigInt64Array(length) : new BigUint64Array(length);
  }
  if (DataType8.isFloat(type) && type.precision === Precision3.HALF) return new Float32Array(length);
  if (DataType8.isInt(type) || DataType8.isFloat(type)) {
    return new type.ArrayType(length);
  }
  if (DataType8.isTime(type) || DataType8.isDuration(type)) return new BigInt64Array(length);
  return void 0;
}
function typed(array, parts, read) {
  let at = 0;
  for (const part of parts) {
    array.set(read(part), at);
    at += part.length;
  }
  return array;
}
function plain(parts, length, read) {
  const out = new Array(length);
  let at = 0;
  for (const part of parts) {
    const values = read(part);
    for (let i = 0; i < values.length; i++) out[at + i] = values[i];
    at += part.length;
  }
  return out;
}
function withNaN(parts, length, read) {
  const out = new Float64Array(length);
  let at = 0;
  for (const part of parts) {
    const values = read(part);
    for (let i = 0; i < values.length; i++) out[at + i] = values[i] ?? Number.NaN;
    at += part.length;
  }
  return out;
}
function milliseconds(values) {
  if (values instanceof BigInt64Array) return millisecondsOf(values);
  return Array.from(values, (value) => value === null ? null : millisecondsOf(BigInt64Array.of(value))[0]);
}
function millisecondsOf(nanoseconds) {
  const halves = halvesOf(nanoseconds);
  const out = new Float64Array(nanoseconds.length);
  for (let i = 0; i < out.length; i++) {
    const high2 = halves[2 * i + 1];
    const rest = 967296 * high2 + (halves[2 * i] >>> 0);
    const whole = Math.floor(rest / 1e6);
    out[i] = 4294 * high2 + whole + (rest - whole * 1e6) / 1e6;
  }
  return out;
}

// src/arrow/columnar/columnar-of.ts
function columnarOf(schema2, batches, plan, options) {
  const length = batches.reduce((sum, { numRows }) => sum + numRows, 0);
  const columns = resultColumns(schema2, plan);
  const isCoded = codedColumns(columns, options.codes);
  const joined = columns.map((column, index) => {
    const parts = batches.map(({ data }) => data.children[index]);
    return [
      column.name,
      isCoded(column) ? joinCodes(column, parts, length) : joinColumn(column, parts, length, options)
    ];
  });
  return { length, columns: Object.fromEntries(joined) };
}
function codedColumns(columns, codes = []) {
  if (codes === "dictionaries") return ({ type }) => DataType9.isDictionary(type) && !isNumeric(type.dictionary);
  const names = columns.map(({ name }) => name);
  const unknown = codes.find((name) => !names.includes(name));
  if (unknown !== void 0) {
    throw invalidArgument(`Option "codes": unknown column ${JSON.stringify(unknown)}; columns: ${names.join(", ")}.`);
  }
  return ({ name }) => codes.includes(name);
}
export {
  RecordBatchAssembler,
  columnarOf,
  createRowDecoder
};
