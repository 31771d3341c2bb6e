"""
Runs queries on native DataFusion over the rows of an Arrow IPC stream.

The only argument is a job: {"file", "partitions", "queries": {name: sql}, "rounds"}; `$spans` stands for the rows.
The answer is one line: {"start": seconds, "load": seconds, "queries": {name: {"seconds": [of each round], "rows"}}}.
"""

import time

begun = time.perf_counter()

import json
import sys

import datafusion
import pyarrow as pa

job = json.loads(sys.argv[1])
config = datafusion.SessionConfig().with_target_partitions(job["partitions"])
context = datafusion.SessionContext(config)
started = time.perf_counter()
with pa.ipc.open_stream(job["file"]) as reader:
    context.register_record_batches("spans", [list(reader)])
loaded = time.perf_counter()

answer = {"start": started - begun, "load": loaded - started, "queries": {}}
for name, sql in job["queries"].items():
    seconds = []
    for _ in range(job["rounds"] + 1):
        before = time.perf_counter()
        rows = context.sql(sql.replace("$spans", "spans")).to_arrow_table().num_rows
        seconds.append(time.perf_counter() - before)
    answer["queries"][name] = {"seconds": seconds[1:], "rows": rows}
print(json.dumps(answer))
