"""Lists the files of a new watch folder: one's own, or the example from this repository or the installed wheel."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from urllib.parse import quote

CONFIG = """\
# The configuration of this watch folder: docs/config.md has every key. `wirewatch check` looks at it after an edit.

[web]
listen = "127.0.0.1:8080"  # the page: `wirewatch run` prints its address

[storage]
url = "var/wirewatch.db"

[defaults]
notify = ["{notify}"]  # where alerts go that say nothing else: names of the destinations below
# interval = "30m"       # each feed has its own pace unless you give one

[destinations.console]
url = "console:"
{mail}
# [destinations.mail]
# url = "mailtos://USER:${{MAIL_PASSWORD}}@mail.example.org?from=me@example.org&to=desk@example.org"
# [destinations.slack]
# url = "slack://${{SLACK_TOKEN_A}}/${{SLACK_TOKEN_B}}/${{SLACK_TOKEN_C}}/#desk"
# [destinations.telegram]
# url = "tgram://${{TELEGRAM_TOKEN}}/CHAT_ID"

# Feeds: `wirewatch feeds discover SITE` finds them, `wirewatch feeds add ADDRESS` writes them here.
"""
MAIL = """
[destinations.mail]
url = "${MAIL_URL}"  # in secrets.env
"""
SECRETS = """\
# Values for ${{NAME}} in config.toml, one NAME=VALUE a line; the environment comes first. Keep this file to yourself.
{lines}"""
GITIGNORE = "/var/\n/secrets.env\n/rules/.apply\n"


def mail_url(address: str, server: str, user: str = "", password: str = "") -> str:
    """The URL of a destination of mail, over TLS where a user logs in. Errors: ValueError for what is no address."""
    if "@" not in address.strip("@"):
        raise ValueError(f"{address!r} is no mail address")
    to = quote(address.strip(), safe="@")
    login = f"{quote(user, safe='')}:{quote(password, safe='')}@" if user else ""
    form = f"mailtos://{login}{server}?" if login else f"mailto://{server}?mode=insecure&"
    return f"{form}from={to}&to={to}"


def own_files(mail_url: str | None) -> Iterator[tuple[Path, str]]:
    """Yields the files of a folder for one's own subject, as (path, text), but for its rules; config.toml comes first."""
    mail = MAIL if mail_url else ""
    config = CONFIG.format(notify="mail" if mail_url else "console", mail=mail)
    if mail_url:
        config = config.replace("# [destinations.mail]\n", "").replace(
            '# url = "mailtos:', '# another form: "mailtos:'
        )
    yield Path("config.toml"), config
    yield Path("secrets.env"), SECRETS.format(lines=f"MAIL_URL={mail_url}\n" if mail_url else "")
    yield Path(".gitignore"), GITIGNORE


def starter_files() -> Iterator[tuple[Path, Path]]:
    """Yields each file as (its path in a watch folder, the file to copy), config.toml first."""
    packaged = Path(str(resources.files("monitor"))) / "starter"
    base = packaged if packaged.is_dir() else Path(str(resources.files("monitor"))).parent
    yield Path("config.toml"), base / "config.toml"
    rules = Path(str(resources.files("rules")))
    for path in sorted([*rules.glob("*.yaml"), rules / "schema.json"]):
        yield Path("rules") / path.name, path
    for path in sorted((base / "seeds").rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path.relative_to(base), path
