"""The one view all threads read, kept as new as the index on disk.

A change is noticed by the times of two folders' entries. The new view is made in the background, only its new segments
are read, and it is swapped in at once; who asks meanwhile waits a moment for it and then gets the former one.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from whoosh.reading import SegmentReader

from rmtc.search.engines.whoosh_contents import Folder, contents_of
from rmtc.search.engines.whoosh_folders import Generations
from rmtc.search.engines.whoosh_segments import Constant, Segment
from rmtc.search.engines.whoosh_view import View
from rmtc.search.index import IndexDamaged

Mark = tuple[int, int, int, int]
Moment = tuple[str, int]
_PATIENCE_SECONDS: Final = 0.3
_TRIES: Final = 4


class _Held:
    """A view with the number of its users: its files are closed when it is replaced and the last one is done."""

    def __init__(self, view: View, moment: Moment, mark: Mark | None) -> None:
        self.view = view
        self.moment = moment
        self.mark = mark
        self.users = 1

    def close(self) -> None:
        for segment in self.view.segments:
            segment.constant.release()


class Reading:
    """Gives the current view of an index to many threads."""

    def __init__(self, generations: Generations) -> None:
        self._generations = generations
        self._lock = threading.Lock()
        self._loading = threading.Lock()
        self._held: _Held | None = None
        self._constants: dict[tuple[str, str], Constant] = {}
        self._background: threading.Thread | None = None
        self._broken: Exception | None = None

    @contextmanager
    def view(self) -> Iterator[View]:
        """Lend the current view; raises IndexDamaged."""
        held = self._take()
        try:
            yield held.view
        finally:
            self._give_back(held)

    def refresh(self) -> None:
        """Bring the view up to what is on disk now; raises IndexDamaged."""
        with self._loading:
            mark, moment = self._generations.mark(), self._generations.moment()
            if self._held is None or self._held.moment != moment:
                self._swap(_Held(self._load(), moment, mark))

    def close(self) -> None:
        """Let go of the view as soon as nobody uses it."""
        if self._background is not None:
            self._background.join()
        self._swap(None)

    def _take(self) -> _Held:
        for _ in range(_TRIES):
            if not self._is_current():
                if self._held is None:
                    self.refresh()
                else:
                    self._refresh_apart()
            with self._lock:
                if self._held is not None:
                    self._held.users += 1
                    return self._held
        raise IndexDamaged("The search index is being closed.")

    def _is_current(self) -> bool:
        """Tell whether the view is of this moment: by the quick mark, or else by the commits; raises IndexDamaged."""
        held, mark = self._held, self._generations.mark()
        if held is None:
            return False
        if mark is not None and held.mark == mark:
            return True
        if held.moment != self._generations.moment():
            return False
        held.mark = mark
        return True

    def _give_back(self, held: _Held) -> None:
        with self._lock:
            held.users -= 1
            done = not held.users
        if done:
            held.close()

    def _refresh_apart(self) -> None:
        """Refresh in the background, and wait for it only a moment."""
        with self._lock:
            if self._background is None or not self._background.is_alive():
                self._broken = None
                self._background = threading.Thread(target=self._try_to_refresh, name="search-refresh", daemon=True)
                self._background.start()
            background = self._background
        background.join(_PATIENCE_SECONDS)
        if self._broken is not None:
            raise IndexDamaged("The search index cannot be read.") from self._broken

    def _try_to_refresh(self) -> None:
        try:
            self.refresh()
        except Exception as broken:  # noqa: BLE001 - told to whoever waits
            self._broken = broken

    def _swap(self, held: _Held | None) -> None:
        with self._lock:
            former, self._held = self._held, held
        if former is not None:
            self._give_back(former)

    def _load(self) -> View:
        """Open the index; files that vanish under a commit or a swap are tried again, all else is damage."""
        for attempt in range(1, _TRIES + 1):
            try:
                return self._open(self._generations.current())
            except IndexDamaged:
                raise
            except Exception as broken:  # a damaged file can raise anything from inside Whoosh
                if attempt == _TRIES or not isinstance(broken, FileNotFoundError):
                    raise IndexDamaged("The search index cannot be read.") from broken
                time.sleep(0.02 * attempt)
        raise AssertionError("unreachable")

    def _open(self, folder: Path) -> View:
        contents, storage = contents_of(folder), Folder(str(folder))
        constants: dict[tuple[str, str], Constant] = {}
        segments: list[Segment] = []
        try:
            for each in contents.segments:
                key = (folder.name, each.segment_id())
                constant = self._constants.get(key)
                if constant is None or not constant.hold():
                    constant = Constant(SegmentReader(storage, contents.schema, each))
                constants[key] = constant
                offset = segments[-1].offset + segments[-1].size if segments else 0
                segments.append(Segment(offset, constant, each.deleted_docs()))
            former = self._held
            view = View(folder.name, segments, former.view if former else None)
        except BaseException:
            for constant in constants.values():
                constant.release()
            raise
        self._constants = constants
        return view

    def constant_of(self, folder: str, segment_id: str) -> Constant | None:
        """Give what is known here of a segment, if its files are open here."""
        return self._constants.get((folder, segment_id))
