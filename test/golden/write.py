"""Writes the golden Arrow streams beside this file, and what their values are.

    pip install pyarrow==26.0.1
    python test/golden/write.py

Every `NAME.arrows` is an Arrow IPC stream, every `NAME.arrow` the same in the file format, every `NAME.json` the list of its
rows in the notation of `golden.ts`.
"""

import decimal
import json
import pathlib

import pyarrow as pa

FOLDER = pathlib.Path(__file__).parent


def write(name, schema, batches, rows, **options):
    with pa.OSFile(str(FOLDER / f"{name}.arrows"), "wb") as sink:
        with pa.ipc.new_stream(sink, schema, options=pa.ipc.IpcWriteOptions(**options)) as writer:
            for batch in batches:
                writer.write_batch(batch)
    (FOLDER / f"{name}.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")


def write_file(name, schema, batches, **options):
    with pa.OSFile(str(FOLDER / f"{name}.arrow"), "wb") as sink:
        with pa.ipc.new_file(sink, schema, options=pa.ipc.IpcWriteOptions(**options)) as writer:
            for batch in batches:
                writer.write_batch(batch)


def big(value):
    return {"$bigint": str(value)}


def time(value):
    return {"$time": str(value)}


def octets(value):
    return {"$bytes": value.hex()}


def column(kind, values, expected):
    """A type, its values, and what they are in rows; a null is added at both ends."""
    return kind, [None, *values, None], [None, *expected, None]


def interval(months, days, nanoseconds):
    return {"months": months, "days": days, "nanoseconds": big(nanoseconds)}


MIN64, MAX64 = -(2**63), 2**63 - 1
TEXT = ["", "it's", "grüße 🎮", "a" * 40]

