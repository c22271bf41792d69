"""The same findings from a Spark cluster."""
