"""Documents as finished values, built from nothing but the entries of an incident: summary, bulletins, brief."""