TYPES = {
    "null": (pa.null(), [None] * 6, [None] * 6),
    "bool": column(pa.bool_(), [True, False, True, True], [True, False, True, True]),
    "int8": column(pa.int8(), [-128, 127, 0, 1], [-128, 127, 0, 1]),
    "int16": column(pa.int16(), [-32768, 32767, 0, 1], [-32768, 32767, 0, 1]),
    "int32": column(pa.int32(), [-(2**31), 2**31 - 1, 0, 1], [-(2**31), 2**31 - 1, 0, 1]),
    "int64": column(pa.int64(), [MIN64, MAX64, 0, 2**53 + 1], [big(MIN64), big(MAX64), big(0), big(2**53 + 1)]),
    "uint8": column(pa.uint8(), [0, 255, 1, 2], [0, 255, 1, 2]),
    "uint16": column(pa.uint16(), [0, 65535, 1, 2], [0, 65535, 1, 2]),
    "uint32": column(pa.uint32(), [0, 2**32 - 1, 1, 2], [0, 2**32 - 1, 1, 2]),
    "uint64": column(pa.uint64(), [0, 2**64 - 1, 1, 2], [big(0), big(2**64 - 1), big(1), big(2)]),
    "float16": column(pa.float16(), [1.5, -0.5, 65504.0, 6e-8], [1.5, -0.5, 65504.0, 5.960464477539063e-08]),
    "float32": column(pa.float32(), [0.5, -1.25, 16777216.0, 0.1], [0.5, -1.25, 16777216.0, 0.10000000149011612]),
    "float64": column(pa.float64(), [0.1, -1e308, 5e-324, 3.0], [0.1, -1e308, 5e-324, 3.0]),
    "utf8": column(pa.string(), TEXT, TEXT),
    "large_utf8": column(pa.large_string(), TEXT, TEXT),
    "utf8_view": column(pa.string_view(), TEXT, TEXT),
    "binary": column(pa.binary(), [b"", b"\0\xff", b"x" * 20, b"y"], [octets(b""), octets(b"\0\xff"), octets(b"x" * 20), octets(b"y")]),
    "large_binary": column(pa.large_binary(), [b"", b"\0", b"xy", b"z"], [octets(b""), octets(b"\0"), octets(b"xy"), octets(b"z")]),
    "binary_view": column(pa.binary_view(), [b"", b"\0", b"x" * 20, b"z"], [octets(b""), octets(b"\0"), octets(b"x" * 20), octets(b"z")]),
    "fixed_binary": column(pa.binary(2), [b"\0\1", b"\xff\xff", b"ab", b"cd"], [octets(b"\0\1"), octets(b"\xff\xff"), octets(b"ab"), octets(b"cd")]),
    "time_ns": column(pa.timestamp("ns", "UTC"), [MIN64 + 1, MAX64, -1, 1_795_435_200_123_456_789], [time(MIN64 + 1), time(MAX64), time(-1), time(1_795_435_200_123_456_789)]),
    "time_us": column(pa.timestamp("us"), [-1, 0, 1, 10**15], [time(-1000), time(0), time(1000), time(10**18)]),
    "time_ms": column(pa.timestamp("ms"), [-1, 0, 1, 10**12], [time(-(10**6)), time(0), time(10**6), time(10**18)]),
    "time_s": column(pa.timestamp("s", "Europe/Paris"), [-1, 0, 1, 10**9], [time(-(10**9)), time(0), time(10**9), time(10**18)]),
    "date32": column(pa.date32(), [-1, 0, 20_780, -719_528], ["1969-12-31", "1970-01-01", "2026-11-23", "0000-01-01"]),
    "date64": column(pa.date64(), [-86_400_000, 0, 86_400_000, 20_780 * 86_400_000], ["1969-12-31", "1970-01-01", "1970-01-02", "2026-11-23"]),
    "clock32_s": column(pa.time32("s"), [0, 86_399, 1, 2], [big(0), big(86_399 * 10**9), big(10**9), big(2 * 10**9)]),
    "clock32_ms": column(pa.time32("ms"), [0, 86_399_999, 1, 2], [big(0), big(86_399_999 * 10**6), big(10**6), big(2 * 10**6)]),
    "clock64_us": column(pa.time64("us"), [0, 1, 2, 3], [big(0), big(1000), big(2000), big(3000)]),
    "clock64_ns": column(pa.time64("ns"), [0, 86_399_999_999_999, 1, 2], [big(0), big(86_399_999_999_999), big(1), big(2)]),
    "duration_s": column(pa.duration("s"), [-1, 0, 1, 2], [big(-(10**9)), big(0), big(10**9), big(2 * 10**9)]),
    "duration_ns": column(pa.duration("ns"), [MIN64, MAX64, -1, 1], [big(MIN64), big(MAX64), big(-1), big(1)]),
    "interval": column(
        pa.month_day_nano_interval(),
        [pa.MonthDayNano([1, -2, 3]), pa.MonthDayNano([0, 0, -(2**62)]), pa.MonthDayNano([-12, 31, 0]), pa.MonthDayNano([0, 0, 0])],
        [interval(1, -2, 3), interval(0, 0, -(2**62)), interval(-12, 31, 0), interval(0, 0, 0)],
    ),
    "decimal128": column(
        pa.decimal128(38, 5),
        [decimal.Decimal(text) for text in ("0.00000", "-0.00001", "123456789012345678901234567890123.45678", "-1.50000")],
        ["0.00000", "-0.00001", "123456789012345678901234567890123.45678", "-1.50000"],
    ),
    "decimal256": column(
        pa.decimal256(76, 2),
        [decimal.Decimal(text) for text in ("0.00", "-0.01", "9" * 70 + ".99", "-1.50")],
        ["0.00", "-0.01", "9" * 70 + ".99", "-1.50"],
    ),
    "list": column(pa.list_(pa.int64()), [[], [1], [None, 2], [3, 4, 5]], [[], [big(1)], [None, big(2)], [big(3), big(4), big(5)]]),
    "large_list": column(pa.large_list(pa.string()), [[], ["a"], [None], ["b", "c"]], [[], ["a"], [None], ["b", "c"]]),
    "fixed_list": column(pa.list_(pa.float64(), 2), [[1.0, 2.0], [0.5, None], [3.0, 4.0], [5.0, 6.0]], [[1.0, 2.0], [0.5, None], [3.0, 4.0], [5.0, 6.0]]),
    "struct": column(
        pa.struct([("a", pa.int64()), ("b", pa.list_(pa.string()))]),
        [{"a": 1, "b": ["x"]}, {"a": None, "b": None}, {"a": 2, "b": []}, {"a": 3, "b": [None]}],
        [{"a": big(1), "b": ["x"]}, {"a": None, "b": None}, {"a": big(2), "b": []}, {"a": big(3), "b": [None]}],
    ),
    "map": column(
        pa.map_(pa.string(), pa.int64()),
        [[("k", 1)], [], [("a", None), ("b", 2)], [("z", 3)]],
        [{"$map": [["k", big(1)]]}, {"$map": []}, {"$map": [["a", None], ["b", big(2)]]}, {"$map": [["z", big(3)]]}],
    ),
}


