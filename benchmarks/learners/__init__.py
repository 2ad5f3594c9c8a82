"""A room of the benchmarks only: one wide table, as schools hand them in."""
