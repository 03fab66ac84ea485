"""Finding a thing of the plan by what people call it, in one word or in a whole shout."""