def rows_of(expected):
    names = list(expected)
    return [dict(zip(names, values)) for values in zip(*expected.values())]


def types():
    arrays = {}
    for name, (kind, values, _) in TYPES.items():
        if pa.types.is_date64(kind):
            array = pa.array(values, pa.int64()).cast(pa.timestamp("ms")).cast(kind)
        elif pa.types.is_temporal(kind) and not pa.types.is_interval(kind):
            width = pa.int32() if pa.types.is_date32(kind) or pa.types.is_time32(kind) else pa.int64()
            array = pa.array(values, width).cast(kind)
        else:
            array = pa.array(values, kind)
        arrays[name] = array
    table = pa.record_batch(list(arrays.values()), names=list(arrays))
    rows = rows_of({name: expected for name, (_, _, expected) in TYPES.items()})
    write("every-type", table.schema, [table], rows)
    # Slices begin and end in the middle of a byte of their validity.
    write("sliced", table.schema, [table.slice(1, 3), table.slice(4, 1), table.slice(0, 0), table.slice(2, 4)], rows[1:4] + rows[4:5] + rows[2:6])
    write("no-rows", table.schema, [], [])


def long_columns():
    count = 200
    numbers = [None if index % 64 in (63, 0) else index for index in range(count)]
    texts = [None if index % 3 == 0 else f"text {index}" for index in range(count)]
    flags = [None if index % 65 == 64 else index % 2 == 0 for index in range(count)]
    batch = pa.record_batch([pa.array(numbers, pa.int32()), pa.array(texts), pa.array(flags)], names=["number", "text", "flag"])
    rows = rows_of({"number": numbers, "text": texts, "flag": flags})
    write("nulls-at-word-edges", batch.schema, [batch, batch.slice(63, 66), batch.slice(64, 1)], rows + rows[63:129] + rows[64:65])


def dictionaries():
    kind = pa.dictionary(pa.int32(), pa.string())
    schema = pa.schema([("name", kind), ("narrow", pa.dictionary(pa.int8(), pa.int64()))])

    def batch(names, indices, narrow):
        return pa.record_batch(
            [
                pa.DictionaryArray.from_arrays(pa.array(indices, pa.int32()), pa.array(names)),
                pa.DictionaryArray.from_arrays(pa.array(narrow, pa.int8()), pa.array([10, 20], pa.int64())),
            ],
            schema=schema,
        )

    first = batch(["a", "b"], [0, 1, None, 0], [0, 1, 0, None])
    second = batch(["x", "b"], [0, 1, 0, None], [1, 1, 0, 0])
    longer = batch(["x", "b", None, "y"], [3, 2, 0, 1], [1, None, 0, 0])
    names = ["a", "b", None, "a", "x", "b", "x", None, "y", None, "x", "b"]
    narrow = [10, 20, 10, None, 20, 20, 10, 10, 20, None, 10, 10]
    rows = rows_of({"name": names, "narrow": [value and big(value) for value in narrow]})
    write("dictionaries-replaced", schema, [first, second, longer], rows)
    deltas = [batch(["a"], [0], [0]), batch(["a", "b"], [1, 0], [1, 0]), batch(["a", "b", "c"], [2, 1], [0, 0])]
    rows = rows_of({"name": ["a", "b", "a", "c", "b"], "narrow": [big(10), big(20), big(10), big(10), big(10)]})
    write("dictionaries-extended", schema, deltas, rows, emit_dictionary_deltas=True)
    write_file("dictionaries-extended", schema, deltas, emit_dictionary_deltas=True)


