"""A DAG whose runs wait until somebody lets it go on."""

from datetime import datetime

try:
    from airflow.sdk import dag, task
except ImportError:
    from airflow.decorators import dag, task


@dag(schedule=None, start_date=datetime(2024, 1, 1), catchup=False, is_paused_upon_creation=True)
def marram_paused():
    @task
    def wait():
        pass

    wait()


marram_paused()
