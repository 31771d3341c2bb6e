"""
Measures one way of the Python world to get a result.

The only argument is a job: {"contender": name, "target": {"url", "range": {"begin", "end"}}, "sql", "part": {"sql", "rows",
"oneRowSql"}, "count", "concurrency"}; `job.ts` says what each is.
Each line of standard input is the amount to measure, "whole" or "part"; the answer is one line, {"milliseconds",
"cpuMilliseconds", "rows", "oneRow"} or {"error"}.
"""

import datetime
import gc
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor


def micromegas_client(target):
    from micromegas.flightsql.client import FlightSQLClient

    return FlightSQLClient(target["url"], preserve_dictionary=True, client_entrypoint="script")


def micromegas_way(target, way):
    client = micromegas_client(target)
    begin, end = target["range"]["begin"], target["range"]["end"]
    return lambda sql: way(client, sql, begin, end)


def pandas(target):
    return micromegas_way(target, lambda client, *query: client.query(*query))


def arrow(target):
    return micromegas_way(target, lambda client, *query: client.query_arrow(*query))


def pylist(target):
    return micromegas_way(target, lambda client, *query: client.query_arrow(*query).to_pylist())


def headers(target):
    return {
        "preserve_dictionary": "true",
        "query_range_begin": target["range"]["begin"],
        "query_range_end": target["range"]["end"],
    }


def flight(target):
    from google.protobuf import any_pb2
    from micromegas.flightsql import FlightSql_pb2
    from pyarrow import flight as arrow_flight

    client = arrow_flight.connect(target["url"].replace("grpc://", "grpc+tcp://"))
    options = arrow_flight.FlightCallOptions(
        headers=[(name.encode(), value.encode()) for name, value in headers(target).items()]
    )

    def ask(sql):
        statement = FlightSql_pb2.TicketStatementQuery(statement_handle=sql.encode())
        ticket = any_pb2.Any()
        ticket.Pack(statement)
        return client.do_get(arrow_flight.Ticket(ticket.SerializeToString()), options).read_all()

    return ask


def adbc(target):
    """The low-level form: the one of the Python Database API always prepares, which the service does not run."""
    import adbc_driver_flightsql
    import adbc_driver_manager
    import pyarrow

    prefix = adbc_driver_flightsql.DatabaseOptions.RPC_CALL_HEADER_PREFIX.value
    database = adbc_driver_flightsql.connect(
        target["url"].replace("grpc://", "grpc+tcp://"),
        {prefix + name: value for name, value in headers(target).items()},
    )
    connection = adbc_driver_manager.AdbcConnection(database)

    def ask(sql):
        with adbc_driver_manager.AdbcStatement(connection) as statement:
            statement.set_sql_query(sql)
            stream, _ = statement.execute_query()
            return pyarrow.RecordBatchReader.from_stream(stream).read_all()

    return ask


CONTENDERS = {"pandas": pandas, "arrow": arrow, "pylist": pylist, "flight": flight, "adbc": adbc}


def measure(ask, job, amount):
    if amount == "whole":
        return measure_sql(ask, job["sql"], job)
    measurement = measure_sql(ask, job["part"]["sql"], job)
    one_row = measure_sql(ask, job["part"]["oneRowSql"], job)
    measurement["oneRow"] = {name: one_row[name] for name in ("milliseconds", "cpuMilliseconds")}
    return measurement


def measure_sql(ask, sql, job):
    """A whole result, or many small ones by as many threads as are to be under way."""
    cpu_start = time.process_time()
    start = time.perf_counter()
    if job["concurrency"] == 1:
        results = [ask(sql) for _ in range(job["count"])]
    else:
        with ThreadPoolExecutor(job["concurrency"]) as threads:
            results = list(threads.map(lambda _: ask(sql), range(job["count"])))
    milliseconds = (time.perf_counter() - start) * 1000
    cpu_milliseconds = (time.process_time() - cpu_start) * 1000
    return {"milliseconds": milliseconds, "cpuMilliseconds": cpu_milliseconds, "rows": sum(len(result) for result in results)}


def main():
    job = json.loads(sys.argv[1])
    ask = None
    for line in sys.stdin:
        try:
            ask = ask or CONTENDERS[job["contender"]](job["target"])
            answer = measure(ask, job, line.strip())
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)
        gc.collect()


if __name__ == "__main__":
    main()
