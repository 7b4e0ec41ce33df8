"""Typer's help and usage errors in Chinese."""

import difflib
import re
from typing import Any

import typer
from rich.cells import cell_len
from typer.core import TyperCommand, TyperGroup

_WRONG = (
    (r"greater than or equal to (\S+)", "不能小于 {}"),
    (r"less than or equal to (\S+)", "不能大于 {}"),
    (r"valid integer", "应是整数，如 2025"),
)
_COLUMN = 30  # terminal cells for the names in a list


def explain(error: typer.TyperException) -> str:
    """A usage error of Typer's in Chinese, with the command that shows the right use.

    The classes are told by name, as Typer keeps most of them to itself.
    """
    kind = type(error).__name__
    context: Any = getattr(error, "ctx", None)
    parameter: Any = getattr(error, "param", None)
    option = getattr(error, "option_name", "")
    if kind == "NoArgsIsHelpError":
        return error.format_message()
    if kind == "NoSuchOption":
        near = getattr(error, "possibilities", None)
        message = f"没有选项 {option}" + (f"，是不是 {'、'.join(near)}？" if near else "")
    elif kind == "BadOptionUsage":
        message = f"选项 {option} 缺少取值，或不该有取值"
    elif kind == "MissingParameter":
        message = f"缺少{_name(parameter)}"
    elif kind == "BadParameter" and parameter is not None:
        choices = _choices(parameter)
        message = f"{_name(parameter)} 不对：" + (
            f"可用的值有 {'、'.join(choices)}" if choices else _wrong(error.message)
        )
    elif "argument" in error.message:
        message = "多了参数"
    else:
        message = error.message
    return f"错误：{message}" + (f"\n用 {context.command_path} --help 查看用法" if context is not None else "")


def _wrong(message: str) -> str:
    """What is wrong with a value: what Typer says of numbers in Chinese, and our own words as they are."""
    for pattern, told in _WRONG:
        if found := re.search(pattern, message):
            return told.format(*found.groups())
    return message


def _name(parameter: Any) -> str:
    return f"选项 {parameter.opts[-1]}" if parameter.param_type_name == "option" else f"参数 {parameter.metavar}"


def _choices(parameter: Any) -> list[str]:
    choices = getattr(getattr(parameter, "type_descriptor", None), "choices", None) or ()
    return [str(getattr(one, "value", one)) for one in choices]


class Command(TyperCommand):
    """A command whose help is in Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes usage, purpose, arguments and options."""
        formatter.write(_help(self, ctx))


class Group(TyperGroup):
    """The commands, with help and the error for an unknown one in Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes usage, purpose, options and commands."""
        commands = [(name, _first_line(self.commands[name].help)) for name in self.commands]
        formatter.write(_help(self, ctx) + _list("命令", commands))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Finds the command; an unknown one is a usage error that names the nearest."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], self.commands, 1)
            guess = f"，是不是 {near[0]}？" if near else "；"
            ctx.fail(f"没有命令 {args[0]}{guess}可用的命令：{'、'.join(self.commands)}")
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:
        """The commands in the order in which they were defined."""
        return list(self.commands)


def _first_line(text: str | None) -> str:
    return (text or "").strip().split("\n")[0]


def _help(command: Any, context: Any) -> str:
    arguments, options = [], []
    for parameter in command.get_params(context):
        if parameter.param_type_name == "argument":
            arguments.append((parameter.metavar, parameter.help or ""))
        else:
            names = ", ".join(sorted(parameter.opts, key=len))
            value = "" if parameter.is_flag else " " + (parameter.metavar or "|".join(_choices(parameter)))
            shown = "显示这份说明" if "--help" in parameter.opts else parameter.help or ""
            options.append((names + value, shown))
    usage = [context.command_path, *(name for name, _ in arguments), "[选项]"]
    if isinstance(command, TyperGroup):
        usage = [context.command_path, "命令 [参数] [选项]"]
    return (
        f"用法：{' '.join(usage)}\n\n{(command.help or '').strip()}\n"
        + _list("参数", arguments)
        + _list("选项", options)
    )


def _list(title: str, rows: list[tuple[str, str]]) -> str:
    if not rows:
        return ""
    lines = [f"\n{title}："]
    for name, text in rows:
        gap = _COLUMN - cell_len(name)
        lines.append(f"  {name}{' ' * gap}{text}" if gap > 1 else f"  {name}\n  {' ' * _COLUMN}{text}")
    return "\n".join(lines) + "\n"
