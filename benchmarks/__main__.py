"""Run every benchmark, or those named: ``python -m benchmarks spine``."""

import importlib
import pkgutil
import sys

import benchmarks


def main() -> None:
    """Run the benchmarks that are named, or all, each in its own module's `main`."""
    known = [module.name for module in pkgutil.iter_modules(benchmarks.__path__)]
    known = [name for name in known if not name.startswith("_")]
    for name in sys.argv[1:] or known:
        if name not in known:
            sys.exit(f"there is no benchmark {name!r}: choose from {', '.join(known)}")
        importlib.import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
