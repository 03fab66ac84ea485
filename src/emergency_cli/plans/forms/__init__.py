"""The form of plan files: pydantic models, strict, each member described. What runs are the values of `core.plan`."""
