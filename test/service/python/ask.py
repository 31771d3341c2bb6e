"""Asks a Micromegas service with its Python client, and tells exactly what came.

Reads one JSON object from standard input, writes one to standard output.

Job: {
    "url": "grpc://host:port",
    "token": text, optional,
    "preserveDictionary": boolean, optional: the client's option of that name,
    "mode": "rows" (default) or "timing",
    "folder": where "rows" writes its files; must exist,
    "repeat": how often "timing" asks each query in each way, 3 by default,
    "queries": [{
        "name": text, also the name of the file,
        "sql": text,
        "begin": RFC 3339 text, "end": RFC 3339 text, both optional,
        "jsonb": names of columns to decode as JSONB, optional
    }]
}

Answer of "rows": a list with, for each query in order,
    {"name", "file", "rows", "seconds", "schema": [{"name", "type", "nullable"}]} or {"name", "error": {"type", "message"}}
where `seconds` is what the client took for an Arrow table, and `file` has one line for each row: a JSON array of the
columns' values in the form below, without spaces, as JSON.stringify writes it.

Answer of "timing": a list of {"name", "rows", "pandas", "arrow", "pylist"}, the last three being seconds of each repetition
of `query`, of `query_arrow`, and of `query_arrow` followed by `to_pylist`. The three are asked in turn.

Canonical form, one for each Arrow type, in which no bit is lost:
    null of any type        null
    Boolean                 "true", "false"
    integers                decimal text
    Float16, 32, 64         the IEEE bits in hexadecimal, most significant digit first, lower case (4, 8, 16 digits)
    Decimal                 decimal text with all digits of the scale, no exponent: "1.50"
    Utf8 and its kinds      the text
    Binary and its kinds    hexadecimal, lower case
    Timestamp               nanoseconds since 1970-01-01T00:00:00Z, decimal text, whatever unit and zone
    Date                    "2026-11-23"
    Time, Duration          nanoseconds, decimal text
    Interval                ["months", "days", "nanoseconds"], each decimal text
    Dictionary              the form of the value
    List and its kinds      an array of the elements' forms
    Struct                  an object of the fields' forms, in the schema's order
    Map                     an array of [key, value]
    JSONB, where asked for  null: "null"; booleans: "true", "false"; integers: "i:" and decimal text; floats: "f:" and
                            their 16 digits as above; decimals: "d:" and decimal text; strings: "s:" and the text;
                            arrays and objects: arrays and objects of these, keys in the order of the bytes
"""

import datetime
import json
import os
import struct
import sys
import time
from decimal import Decimal

import numpy
import pyarrow as pa
from micromegas.auth import StaticTokenAuthProvider
from micromegas.flightsql.client import FlightSQLClient

NANOSECONDS = {"s": 1_000_000_000, "ms": 1_000_000, "us": 1_000, "ns": 1}
EPOCH = datetime.date(1970, 1, 1)


def main():
    job = json.load(sys.stdin)
    token = job.get("token")
    client = FlightSQLClient(
        job["url"],
        preserve_dictionary=job.get("preserveDictionary", False),
        auth_provider=StaticTokenAuthProvider(token) if token else None,
        client_entrypoint="script",
    )
    if job.get("mode", "rows") == "timing":
        answer = [timing(client, query, job.get("repeat", 3)) for query in job["queries"]]
    else:
        answer = [rows(client, query, job["folder"]) for query in job["queries"]]
    json.dump(answer, sys.stdout)


def arguments(query):
    return query["sql"], query.get("begin"), query.get("end")


def rows(client, query, folder):
    name = query["name"]
    start = time.perf_counter()
    try:
        table = client.query_arrow(*arguments(query))
    except Exception as error:
        return {"name": name, "error": {"type": type(error).__name__, "message": str(error)}}
    seconds = time.perf_counter() - start
    path = os.path.join(folder, name + ".jsonl")
    jsonb = set(query.get("jsonb", ()))
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for batch in table.to_batches():
            columns = [
                canonical(column, field.name in jsonb) for field, column in zip(batch.schema, batch.columns)
            ]
            # zip() of no columns has no rows.
            lines = zip(*columns) if columns else ((),) * batch.num_rows
            file.writelines(encode(line) + "\n" for line in lines)
    return {
        "name": name,
        "file": path,
        "rows": table.num_rows,
        "seconds": seconds,
        "schema": [
            {"name": field.name, "type": str(field.type), "nullable": field.nullable} for field in table.schema
        ],
    }


def timing(client, query, repeat):
    ways = {
        "pandas": lambda: client.query(*arguments(query)),
        "arrow": lambda: client.query_arrow(*arguments(query)),
        "pylist": lambda: client.query_arrow(*arguments(query)).to_pylist(),
    }
    seconds = {way: [] for way in ways}
    count = 0
    for _ in range(repeat):
        for way, ask in ways.items():
            start = time.perf_counter()
            count = len(ask())
            seconds[way].append(time.perf_counter() - start)
    return {"name": query["name"], "rows": count, **seconds}


