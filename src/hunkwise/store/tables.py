"""The tables, in one form for SQLite and Postgres: no time type, no enumeration, no JSON type of one database alone."""

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, LargeBinary, MetaData, String, Table, Text, UniqueConstraint

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"}
)
_NUMBER = BigInteger().with_variant(Integer, "sqlite")

deliveries = Table(
    "delivery",
    metadata,
    Column("guid", String(100), primary_key=True),
    Column("event", String(60), nullable=False),
    Column("action", String(60), nullable=False),
    Column("installation_id", BigInteger, nullable=False),
    Column("repository_id", BigInteger, nullable=False),
    Column("jobs", Text, nullable=False),
    Column("received", BigInteger, nullable=False, index=True),
)

accounts = Table(
    "account",
    metadata,
    Column("installation_id", BigInteger, primary_key=True, autoincrement=False),
    Column("login", String(255), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("changed", BigInteger, nullable=False),
)

repositories = Table(
    "repository",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("installation_id", BigInteger, nullable=False, index=True),
    Column("full_name", String(300), nullable=False),
    Column("default_branch", String(300), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("changed", BigInteger, nullable=False),
)

reviews = Table(
    "review",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("repository_id", BigInteger, nullable=False),
    Column("installation_id", BigInteger, nullable=False),
    Column("full_name", String(300), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("ref", String(300), nullable=False),
    Column("base", String(64), nullable=False),
    Column("head", String(64), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("delivery", String(100), nullable=False),
    Column("state", String(20), nullable=False),
    Column("cause", String(30), nullable=False),
    Column("reason", Text, nullable=False),
    Column("verdict", String(64), nullable=False),
    Column("risk", Float, nullable=True),
    Column("findings", Integer, nullable=True),
    Column("check_run_id", BigInteger, nullable=False),
    Column("comment_id", BigInteger, nullable=False),
    Column("created", BigInteger, nullable=False, index=True),
    Column("finished", BigInteger, nullable=False),
    UniqueConstraint("repository_id", "kind", "number", "head", "ref", "attempt"),
    Index("ix_review_subject", "repository_id", "kind", "number"),
)

verdicts = Table(
    "verdict",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("repository_id", BigInteger, nullable=False, index=True),
    Column("model", String(200), nullable=False),
    Column("risk", Float, nullable=False),
    Column("report", LargeBinary, nullable=False),
    Column("created", BigInteger, nullable=False, index=True),
)

labels = Table(
    "label",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=True),
    Column("origin", String(200), nullable=False, unique=True),
    Column("repository_id", BigInteger, nullable=False),
    Column("installation_id", BigInteger, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("head", String(64), nullable=False),
    Column("fingerprint", String(100), nullable=False),
    Column("decision", String(30), nullable=False),
    Column("who", String(255), nullable=False),
    Column("who_id", BigInteger, nullable=False),
    Column("role", String(60), nullable=False),
    Column("reason", Text, nullable=False),
    Column("channel", String(30), nullable=False),
    Column("model", String(200), nullable=False),
    Column("versions", Text, nullable=False),
    Column("finding", Text, nullable=False),
    Column("made", BigInteger, nullable=False, index=True),
    Index("ix_label_finding", "repository_id", "fingerprint"),
)

workers = Table(
    "worker",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("seen", BigInteger, nullable=False),
    Column("quota", BigInteger, nullable=True),
)
