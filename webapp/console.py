"""Click made to speak Chinese, errors with the exit codes of the contract, JSON in UTF-8, progress bars.

Exit codes: 0 done, 1 nothing found or a check that found faults, 2 the input could not be used.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NoReturn, TypeAlias

import click

from corpus import UserError
from webapp.errors import InputError
from webapp.inputs import parse_batch
from webapp.wording import label

Progress: TypeAlias = Callable[[str, int, int], None]
DONE, NOTHING, UNUSABLE = 0, 1, 2


class ChineseCommand(click.Command):
    """A command whose help and usage errors are in Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the usage line."""
        formatter.write_usage(ctx.command_path, _usage_pieces(self, ctx), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the options, and the commands where there are any."""
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        _write_section(formatter, "选项", [record for option in options if (record := option.get_help_record(ctx))])
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The ``--help`` option, its text in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示说明后退出。"
        return option


class ChineseGroup(ChineseCommand, click.Group):
    """A group of such commands; the place where every error becomes a message and an exit code."""

    command_class = ChineseCommand

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the list of commands."""
        commands = [(name, command) for name in self.list_commands(ctx) if (command := self.get_command(ctx, name))]
        _write_section(formatter, "命令", [(name, command.get_short_help_str(80)) for name, command in commands])

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which they were added."""
        return list(self.commands)

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Runs the command and ends the process with its exit code."""
        given = list(sys.argv[1:] if args is None else args)
        extra["standalone_mode"] = False
        try:
            sys.exit(super().main(args=given, prog_name=prog_name or "quanze", **extra) or DONE)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            sys.exit(UNUSABLE)
        except click.exceptions.Abort:
            click.echo("已中断。", err=True)
            sys.exit(NOTHING)
        except (UserError, click.ClickException) as error:
            show_error(_as_user_error(error), as_json="--json" in given)
            sys.exit(UNUSABLE)


def _write_section(formatter: click.HelpFormatter, heading: str, rows: list[tuple[str, str]]) -> None:
    formatter.write(f"\n{heading}：\n")
    with formatter.indentation():
        formatter.write_dl(rows)


def _usage_pieces(command: click.Command, ctx: click.Context) -> str:
    arguments = [p.make_metavar(ctx) for p in command.get_params(ctx) if isinstance(p, click.Argument)]
    last = ["命令 [参数]…"] if isinstance(command, click.Group) else arguments
    return " ".join(["[选项]", *last])


def _as_user_error(error: UserError | click.ClickException) -> UserError:
    """``error`` as a message in Chinese with what to do about it."""
    if isinstance(error, UserError):
        return error
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "quanze"
    return InputError(_usage_message(error), hint=f"运行 {path} --help 查看用法。", code="usage")


def _usage_message(error: click.ClickException) -> str:
    if isinstance(error, click.exceptions.NoSuchCommand):
        return f"没有命令 {error.command_name}。"
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}。"
    if isinstance(error, click.MissingParameter):
        return f"缺少参数 {_parameter_name(error)}。"
    if isinstance(error, click.BadParameter):
        return f"参数 {_parameter_name(error)} 的值不能用{_expected(error.param)}。"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 需要一个值。"
    if isinstance(error, click.FileError):
        return f"无法打开文件 {error.ui_filename}。"
    return "命令或参数无法识别。"


def _expected(parameter: click.Parameter | None) -> str:
    """What a number should have been; nothing is said of other kinds of value."""
    kind = parameter.type if parameter else None
    return f"，应是 {kind.min} 至 {kind.max} 的整数" if isinstance(kind, click.IntRange) else ""


def _parameter_name(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return ""
    return "/".join(parameter.opts) if isinstance(parameter, click.Option) else str(parameter.metavar or parameter.name)


def show_error(error: UserError, *, as_json: bool) -> None:
    """Tells the user of ``error``: as an object on standard output, or in words on standard error."""
    if as_json:
        print_json({"error": {"code": error.code, "message": error.message, "hint": error.hint}})
        return
    click.echo(f"错误：{error.message}", err=True)
    if error.hint:
        click.echo(f"建议：{error.hint}", err=True)


def print_json(value: Any) -> None:
    """``value`` as one line of JSON on standard output, always in UTF-8."""
    line = json.dumps(value, ensure_ascii=False)
    click.echo(line.encode("utf-8", errors="replace"))


def print_lines(values: Iterable[Any]) -> int:
    """Each of ``values`` as a line of JSON. The exit code comes back: 1 where there was none."""
    code = NOTHING
    for value in values:
        print_json(value)
        code = DONE
    return code


def read_batch(path: str, *, field: str) -> tuple[tuple[str | None, str], ...]:
    """``(id, text)`` of every line of the JSON Lines file ``path`` ('-' for standard input). Raises InputError."""
    if path == "-":
        return parse_batch(sys.stdin.buffer.read(), name="标准输入", field=field)
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"无法读取文件 {path}：{describe_os_error(error)}。", hint="请核对路径和读取权限。") from error
    return parse_batch(raw, name=path, field=field)


def describe_os_error(error: OSError) -> str:
    """The cause of ``error`` in Chinese."""
    causes: tuple[tuple[type[OSError], str], ...] = (
        (FileNotFoundError, "没有这个文件"),
        (IsADirectoryError, "这是一个文件夹"),
        (PermissionError, "没有权限"),
    )
    return next((words for kind, words in causes if isinstance(error, kind)), "系统未能完成操作")


@contextmanager
def progress_bar(stream: IO[str] | None = None) -> Iterator[Progress]:
    """A callable ``(stage, done, total)`` that draws bars on standard error, and nothing where that is no terminal."""
    target = stream or sys.stderr
    if not target.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(file=target)) as bars:
        tasks: dict[str, Any] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(label("stage", stage), total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield report
