"""Answers requests of the benchmark: one JSON text a line, one reply a line."""
import json
import os
import sys
import time


def refuse(error):
    print(json.dumps({"error": str(error).split("\n")[0]}), flush=True)
    sys.exit(0)


def column(folder, name, kind):
    import numpy

    return numpy.fromfile(os.path.join(folder, f"{name}.bin"), dtype=kind)


def serve(version, load, tasks):
    """load(task, folder) prepares, tasks[form](request) runs and returns a function that tells the answer, which is not timed."""
    print(json.dumps({"version": version, "forms": list(tasks)}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["ask"] == "load":
                load(request["task"], request["folder"])
                reply = {}
            else:
                cpu, wall = time.process_time(), time.perf_counter()
                tell = tasks[request["form"]](request)
                reply = {"cpu": (time.process_time() - cpu) * 1000, "wall": (time.perf_counter() - wall) * 1000}
                if request["wantsAnswer"]:
                    reply["answer"] = tell()
        except Exception as error:
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)
