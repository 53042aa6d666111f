"""Versioned snapshots on disk, and the only place that opens DuckDB."""
