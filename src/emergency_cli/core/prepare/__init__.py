"""What is made of the plan before anything happens: cards, outlines, flowcharts, readiness."""
