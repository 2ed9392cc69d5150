"""How the tables came to be, a file a step. Each step only adds, so that workers of the version before go on working."""
