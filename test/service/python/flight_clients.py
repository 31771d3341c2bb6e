"""Uses a Flight SQL service with every client that Python has for it, and tells what each of them got.

Reads one JSON object from standard input: {"url", "begin", "end", "process", "stream"}, where `stream` is a thread of
`process`. Writes one JSON object to standard output: the answer of each client's method, by its name. Integers are text.
"""

import datetime
import json
import sys
import uuid

import adbc_driver_flightsql
import adbc_driver_manager
import pyarrow as pa
import pyarrow.flight
from google.protobuf import any_pb2
from micromegas.flightsql import FlightSql_pb2
from micromegas.flightsql.client import FlightSQLClient

COUNT = "SELECT count(*) AS n FROM log_entries"


def micromegas(job):
    client = FlightSQLClient(job["url"])
    begin = datetime.datetime.fromisoformat(job["begin"])
    end = datetime.datetime.fromisoformat(job["end"])
    spans = f"SELECT * FROM view_instance('thread_spans', '{job['stream']}')"
    statement = client.prepare_statement(spans)
    return {
        "query": int(client.query(COUNT, begin, end)["n"][0]),
        "query, nothing in range": int(client.query(COUNT, begin.replace(year=1999), begin.replace(year=2000))["n"][0]),
        "query_arrow": client.query_arrow(spans, begin, end).num_rows,
        "query_stream": sum(batch.num_rows for batch in client.query_stream(spans, begin, end)),
        "prepare_statement": [f"{field.name}: {field.type}" for field in statement.dataset_schema],
        "prepared_statement_stream": sum(
            batch.num_rows for batch in client.prepared_statement_stream(client.prepare_statement(COUNT))
        ),
        "find_process": client.find_process(job["process"])["process_id"].tolist(),
        "query_streams": len(client.query_streams(begin, end, 1000, job["process"], "cpu")),
        "query_blocks": len(client.query_blocks(begin, end, 1000, job["stream"])),
        "query_spans": len(client.query_spans(begin, end, 1000, job["stream"])),
        "bulk_ingest": ingest(client),
        "error": error_of(lambda: client.query("SELECT nope FROM log_entries", begin, end)),
        "error without a range": error_of(lambda: client.query(spans)),
    }


def ingest(client):
    """Copies a process of the service to it under another id."""
    process = client.query_arrow("SELECT * FROM processes LIMIT 1")
    columns = {name: process[name] for name in process.column_names}
    columns["process_id"] = pa.array([str(uuid.uuid4())])
    columns["parent_process_id"] = pa.array([""])
    result = client.bulk_ingest("processes", pa.table(columns))
    return result.record_count


def error_of(work):
    try:
        work()
    except Exception as error:
        return [type(error).__name__, str(error).splitlines()[0]]
    return None


def any_packed(message):
    packed = any_pb2.Any()
    packed.Pack(message)
    return packed.SerializeToString()


def flight(job):
    client = pa.flight.connect(job["url"])
    query = FlightSql_pb2.CommandStatementQuery(query=COUNT)
    info = client.get_flight_info(pa.flight.FlightDescriptor.for_command(any_packed(query)))
    tables = FlightSql_pb2.CommandGetTables(include_schema=True)
    listing = client.get_flight_info(pa.flight.FlightDescriptor.for_command(any_packed(tables)))
    listed = client.do_get(listing.endpoints[0].ticket).read_all()
    schemas = [pa.ipc.read_schema(pa.py_buffer(schema)) for schema in listed["table_schema"].to_pylist()]
    return {
        "get_flight_info, do_get": client.do_get(info.endpoints[0].ticket).read_all()["n"].to_pylist(),
        "tables": dict(zip(listed["table_name"].to_pylist(), [len(schema) for schema in schemas])),
        "list_actions": len(list(client.list_actions())),
    }


def adbc(job):
    """By statements: the DB-API of this driver prepares everything first, and no Micromegas service runs what it prepared."""
    prefix = adbc_driver_flightsql.DatabaseOptions.RPC_CALL_HEADER_PREFIX.value
    headers = {f"{prefix}query_range_begin": job["begin"], f"{prefix}query_range_end": job["end"]}
    database = adbc_driver_flightsql.connect(job["url"], db_kwargs=headers)
    connection = adbc_driver_manager.AdbcConnection(database)

    def table(query):
        with adbc_driver_manager.AdbcStatement(connection) as statement:
            statement.set_sql_query(query)
            stream, _ = statement.execute_query()
            return pa.RecordBatchReader.from_stream(stream).read_all()

    try:
        info = pa.RecordBatchReader.from_stream(connection.get_info()).read_all().to_pylist()
        return {
            "execute_query": table(COUNT)["n"].to_pylist(),
            "execute_query, many rows": table(f"SELECT * FROM view_instance('thread_spans', '{job['stream']}')").num_rows,
            "get_info": [row["info_value"] for row in info if row["info_name"] == 0],
        }
    finally:
        connection.close()
        database.close()


def attempt(work):
    """What a client answers, or why it cannot."""
    try:
        return work()
    except Exception as error:
        return [type(error).__name__, str(error)]


if __name__ == "__main__":
    job = json.load(sys.stdin)
    clients = {"micromegas": micromegas, "pyarrow.flight": flight, "adbc": adbc}
    json.dump({name: attempt(lambda: client(job)) for name, client in clients.items()}, sys.stdout)
