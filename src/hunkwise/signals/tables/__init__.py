"""What the signals know of languages and frameworks, as plain data: sources, sinks, sanitisers, guard words."""
