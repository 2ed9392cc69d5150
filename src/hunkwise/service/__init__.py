"""The server: webhooks in, durable jobs, verdicts out; a console, metrics, health. Needs the `server` extra.

The web process only records and enqueues. Workers do the jobs, in steps that may each run twice; what a killed worker leaves, another
takes over. `engine` alone knows the durable engine.
"""
