"""
The tools of `agents` for a program that speaks the Model Context Protocol, over standard input and output.

It needs the extra ``mcp``. It keeps nothing between two calls, opens no file and no socket of its own.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from ..errors import ForgeError
from .agents import Tool, tools

__all__ = ["main"]

_NEEDS = "forge-il6-mcp needs the Model Context Protocol library: pip install 'forge-il6[mcp]'"


def main() -> int:
    """Serve the tools until the other side closes standard input."""
    try:
        import anyio  # noqa: PLC0415  (an extra, and only for who serves)

        anyio.run(_serve)
    except ImportError:
        sys.stderr.write(f"{_NEEDS}\n")
        return 2
    return 0


async def _serve() -> None:
    from mcp.server.lowlevel import Server  # noqa: PLC0415  (an extra, and only for who serves)
    from mcp.server.stdio import stdio_server  # noqa: PLC0415  (the same)
    from mcp.types import CallToolResult, TextContent, ToolAnnotations  # noqa: PLC0415  (the same)
    from mcp.types import Tool as Offered  # noqa: PLC0415  (the same)

    served = {each.name: each for each in tools()}
    only_reads = ToolAnnotations(readOnlyHint=True, idempotentHint=True, destructiveHint=False, openWorldHint=False)

    async def offered() -> list[Offered]:
        return [
            Offered(name=each.name, description=each.about, inputSchema=each.takes, annotations=only_reads)
            for each in served.values()
        ]

    async def called(name: str, arguments: dict[str, Any]) -> CallToolResult:
        text, failed = _answered(served.get(name), arguments)
        return CallToolResult(content=[TextContent(type="text", text=text)], isError=failed)

    server: Any = Server("forge-il6", version=_version())  # its decorators are not typed
    server.list_tools()(offered)
    server.call_tool(validate_input=False)(called)  # the library says what is wrong, with the way out
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


def _answered(tool: Tool | None, arguments: dict[str, Any]) -> tuple[str, bool]:
    """Return the answer of a tool as text, and whether it is an error."""
    if tool is None:
        return f"no such tool; there are: {', '.join(each.name for each in tools())}", True
    try:
        return json.dumps(tool.answer(arguments), ensure_ascii=False), False
    except ForgeError as error:
        return str(error), True


def _version() -> str:
    from .. import __version__  # noqa: PLC0415  (the package is whole when somebody serves)

    return __version__


if __name__ == "__main__":
    sys.exit(main())
