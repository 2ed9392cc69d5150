"""Where the App is installed: accounts and their repositories. A repository keeps its id through renames and transfers."""

from msgspec import Struct
from sqlalchemy import Connection, select, update

from hunkwise.store.database import now
from hunkwise.store.rows import upsert
from hunkwise.store.tables import accounts, repositories


class Place(Struct, frozen=True):
    """A repository that the App may read. An empty default branch isn't known yet."""

    repository_id: int
    installation_id: int
    full_name: str
    default_branch: str = ""


def account_seen(connection: Connection, installation_id: int, login: str, active: bool = True) -> None:
    """The App is installed (or suspended) on an account."""
    upsert(connection, accounts, {"installation_id": installation_id, "login": login, "active": active, "changed": now(connection)})


def account_removed(connection: Connection, installation_id: int) -> None:
    """The App was uninstalled: the account and all of its repositories are out."""
    connection.execute(update(accounts).where(accounts.c.installation_id == installation_id).values(active=False))
    connection.execute(update(repositories).where(repositories.c.installation_id == installation_id).values(active=False))


def place_seen(connection: Connection, place: Place) -> None:
    """A repository with its present name. A default branch that isn't known leaves the known one."""
    values = {
        "id": place.repository_id,
        "installation_id": place.installation_id,
        "full_name": place.full_name,
        "default_branch": place.default_branch,
        "active": True,
        "changed": now(connection),
    }
    if not place.default_branch:
        known = connection.execute(select(repositories.c.default_branch).where(repositories.c.id == place.repository_id)).scalar()
        values["default_branch"] = known or ""
    upsert(connection, repositories, values)


def place_removed(connection: Connection, repository_id: int) -> None:
    """A repository was deleted or taken out of the installation."""
    connection.execute(update(repositories).where(repositories.c.id == repository_id).values(active=False))


def places(connection: Connection, login: str = "") -> tuple[Place, ...]:
    """All repositories that the App may read, or those of one account, by id."""
    query = (
        select(repositories.c.id, repositories.c.installation_id, repositories.c.full_name, repositories.c.default_branch)
        .join(accounts, accounts.c.installation_id == repositories.c.installation_id)
        .where(repositories.c.active, accounts.c.active)
        .order_by(repositories.c.id)
    )
    if login:
        query = query.where(accounts.c.login == login)
    return tuple(Place(*row) for row in connection.execute(query))


def installations(connection: Connection) -> dict[int, str]:
    """The active installations with the names of their accounts."""
    rows = connection.execute(select(accounts.c.installation_id, accounts.c.login).where(accounts.c.active))
    return {int(row[0]): str(row[1]) for row in rows}
