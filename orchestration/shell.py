"""The SQL shell: lines become statements, statements become tables."""

from __future__ import annotations

import cmd
from collections.abc import Callable
from contextlib import suppress

from orchestration.door import stderr, stdout
from orchestration.settings import Settings
from orchestration.tables import Format, show
from warehouse.query import QueryError, run

HISTORY = ".sql_history"

COLUMNS = """
    select column_name as "column", data_type as "type", comment as "what it says"
    from duckdb_columns() where table_name = ? and not internal order by column_index
"""


class Shell(cmd.Cmd):
    """Reads statements up to a semicolon and runs them on the current release, each on the newest one there is."""

    def __init__(self, settings: Settings, *, limit: int, interactive: bool) -> None:
        super().__init__()
        self.settings = settings
        self.limit = limit
        self.interactive = interactive
        self.statement = ""
        self.use_rawinput = interactive
        self.prompt = "xianjian> " if interactive else ""
        self.intro = (
            f"{settings.database}, read-only. Statements end with ;  .tables  .columns TABLE  .quit"
            if interactive
            else None
        )

    def preloop(self) -> None:
        """Take up the history of earlier shells, where the terminal library can."""
        if self.interactive:
            with suppress(ImportError, OSError):
                import readline

                readline.read_history_file(self.settings.data / HISTORY)

    def postloop(self) -> None:
        """Keep the history, and run what stands unfinished at the end of a pipe."""
        if self.statement.strip():
            self._run(self.statement)
        if self.interactive:
            with suppress(ImportError, OSError):
                import readline

                readline.write_history_file(self.settings.data / HISTORY)

    def onecmd(self, line: str) -> bool:
        """Take one line; true ends the shell."""
        if line == "EOF":
            return True
        if line.startswith(".") and not self.statement:
            return self._command(line)
        self.statement += line + "\n"
        if line.rstrip().endswith(";"):
            self._run(self.statement)
            self.statement = ""
        if self.interactive:
            self.prompt = "     ...> " if self.statement.strip() else "xianjian> "
        return False

    def emptyline(self) -> bool:
        """An empty line does nothing (the base class would repeat the last one)."""
        return False

    def _command(self, line: str) -> bool:
        word, _, argument = line.partition(" ")
        if word in (".quit", ".exit"):
            return True
        if word == ".tables":
            self._show(self._tables)
        elif word == ".columns" and argument.strip():
            self._run(COLUMNS, argument.strip())
        else:
            stdout().print(".tables lists the tables, .columns TABLE says what is in one, .quit ends.")
        return False

    def _tables(self) -> str:
        """SQL that lists the tables with their rows, counted: DuckDB's own estimate knows of rows that are gone."""
        names = run(self.settings, "select table_name from duckdb_tables() where not internal").rows
        one = "select '{0}' as name, count(*) as counted from {0}"
        counts = " union all ".join(one.format(name) for (name,) in names)
        return f"""
            select name as "table", counted as "rows", comment as "what a row is"
            from ({counts}) inner join duckdb_tables() on name = table_name
            where not internal order by name
        """  # noqa: S608 - names of the release's own tables

    def _run(self, statement: str, *parameters: str) -> None:
        if statement.strip().strip(";"):
            self._show(lambda: statement, *parameters)

    def _show(self, statement: Callable[[], str], *parameters: str) -> None:
        try:
            show(run(self.settings, statement(), parameters, limit=self.limit), Format.table, self.limit)
        except QueryError as error:
            stderr().print(str(error), style="red", markup=False)
