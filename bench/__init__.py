"""Speed, measured side by side: `make bench` writes docs/benchmarks.md."""
