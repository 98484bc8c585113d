"""Run every benchmark, or one with its arguments: ``python -m benchmarks demo_size 5000``."""

import importlib
import pkgutil
import sys

import benchmarks


def main() -> None:
    """Run the benchmark that is named, with the arguments behind its name, or all."""
    names = [module.name for module in pkgutil.iter_modules(benchmarks.__path__)]
    modules = [importlib.import_module(f"benchmarks.{name}") for name in names if name[0] != "_"]
    known = {module.__name__.split(".")[1]: module for module in modules if hasattr(module, "main")}
    chosen, arguments = sys.argv[1:2] or list(known), sys.argv[2:]
    for name in chosen:
        if name not in known:
            sys.exit(f"there is no benchmark {name!r}: choose from {', '.join(known)}")
        known[name].main(*arguments)


if __name__ == "__main__":
    main()