def nested_dictionaries():
    words = pa.DictionaryArray.from_arrays(pa.array([0, 1, 0, 1, 1], pa.int32()), pa.array(["x", "y"]))
    lists = pa.ListArray.from_arrays(pa.array([0, 2, 2, 5], pa.int32()), words)
    structs = pa.StructArray.from_arrays([words.slice(0, 3)], names=["word"])
    of_lists = pa.DictionaryArray.from_arrays(pa.array([1, 0, None], pa.int32()), pa.array([["p"], ["q", "r"]]))
    batch = pa.record_batch([lists, structs, of_lists], names=["lists", "structs", "of_lists"])
    rows = rows_of(
        {
            "lists": [["x", "y"], [], ["x", "y", "y"]],
            "structs": [{"word": "x"}, {"word": "y"}, {"word": "x"}],
            "of_lists": [["q", "r"], ["p"], None],
        }
    )
    write("nested-dictionaries", batch.schema, [batch], rows)


def jsonb():
    def scalar(kind, body=b""):
        return b"\x20\0\0\0" + (kind << 28 | len(body)).to_bytes(4, "big") + body

    def text(value):
        return 1, value.encode()

    def number(body):
        return 2, body

    def container(head, *entries):
        words = b"".join((kind << 28 | len(body)).to_bytes(4, "big") for kind, body in entries)
        return head + words + b"".join(body for _, body in entries)

    def array(*entries):
        return container((0x80000000 | len(entries)).to_bytes(4, "big"), *entries)

    def mapping(**entries):
        keys = [text(key) for key in entries]
        return container((0x40000000 | len(entries)).to_bytes(4, "big"), *keys, *entries.values())

    def signed(value, width):
        return number(b"\x40" + value.to_bytes(width, "big", signed=True))

    def unsigned(value, width):
        return number(b"\x50" + value.to_bytes(width, "big"))

    import struct

    values = [
        (mapping(k=text("v")), {"k": "v"}),
        (mapping(), {}),
        (scalar(*text("grüße")), "grüße"),
        (scalar(0), None),
        (scalar(3), False),
        (scalar(4), True),
        (scalar(*number(b"\0")), 0),
        (array(signed(-1, 1), signed(-300, 2), signed(-70000, 4), signed(-(2**53) + 1, 8), signed(MIN64, 8)), [-1, -300, -70000, -(2**53) + 1, big(MIN64)]),
        (array(unsigned(255, 1), unsigned(65535, 2), unsigned(2**32 - 1, 4), unsigned(2**64 - 1, 8)), [255, 65535, 2**32 - 1, big(2**64 - 1)]),
        (array(number(b"\x60" + struct.pack(">d", 0.1)), number(b"\x60" + struct.pack(">d", 3.0))), [0.1, 3.0]),
        (array(number(b"\x70" + (-12345).to_bytes(8, "big", signed=True) + b"\x02")), ["-123.45"]),
        (mapping(__proto__=(5, mapping(a=(4, b""))), b=(5, array())), {"__proto__": {"a": True}, "b": []}),
    ]
    assert values[0][0].hex() == "4000000110000001100000016b76"
    plain = pa.array([data for data, _ in values], pa.binary())
    indices = list(range(len(values))) + [0, 0, None]
    shared = pa.DictionaryArray.from_arrays(pa.array(indices, pa.int32()), plain)
    batch = pa.record_batch([shared], names=["properties"])
    write("jsonb-in-a-dictionary", batch.schema, [batch], [{"properties": values[index][1] if index is not None else None} for index in indices])
    batch = pa.record_batch([plain], names=["events"])
    write("jsonb", batch.schema, [batch], [{"events": value} for _, value in values])


def no_columns():
    schema = pa.schema([])
    batch = pa.RecordBatch.from_struct_array(pa.array([{}] * 3, pa.struct([])))
    write("no-columns", schema, [batch], [{}] * 3)


types()
long_columns()
dictionaries()
nested_dictionaries()
jsonb()
no_columns()