def canonical(array, jsonb=False):
    """The values of an Arrow array in their canonical form."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        # Each distinct value is made once.
        values = canonical(array.dictionary, jsonb)
        return [None if index is None else values[index] for index in array.indices.to_pylist()]
    if pa.types.is_null(kind):
        return [None] * len(array)
    if jsonb:
        return each(array, lambda value: decode_jsonb(value))
    if pa.types.is_boolean(kind):
        return each(array, lambda value: "true" if value else "false")
    if pa.types.is_integer(kind):
        return each(array, str)
    if pa.types.is_floating(kind):
        return floats(array)
    if pa.types.is_decimal(kind):
        return each(array, lambda value: format(value, "f"))
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return array.to_pylist()
    if (
        pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_binary_view(kind)
        or pa.types.is_fixed_size_binary(kind)
    ):
        return each(array, bytes.hex)
    if pa.types.is_timestamp(kind) or pa.types.is_duration(kind):
        return nanoseconds(array.cast(pa.int64()), kind.unit)
    if pa.types.is_date32(kind):
        return each(array.cast(pa.int32()), date)
    if pa.types.is_date64(kind):
        return each(array.cast(pa.int64()), lambda value: date(value // 86_400_000))
    if pa.types.is_time(kind):
        return nanoseconds(array.cast(pa.int32() if pa.types.is_time32(kind) else pa.int64()), kind.unit)
    if pa.types.is_interval(kind):
        return each(array, lambda value: [str(value.months), str(value.days), str(value.nanoseconds)])
    if pa.types.is_map(kind):
        # Before lists: a map is one to pyarrow as well.
        keys, items = canonical(array.keys), canonical(array.items)
        return [None if part is None else [list(entry) for entry in part] for part in split(array, list(zip(keys, items)))]
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return list(split(array, canonical(array.flatten())))
    if pa.types.is_struct(kind):
        names = [field.name for field in kind]
        fields = [canonical(child) for child in array.flatten()]
        valid = array.is_valid().to_pylist()
        return [dict(zip(names, values)) if there else None for there, values in zip(valid, zip(*fields))]
    raise TypeError(f"no canonical form for {kind}")


def each(array, form):
    return [None if value is None else form(value) for value in array.to_pylist()]


def floats(array):
    bits = numpy.asarray(array.fill_null(0).to_numpy(zero_copy_only=False))
    width = bits.dtype.itemsize
    integers = bits.view(f"u{width}").tolist()
    texts = [f"{value:0{2 * width}x}" for value in integers]
    if array.null_count:
        texts = [text if there else None for text, there in zip(texts, array.is_valid().to_pylist())]
    return texts


def nanoseconds(integers, unit):
    factor = NANOSECONDS[unit]
    return each(integers, lambda value: str(value * factor))


def date(days):
    # Beyond the years of datetime, as ECMAScript writes them: a sign and six digits.
    try:
        return (EPOCH + datetime.timedelta(days=days)).isoformat()
    except OverflowError:
        return str(numpy.datetime64(days, "D"))


def split(array, values):
    """Cuts the values of all lists into one list for each element of `array`."""
    begin = 0
    lengths = (
        [array.type.list_size if there else None for there in array.is_valid().to_pylist()]
        if pa.types.is_fixed_size_list(array.type)
        else lengths_of(array)
    )
    for length in lengths:
        if length is None:
            yield None
        else:
            yield values[begin : begin + length]
            begin += length


def lengths_of(array):
    # A map has offsets but no value_lengths().
    offsets = array.offsets.to_pylist()
    valid = array.is_valid().to_pylist()
    return [end - begin if there else None for begin, end, there in zip(offsets, offsets[1:], valid)]


CONTAINER_ARRAY, CONTAINER_OBJECT, CONTAINER_SCALAR = 0x80000000, 0x40000000, 0x20000000
ENTRY_NULL, ENTRY_STRING, ENTRY_NUMBER, ENTRY_FALSE, ENTRY_TRUE, ENTRY_CONTAINER = range(6)


def decode_jsonb(data):
    """The canonical form of a value in the binary format that the service stores JSON in."""
    (header,) = struct.unpack_from(">I", data)
    kind, count = header & 0xE0000000, header & 0x1FFFFFFF
    entries = {CONTAINER_SCALAR: 1, CONTAINER_ARRAY: count, CONTAINER_OBJECT: 2 * count}[kind]
    words = struct.unpack_from(f">{entries}I", data, 4)
    position = 4 + 4 * entries
    values = []
    for word in words:
        length = word & 0x0FFFFFFF
        values.append(decode_entry((word >> 28) & 7, data[position : position + length]))
        position += length
    if position != len(data):
        raise ValueError(f"{len(data) - position} bytes after a JSONB value")
    if kind == CONTAINER_SCALAR:
        return values[0]
    if kind == CONTAINER_ARRAY:
        return values
    # Keys are strings, which carry a mark as values.
    return dict(zip((key[2:] for key in values[:count]), values[count:]))


def decode_entry(kind, data):
    if kind == ENTRY_NULL:
        return "null"
    if kind == ENTRY_STRING:
        return "s:" + data.decode("utf-8")
    if kind == ENTRY_NUMBER:
        return decode_number(data)
    if kind == ENTRY_FALSE:
        return "false"
    if kind == ENTRY_TRUE:
        return "true"
    if kind == ENTRY_CONTAINER:
        return decode_jsonb(data)
    raise ValueError(f"JSONB entry of kind {kind}")


def decode_number(data):
    kind, digits = data[0] & 0xF0, data[1:]
    if kind == 0x00:
        return "i:0"
    if kind == 0x10:
        return "f:7ff8000000000000"
    if kind == 0x20:
        return "f:7ff0000000000000"
    if kind == 0x30:
        return "f:fff0000000000000"
    if kind == 0x40:
        return f"i:{int.from_bytes(digits, 'big', signed=True)}"
    if kind == 0x50:
        return f"i:{int.from_bytes(digits, 'big', signed=False)}"
    if kind == 0x60:
        return "f:" + digits.hex()
    if kind == 0x70:
        unscaled = int.from_bytes(digits[:-1], "big", signed=True)
        return "d:" + format(Decimal(unscaled).scaleb(-digits[-1]), "f")
    raise ValueError(f"JSONB number of kind {kind:#x}")


if __name__ == "__main__":
    main()
