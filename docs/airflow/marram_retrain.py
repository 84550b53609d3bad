"""A DAG that Marram asks for a new model: Airflow 2.10 and 3.

Put it into the folder of DAGs, let it go on (`airflow dags unpause marram_retrain`), and give the workers a program that
trains, by the variable MARRAM_TRAINER: a command line, without a shell. It gets the order as JSON on its standard input:

    order_id, device, binding, model {name, version, sha256}, drift_event_ids, window {start, end}, new_rows, profile_id,
    reason, requested_at, dry_run

and has to gather the rows of the window, train (`marram train`), make a bundle (`marram bundle create`), put it where
devices fetch it, and tell the device (`marram models install`, or a message on …/model/MODEL/set).
"""

import json
import os
import shlex
import subprocess
from datetime import datetime

try:
    from airflow.sdk import dag, get_current_context, task
except ImportError:
    from airflow.decorators import dag, task
    from airflow.operators.python import get_current_context

TEXTS = ("order_id", "device", "binding", "profile_id", "reason", "requested_at")


@dag(schedule=None, start_date=datetime(2024, 1, 1), catchup=False, max_active_runs=4, tags=["marram"])
def marram_retrain():
    @task
    def read_order() -> dict:
        """The order; a run that was started without one fails here."""
        order = get_current_context()["dag_run"].conf or {}
        wrong = [name for name in TEXTS if not isinstance(order.get(name), str)]
        for name, members in (("model", ("name", "version", "sha256")), ("window", ("start", "end"))):
            part = order.get(name)
            if not isinstance(part, dict) or any(not isinstance(part.get(member), str) for member in members):
                wrong.append(name)
        if wrong:
            raise ValueError(f"the order lacks {', '.join(wrong)}; it has {', '.join(sorted(order)) or 'nothing'}")
        return order

    @task
    def train(order: dict) -> str:
        """Trains, publishes, and tells the device; a trainer that fails fails the run."""
        if order.get("dry_run"):
            print("dry run: nothing is trained for", order["order_id"])
            return order["order_id"]
        trainer = shlex.split(os.environ.get("MARRAM_TRAINER", ""))
        if not trainer:
            raise RuntimeError("MARRAM_TRAINER is not set for the workers; it names the program that trains")
        subprocess.run(trainer, input=json.dumps(order), text=True, check=True)
        return order["order_id"]

    train(read_order())


marram_retrain()
