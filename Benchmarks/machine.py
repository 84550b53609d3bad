"""What the benchmarks run on."""

import os
import platform


def machine():
    model = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "unknown")
    return f"{os.cpu_count()} x {model}, {platform.system()} {platform.release()}"
