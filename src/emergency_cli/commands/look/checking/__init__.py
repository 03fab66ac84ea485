"""The check of a record: its lines, its sealed values and evidence, codes and documents that others hold."""
