"""What Alongside is measured against: peers and limits, always in the same run (8-promises 8.1).

Each benchmark is one command, for example `python -m benchmarks.first_sync`. Peers are installed by npm
into the ignored folder `benchmarks/peers/` when a benchmark first needs them. Each command writes its own
section of `docs/measurements.md`. Nothing in `./test` depends on how fast a machine is.
"""
