"""The command line's grammar, and how its errors are told: one sentence, exit code 2."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from bot.commands import voice
from bot.errors import PlanovykError, StoreUnavailableError

BAD_INPUT = 2
FIRST_YEAR, LAST_YEAR = 1991, 2100
MOST_YEARS = 1_000_000

if TYPE_CHECKING:
    # argparse gives it no public name, and at run time it takes no parameter.
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - see above
Command = Callable[[argparse.Namespace], None]


class _Parser(argparse.ArgumentParser):
    """Tells an error in one sentence instead of a page of usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(BAD_INPUT, f"{self.prog}: {message}. {voice.spoken('cli.see-help')}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    wanted = _parser().parse_args(argv)
    command: Command = wanted.command
    try:
        command(wanted)
    except PlanovykError as error:
        print(voice.spoken(error.key, **error.args_), file=sys.stderr)
        return BAD_INPUT
    except StoreUnavailableError:
        print(voice.spoken("error.store"), file=sys.stderr)
        return BAD_INPUT
    except (KeyboardInterrupt, BrokenPipeError):
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = _Parser(prog="python -m bot", description=voice.spoken("cli.about"))
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add(commands, "run", _run)
    demo = _add(commands, "demo", _demo)
    demo.add_argument("--port", type=_port, help=voice.spoken("cli.demo-port"))
    demo.add_argument("--no-browser", action="store_true", help=voice.spoken("cli.demo-no-browser"))
    _add_plan(commands)
    _add_invite(commands)
    _add_cells(commands)
    _add_ask(commands)
    _add_simulate(commands)
    db = _add(commands, "db", None).add_subparsers(metavar="COMMAND", required=True)
    _add(db, "upgrade", _upgrade, key="db-upgrade")
    return parser


def _add_plan(commands: Commands) -> None:
    plan = _add(commands, "plan", None).add_subparsers(metavar="COMMAND", required=True)
    check = _add(plan, "check", _plan_check, key="plan-check")
    take = _add(plan, "import", _plan_import, key="plan-import")
    for each in (check, take):
        each.add_argument("file", type=Path, metavar="FILE", help=voice.spoken("cli.plan-file"))
        each.add_argument("--year", type=_year, metavar="Y", help=voice.spoken("cli.year-of-file"))
    check.add_argument("--json", action="store_true", help=voice.spoken("cli.json"))
    take.add_argument("--branch", required=True, metavar="NAME", help=voice.spoken("cli.branch"))
    take.add_argument("--publish", action="store_true", help=voice.spoken("cli.publish"))


def _add_invite(commands: Commands) -> None:
    invite = _add(commands, "invite", _invite)
    invite.add_argument("name", metavar="NAME", help=voice.spoken("cli.invite-name"))
    invite.add_argument("--branch", required=True, metavar="NAME", help=voice.spoken("cli.branch"))
    roles = ("member", "presidium", "head", "secretary")
    invite.add_argument("--new-branch", action="store_true", help=voice.spoken("cli.new-branch"))
    invite.add_argument("--role", required=True, choices=roles, help=voice.spoken("cli.role"))
    invite.add_argument("--json", action="store_true", help=voice.spoken("cli.json"))


def _add_cells(commands: Commands) -> None:
    terms = _add(commands, "terms", _terms)
    terms.add_argument("--year", type=_year, required=True, metavar="Y", help=voice.spoken("cli.plan-year"))
    terms.add_argument("--period", type=_period, default="calendar", metavar="P", help=voice.spoken("cli.period"))
    for each in (terms, _add(commands, "people", _people)):
        each.add_argument("--json", action="store_true", help=voice.spoken("cli.json"))


def _add_ask(commands: Commands) -> None:
    ask = _add(commands, "ask", _ask)
    ask.epilog = voice.spoken("cli.ask-kinds")
    ask.add_argument("--branch", required=True, metavar="NAME", help=voice.spoken("cli.branch"))
    ask.add_argument("--as", required=True, dest="person", metavar="PERSON", help=voice.spoken("cli.ask-as"))
    ask.add_argument("--at", type=_moment, metavar="DATE", help=voice.spoken("cli.ask-at"))
    ask.add_argument("--json", action="store_true", help=voice.spoken("cli.json"))


def _add_simulate(commands: Commands) -> None:
    simulate = _add(commands, "simulate", _simulate)
    simulate.add_argument("--years", type=_number, default=20, metavar="N", help=voice.spoken("cli.simulate-years"))
    simulate.add_argument("--seed", type=_number, default=1, metavar="S", help=voice.spoken("cli.simulate-seed"))
    simulate.add_argument("--verbose", action="store_true", help=voice.spoken("cli.simulate-verbose"))
    simulate.add_argument("--json", action="store_true", help=voice.spoken("cli.json"))


def _add(commands: Commands, name: str, command: Command | None, key: str | None = None) -> argparse.ArgumentParser:
    about = voice.spoken(f"cli.{key or name}")
    added = commands.add_parser(name, help=about, description=about)
    added.set_defaults(command=command)
    return added


def _year(written: str) -> int:
    if not written.isascii() or not written.isdigit() or not FIRST_YEAR <= int(written) <= LAST_YEAR:
        raise argparse.ArgumentTypeError(voice.spoken("cli.bad-year", first=FIRST_YEAR, last=LAST_YEAR))
    return int(written)


def _number(written: str) -> int:
    if not written.isascii() or not written.isdigit() or not 0 < int(written) <= MOST_YEARS:
        raise argparse.ArgumentTypeError(voice.spoken("cli.bad-number", most=MOST_YEARS))
    return int(written)


def _moment(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(voice.spoken("cli.bad-moment")) from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise argparse.ArgumentTypeError(voice.spoken("cli.bad-year", first=FIRST_YEAR, last=LAST_YEAR))
    return moment.replace(hour=12) if "T" not in written and " " not in written else moment


def _period(written: str) -> str:
    if not re.fullmatch(r"calendar|school|month:(?:0[1-9]|1[0-2])", written):
        raise argparse.ArgumentTypeError(voice.spoken("cli.bad-period"))
    return written


def _port(written: str) -> int:
    if not written.isascii() or not written.isdigit() or int(written) > 65535:  # noqa: PLR2004 - the largest port
        raise argparse.ArgumentTypeError(voice.spoken("cli.bad-port"))
    return int(written)


def _run(_wanted: argparse.Namespace) -> None:
    from bot.commands.serve import run_bot

    run_bot()


def _demo(wanted: argparse.Namespace) -> None:
    from bot.commands.show import run_demo

    run_demo(wanted.port, browser=not wanted.no_browser)


def _plan_check(wanted: argparse.Namespace) -> None:
    from bot.commands.plan import check

    check(wanted.file, wanted.year, as_json=wanted.json)


def _plan_import(wanted: argparse.Namespace) -> None:
    from bot.commands.plan import take

    take(wanted.file, wanted.year, wanted.branch, publish=wanted.publish)


def _invite(wanted: argparse.Namespace) -> None:
    from bot.commands.people import invite

    invite(wanted.name, wanted.branch, wanted.role, new_branch=wanted.new_branch, as_json=wanted.json)


def _terms(wanted: argparse.Namespace) -> None:
    from bot.commands.cells import terms

    terms(wanted.year, wanted.period, as_json=wanted.json)


def _people(wanted: argparse.Namespace) -> None:
    from bot.commands.cells import people

    people(as_json=wanted.json)


def _ask(wanted: argparse.Namespace) -> None:
    from bot.commands.ask import ask

    ask(wanted.branch, wanted.person, wanted.at, as_json=wanted.json)


def _simulate(wanted: argparse.Namespace) -> None:
    from bot.commands.simulate import run_simulation

    run_simulation(wanted.years, wanted.seed, as_json=wanted.json, verbose=wanted.verbose)


def _upgrade(_wanted: argparse.Namespace) -> None:
    from bot.commands.serve import upgrade

    upgrade()
