"""Pull from a folder and from addresses; the network is a loopback server with bad manners."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.record.made_up_source import CONTENT, MadeUp, edition

from rightful.core.errors import MissingFile, SourceError, StoreError, UnknownName, UnrecognisedFile
from rightful.core.source import Source
from rightful.record import pull as pull_module
from rightful.record.download import Fetch, download
from rightful.record.hops import _check_hop
from rightful.record.pull import pull
from rightful.record.pull_report import PullReport
from rightful.record.store import Store

BIG = CONTENT + b"".join(b"%d,1999,1\n" % code for code in (20, 40, 41, 42, 51, 70, 90, 91))
Offer = Callable[..., None]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Offer:
    """Make these sources the only ones there are."""

    def only(*sources: Source) -> None:
        monkeypatch.setattr(pull_module, "sources", lambda names=(): sources)

    return only


@dataclass
class Manners:
    """How the server behaves: what it serves, where it hangs up, what it answers."""

    content: bytes = BIG
    status: int = 200
    cut_after: list[int] = field(default_factory=list)
    ranges: bool = True
    pause: float = 0.0
    stall_after: int = 0
    resume: threading.Event = field(default_factory=threading.Event)
    asked: list[str | None] = field(default_factory=list)
    address: str = ""
    announces: bool = True
    sends_on: str = ""
    span: str = ""


@pytest.fixture
def server() -> Iterator[Manners]:
    manners = Manners()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            manners.asked.append(wanted)
            if manners.sends_on:
                self.send_response(302)
                self.send_header("Location", manners.sends_on)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if manners.status == 204:
                self.send_response(204)
                self.end_headers()
                return
            if manners.status != 200:
                self.send_error(manners.status)
                return
            start = int(wanted[6:-1]) if wanted and manners.ranges else 0
            body = manners.content[start:]
            self.send_response(206 if start else 200)
            if manners.announces:
                self.send_header("Content-Length", str(len(body)))
            if start:
                whole = len(manners.content)
                span = manners.span or f"bytes {start}-{whole - 1}/{whole}"
                self.send_header("Content-Range", span)
            self.end_headers()
            time.sleep(manners.pause)
            if manners.cut_after:
                body = body[: manners.cut_after.pop(0)]
            with contextlib.suppress(ConnectionError):
                if manners.stall_after:
                    self.wfile.write(body[: manners.stall_after])
                    self.wfile.flush()
                    manners.resume.wait(60)
                    return
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        manners.address = f"http://127.0.0.1:{running.server_port}/file.csv"
        yield manners
        running.shutdown()
        thread.join()


def only_error(report: PullReport) -> SourceError:
    with pytest.raises(SourceError) as caught:
        report.raise_if_failed()
    assert not report.ok
    return caught.value


def everything(root: Path) -> set[str]:
    return {
        str(path.relative_to(root))
        for path in root.rglob("*")
        if path.is_file() and not path.name.startswith(".lock")
    }


class TestFolder:
    def test_finds_by_name_in_subfolders(self, store: Store, tmp_path: Path, offer: Offer) -> None:
        offer(MadeUp())
        folder = tmp_path / "in" / "deep"
        folder.mkdir(parents=True)
        (folder / "made-up-1.csv").write_bytes(CONTENT)
        report = pull(store, (), tmp_path / "in")
        assert [entry.outcome for entry in report.entries] == ["pulled"]
        assert store.holding("made_up").origin == str(folder / "made-up-1.csv")
        assert report.snapshots()[0]["sha256"] == MadeUp.editions[0].sha256
        assert report.as_rows()["entries"][0]["rows"] == 3

    def test_finds_a_renamed_file(self, store: Store, tmp_path: Path, offer: Offer) -> None:
        offer(MadeUp())
        (tmp_path / "download (3).csv").write_bytes(CONTENT)
        assert pull(store, ("made_up",), tmp_path).ok

    def test_prefers_the_right_one_of_two_names(
        self, store: Store, tmp_path: Path, offer: Offer
    ) -> None:
        offer(MadeUp())
        (tmp_path / "a").mkdir()
        (tmp_path / "a" / "made-up-1.csv").write_bytes(CONTENT[:-3])
        (tmp_path / "b.csv").write_bytes(CONTENT)
        assert pull(store, (), tmp_path).ok

    def test_second_pull_does_nothing(self, store: Store, tmp_path: Path, offer: Offer) -> None:
        offer(MadeUp())
        (tmp_path / "made-up-1.csv").write_bytes(CONTENT)
        pull(store, (), tmp_path)
        stamp = store.table_path("made_up", "1").stat().st_mtime_ns
        report = pull(store, (), tmp_path)
        assert [entry.outcome for entry in report.entries] == ["here"]
        assert report.snapshots()[0]["rows"] == 3
        assert store.table_path("made_up", "1").stat().st_mtime_ns == stamp
        assert pull(store, (), tmp_path, again=True).of("pulled")

    def test_damaged_file_is_refused_and_named(
        self, store: Store, tmp_path: Path, offer: Offer
    ) -> None:
        offer(MadeUp())
        (tmp_path / "made-up-1.csv").write_bytes(CONTENT[:-3])
        report = pull(store, (), tmp_path)
        error = only_error(report)
        assert isinstance(error, UnrecognisedFile)
        assert "cut short" in str(error)
        assert not store.holdings()

    def test_absent_file_fails_only_when_asked_for(
        self, store: Store, tmp_path: Path, offer: Offer
    ) -> None:
        class Other(MadeUp):
            name = "other"

        (tmp_path / "made-up-1.csv").write_bytes(CONTENT)
        offer(Other(edition("2", BIG)), MadeUp())
        assert pull(store, (), tmp_path).ok
        report = pull(store, ("other", "made_up"), tmp_path)
        error = only_error(report)
        assert report.exit_code == 2
        assert isinstance(error, MissingFile)
        assert "https://example.org/made-up" in str(error)

    def test_nothing_in_the_folder_is_told(
        self, store: Store, tmp_path: Path, offer: Offer
    ) -> None:
        offer(MadeUp(edition("2", BIG), edition("1", CONTENT)))
        report = pull(store, (), tmp_path)
        assert "no publisher's file is in the folder" in str(only_error(report))
        assert report.exit_code == 2

    def test_an_unreadable_file_does_not_hide_a_good_copy(
        self, store: Store, tmp_path: Path, offer: Offer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        offer(MadeUp())
        closed = tmp_path / "a" / "made-up-1.csv"
        closed.parent.mkdir()
        closed.write_bytes(CONTENT)
        (tmp_path / "b.csv").write_bytes(CONTENT)
        opened = Path.open

        def refuse(self: Path, *args: Any, **kwargs: Any) -> Any:
            if self == closed:
                raise PermissionError(errno.EACCES, "Permission denied", str(self))
            return opened(self, *args, **kwargs)

        monkeypatch.setattr(Path, "open", refuse)
        assert pull(store, (), tmp_path).ok
        (tmp_path / "b.csv").unlink()
        report = pull(store, ("made_up",), tmp_path, again=True)
        assert report.ok, "the store's own copy is as good"

    def test_a_closed_subfolder_is_told(
        self, store: Store, tmp_path: Path, offer: Offer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        offer(MadeUp())
        (tmp_path / "closed").mkdir()
        (tmp_path / "made-up-1.csv").write_bytes(CONTENT)
        scandir = os.scandir

        def refuse(path: Any) -> Any:
            if str(path).endswith("closed"):
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return scandir(path)

        monkeypatch.setattr(os, "scandir", refuse)
        report = pull(store, (), tmp_path)
        assert report.ok
        assert report.closed == (f"{tmp_path / 'closed'}: Permission denied",)

    def test_a_folder_that_cannot_be_looked_into(
        self, store: Store, tmp_path: Path, offer: Offer
    ) -> None:
        offer(MadeUp())
        with pytest.raises(SourceError, match="File name too long"):
            pull(store, (), tmp_path / ("x" * 300))

    def test_a_file_of_another_source_is_named(
        self, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Other(MadeUp):
            name = "other"

        other, mine = Other(edition("2", BIG)), MadeUp()
        every = {"other": other, "made_up": mine}
        monkeypatch.setattr(
            pull_module,
            "sources",
            lambda names=(): tuple(every[n] for n in names) or (other, mine),
        )
        (tmp_path / "file").write_bytes(BIG)
        with pytest.raises(UnrecognisedFile, match="file is other 2, not made_up") as caught:
            pull(store, ("made_up",), tmp_path / "file")
        assert "rightful pull other" in str(caught.value)

    def test_a_breaking_source_does_not_stop_the_others(
        self, store: Store, tmp_path: Path, offer: Offer
    ) -> None:
        class Breaks(MadeUp):
            name = "breaks"

            def read(self, path: Path, edition: object) -> Any:
                raise ZeroDivisionError("in a library")

        (tmp_path / "made-up-1.csv").write_bytes(CONTENT)
        (tmp_path / "made-up-2.csv").write_bytes(BIG)
        offer(Breaks(edition("2", BIG)), MadeUp())
        report = pull(store, (), tmp_path)
        assert [entry.outcome for entry in report.entries] == ["failed", "pulled"]
        assert "ZeroDivisionError" in str(only_error(report))
        assert report.exit_code == 1

    def test_a_full_disk_stops_one_edition_and_is_reported(
        self, store: Store, tmp_path: Path, offer: Offer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        offer(MadeUp(edition("2", BIG), edition("1", CONTENT)))
        (tmp_path / "made-up-1.csv").write_bytes(CONTENT)
        (tmp_path / "made-up-2.csv").write_bytes(BIG)
        opened = Path.open

        def full(self: Path, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
            if "w" in mode and self.name.startswith("2.parquet"):
                raise OSError(errno.ENOSPC, "No space left on device", str(self))
            return opened(self, mode, *args, **kwargs)

        monkeypatch.setattr(Path, "open", full)
        report = pull(store, (), tmp_path)
        assert [entry.outcome for entry in report.entries] == ["failed", "pulled"]
        assert "nothing was changed" not in str(report.errors()[0])

    @pytest.mark.skipif(os.name == "nt", reason="names are text on Windows")
    def test_a_folder_whose_name_is_no_text(
        self, store: Store, tmp_path: Path, offer: Offer
    ) -> None:
        offer(MadeUp())
        folder = tmp_path / os.fsdecode(b"\xff")
        folder.mkdir()
        (folder / "made-up-1.csv").write_bytes(CONTENT)
        assert pull(store, (), folder).ok
        assert store.table("made_up").height == 3

    @pytest.mark.parametrize("what", ["raw", "table", "dropped"])
    def test_pull_repairs_what_is_damaged(
        self, store: Store, tmp_path: Path, offer: Offer, what: str
    ) -> None:
        offer(MadeUp())
        (tmp_path / "made-up-1.csv").write_bytes(CONTENT)
        holding = pull(store, (), tmp_path).entries[0].holding
        assert holding
        path = {
            "raw": store.raw_path(holding.sha256),
            "table": store.table_path("made_up", "1"),
            "dropped": store.table_path("made_up", "1.dropped"),
        }[what]
        path.write_bytes(b"bit rot")
        # Only a person can fetch the file; what is whole in the store is used without it.
        report = pull(store, ("made_up",))
        if what == "raw":
            assert "is damaged, and it cannot be made again" in str(report.errors()[0])
            report = pull(store, ("made_up",), tmp_path)
        assert [entry.outcome for entry in report.entries] == ["pulled"]
        assert store.holds("made_up", "1")
        assert pull(store, ("made_up",)).of("here")

    def test_one_edition_of_a_named_source_is_enough(
        self, store: Store, tmp_path: Path, offer: Offer
    ) -> None:
        offer(MadeUp(edition("2", BIG), edition("1", CONTENT)))
        (tmp_path / "made-up-1.csv").write_bytes(CONTENT)
        report = pull(store, ("made_up",), tmp_path)
        assert [entry.outcome for entry in report.entries] == ["absent", "pulled"]
        assert report.ok

    def test_bad_file_does_not_stop_the_others(
        self, store: Store, tmp_path: Path, offer: Offer
    ) -> None:
        bad = CONTENT + b"811,1999,1\n"
        offer(MadeUp(edition("2", bad), edition("1", CONTENT)))
        (tmp_path / "made-up-2.csv").write_bytes(bad)
        (tmp_path / "made-up-1.csv").write_bytes(CONTENT)
        report = pull(store, (), tmp_path)
        assert [entry.outcome for entry in report.entries] == ["failed", "pulled"]
        assert "row 4: repeats state 811" in str(only_error(report))

    def test_folder_that_is_none(self, store: Store, tmp_path: Path, offer: Offer) -> None:
        offer(MadeUp())
        with pytest.raises(MissingFile, match="neither a folder nor a file"):
            pull(store, (), tmp_path / "absent")

    def test_one_file(self, store: Store, tmp_path: Path, offer: Offer) -> None:
        offer(MadeUp(edition("2", BIG), edition("1", CONTENT)))
        path = tmp_path / "any name"
        path.write_bytes(CONTENT)
        report = pull(store, ("made_up",), path)
        assert [(entry.edition.name, entry.outcome) for entry in report.entries] == [
            ("1", "pulled")
        ]
        path.write_bytes(b"something else")
        with pytest.raises(UnrecognisedFile, match="neither its name nor its content"):
            pull(store, ("made_up",), path)

    def test_new_edition_is_noticed(self, store: Store, tmp_path: Path, offer: Offer) -> None:
        offer(MadeUp())
        (tmp_path / "made-up-2.csv").write_bytes(BIG)
        error = only_error(pull(store, ("made_up",), tmp_path))
        assert "but made-up-2.csv is, which is no edition that is known" in str(error)
        assert "--from FILE" in str(error)

    @pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
    def test_dead_links_are_passed_over(self, store: Store, tmp_path: Path, offer: Offer) -> None:
        offer(MadeUp())
        (tmp_path / "made-up-1.csv").symlink_to(tmp_path / "absent")
        assert pull(store, (), tmp_path).of("absent")

    def test_progress_reaches_the_end(self, store: Store, tmp_path: Path, offer: Offer) -> None:
        offer(MadeUp(edition("2", BIG), edition("1", CONTENT)))
        (tmp_path / "made-up-2.csv").write_bytes(BIG)
        told: list[tuple[float, float, str]] = []
        pull(store, (), tmp_path, lambda *words: told.append(words))
        shares = [share for share, _, _ in told]
        assert shares == sorted(shares)
        assert shares[-1] == 1
        assert all(left >= 0 for _, left, _ in told)
        assert told[0][2].startswith("made_up 2 (")


class TestAddress:
    def source(self, server: Manners, content: bytes = BIG) -> MadeUp:
        return MadeUp(edition("1", content, download=server.address))

    def test_fetches(self, store: Store, server: Manners, offer: Offer) -> None:
        offer(self.source(server))
        assert pull(store, ()).of("pulled")
        assert store.table("made_up").height == 11
        assert store.holding("made_up").origin == server.address
        assert not list(store.root.rglob("*.part"))

    def test_damaged_copy_in_the_store_is_fetched_again(
        self, store: Store, server: Manners, offer: Offer
    ) -> None:
        source = self.source(server)
        offer(source)
        pull(store, ())
        kept = store.raw_path(source.editions[0].sha256)
        assert pull(store, (), again=True).ok
        assert len(server.asked) == 1
        kept.write_bytes(b"bit rot")
        assert pull(store, (), again=True).ok
        assert len(server.asked) == 2
        assert kept.read_bytes() == BIG

    def test_goes_on_after_a_cut(self, store: Store, server: Manners, offer: Offer) -> None:
        server.cut_after = [30, 20]
        offer(self.source(server))
        assert pull(store, (), pause=0.01).ok
        assert server.asked == [None, "bytes=30-", "bytes=50-"]

    def test_goes_on_in_the_next_run(self, store: Store, server: Manners, offer: Offer) -> None:
        server.cut_after = [30, 0, 0, 0]
        offer(self.source(server))
        error = only_error(pull(store, (), pause=0.01))
        assert "30 are here and will not be fetched again" in str(error)
        assert not store.holdings()
        server.asked.clear()
        assert pull(store, ()).ok
        assert server.asked == ["bytes=30-"]

    def test_goes_on_where_nothing_was_announced(
        self, store: Store, server: Manners, offer: Offer
    ) -> None:
        server.announces, server.cut_after = False, [30]
        offer(self.source(server))
        assert pull(store, (), pause=0.01).ok
        assert server.asked == [None, "bytes=30-"]

    def test_a_short_page_that_announces_nothing(
        self, store: Store, server: Manners, offer: Offer
    ) -> None:
        server.announces, server.content = False, b"<html>Please sign in</html>"
        offer(self.source(server))
        assert "serves a web page" in str(only_error(pull(store, ())))
        assert everything(store.root) == set()

    def test_a_wrong_part_is_named_and_asked_for_anew(
        self, store: Store, server: Manners, offer: Offer
    ) -> None:
        server.cut_after, server.span = [30, 30, 30, 30], "bytes 0-9/10"
        offer(self.source(server))
        error = only_error(pull(store, (), pause=0.01))
        assert "sent 'bytes 0-9/10' when asked for bytes from 30" in str(error)
        assert server.asked == [None, "bytes=30-"] * 2

    def test_no_content_is_named(self, store: Store, server: Manners, offer: Offer) -> None:
        server.status = 204
        offer(self.source(server))
        assert "answers 204: no content" in str(only_error(pull(store, ())))
        assert len(server.asked) == 1

    @pytest.mark.parametrize(
        "to",
        [
            *("http://[::1", "ftp://127.0.0.1/x", "file:///etc/passwd"),
            *("http://example.org/x", "//example.org/x"),
        ],
    )
    def test_is_sent_on_to_https_only(
        self, store: Store, server: Manners, offer: Offer, to: str
    ) -> None:
        server.sends_on = to
        offer(self.source(server))
        assert f"sends on to {to}" in str(only_error(pull(store, ())))
        assert len(server.asked) == 1

    def test_https_is_never_left(self) -> None:
        with pytest.raises(SourceError, match="not https"):
            _check_hop("https://example.org/a", "http://127.0.0.1/b")
        _check_hop("https://example.org/a", "/b")

    def test_sent_on_without_end(self, store: Store, server: Manners, offer: Offer) -> None:
        server.sends_on = server.address
        offer(self.source(server))
        assert "sends on and on" in str(only_error(pull(store, ())))

    def test_others_may_write_while_a_file_comes(
        self, store: Store, server: Manners, offer: Offer, tmp_path: Path
    ) -> None:
        server.stall_after = 30
        offer(self.source(server))
        fetching = threading.Thread(target=pull, args=(store,))
        fetching.start()
        while not server.asked:
            time.sleep(0.01)
        mine = MadeUp()
        (tmp_path / "mine.csv").write_bytes(CONTENT)
        store.keep(tmp_path / "mine.csv", mine, mine.editions[0], "", wait=0.5)
        assert fetching.is_alive()
        assert store.holds(mine.name, mine.editions[0].name)
        server.stall_after = 0
        server.resume.set()
        fetching.join()

    def test_another_run_that_fetches_is_waited_for_once(
        self, store: Store, server: Manners, offer: Offer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pull_module, "LOCK_WAIT", 0.3)
        offer(*(self.source(server, BIG[:-place]) for place in (10, 20, 30)))
        with store.fetching("made_up", "1"):
            began = time.monotonic()
            report = pull(store, ())
        assert time.monotonic() - began < 0.8
        assert "another run of rightful is fetching made_up 1" in str(report.errors()[0])
        assert len(report.of("failed")) == 3
        assert server.asked == []

    def test_server_that_cannot_resume(self, store: Store, server: Manners, offer: Offer) -> None:
        server.cut_after, server.ranges = [30], False
        offer(self.source(server))
        assert pull(store, (), pause=0.01).ok
        assert server.asked == [None, "bytes=30-"]

    def test_other_content_is_refused(self, store: Store, server: Manners, offer: Offer) -> None:
        server.content = BIG.replace(b"1999", b"2000")
        offer(self.source(server))
        error = only_error(pull(store, ()))
        assert isinstance(error, UnrecognisedFile)
        assert "another file than the one declared" in str(error)
        assert everything(store.root) == set()

    def test_longer_content_is_not_read_to_the_end(
        self, store: Store, server: Manners, offer: Offer
    ) -> None:
        server.content = BIG * 40000
        offer(self.source(server))
        assert isinstance(only_error(pull(store, ())), UnrecognisedFile)
        assert everything(store.root) == set()

    def test_shorter_content_is_refused(self, store: Store, server: Manners, offer: Offer) -> None:
        server.content = BIG[:40]
        offer(self.source(server))
        assert isinstance(only_error(pull(store, ())), UnrecognisedFile)

    def test_page_instead_of_a_file(self, store: Store, server: Manners, offer: Offer) -> None:
        server.content = b"<!DOCTYPE html><title>Please sign in</title>"
        offer(self.source(server))
        assert "serves a web page" in str(only_error(pull(store, ())))

    def test_spoiled_part_is_thrown_away(self, store: Store, server: Manners, offer: Offer) -> None:
        source = self.source(server)
        offer(source)
        part = store.raw_path(source.editions[0].sha256 + ".part")
        part.parent.mkdir(parents=True)
        part.write_bytes(b"x" * 10)
        assert not pull(store, ()).ok
        assert pull(store, ()).ok

    @pytest.mark.parametrize(("status", "said"), [(404, "the file is gone"), (403, "answers 403")])
    def test_refusal(
        self, store: Store, server: Manners, offer: Offer, status: int, said: str
    ) -> None:
        server.status = status
        offer(self.source(server))
        error = only_error(pull(store, ()))
        assert said in str(error)
        assert "https://example.org/made-up" in str(error)
        assert len(server.asked) == 1

    def test_busy_server_is_asked_again(self, store: Store, server: Manners, offer: Offer) -> None:
        server.status = 503
        offer(self.source(server))
        assert "answers 503" in str(only_error(pull(store, (), pause=0.001)))
        assert len(server.asked) == 4

    def test_nobody_there(self, store: Store, offer: Offer) -> None:
        offer(MadeUp(edition("1", BIG, download="http://127.0.0.1:9/file.csv")))
        error = only_error(pull(store, (), pause=0.001))
        assert "could not be fetched" in str(error)
        assert "--from" in str(error)

    def test_offline_is_told_at_once(
        self, store: Store, offer: Offer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = []

        def unknown(host: str, *_: object, **__: object) -> None:
            asked.append(host)
            raise socket.gaierror(-2, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        offer(MadeUp(edition("1", BIG, download="https://example.org/file.csv")))
        assert "Name or service not known" in str(only_error(pull(store, (), pause=10)))
        assert asked == ["example.org"]

    def test_slow_server_is_given_up(self, store: Store, server: Manners) -> None:
        server.pause = 0.5
        source = self.source(server)
        part = store.raw_path("slow.part")
        fetch = Fetch(source, source.editions[0], part, pause=0.001, timeout=0.05)
        with pytest.raises(SourceError, match="timed out"):
            download(fetch)

    def test_full_disk_is_told_and_not_retried(
        self, store: Store, server: Manners, offer: Offer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        offer(self.source(server))
        opened = Path.open

        def open_full(self: Path, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
            if mode == "wb" and self.suffix == ".part":
                raise OSError(errno.ENOSPC, "No space left on device", str(self))
            return opened(self, mode, *args, **kwargs)

        monkeypatch.setattr(Path, "open", open_full)
        report = pull(store, (), pause=10)
        assert len(server.asked) == 1
        with pytest.raises(StoreError, match="the disk is full") as caught:
            report.raise_if_failed()
        assert "what the store held before still stands" in str(caught.value)

    def test_only_https(self, store: Store, offer: Offer) -> None:
        offer(MadeUp(edition("1", BIG, download="http://example.org/file.csv")))
        assert "must begin with https" in str(only_error(pull(store, ())))
        offer(MadeUp(edition("1", BIG, download="file:///etc/passwd")))
        assert "must begin with https" in str(only_error(pull(store, ())))

    def test_page_only_says_what_to_fetch(self, store: Store, offer: Offer) -> None:
        offer(MadeUp())
        report = pull(store, ("made_up",))
        error = only_error(report)
        assert report.of("absent")
        assert "save made-up-1.csv in a folder" in str(error)
        assert "rightful pull made_up --from FOLDER" in str(error)


KILLED = """
import sys
from pathlib import Path
sys.path[:0] = {paths!r}
from rightful.record import pull as module
from rightful.record.store import Store
from tests.record.made_up_source import MadeUp, edition
source = MadeUp(edition("1", Path({file!r}).read_bytes(), download={address!r}))
module.sources = lambda names: (source,)
module.pull(Store(Path({root!r})))
"""


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a POSIX signal")
def test_killed_in_mid_download_goes_on(
    store: Store, server: Manners, offer: Offer, tmp_path: Path
) -> None:
    source = MadeUp(edition("1", BIG, download=server.address))
    (tmp_path / "content").write_bytes(BIG)
    repository = Path(__file__).parents[2]
    script = KILLED.format(
        paths=[str(repository / "src"), str(repository)],
        file=str(tmp_path / "content"),
        address=server.address,
        root=str(store.root),
    )
    part = store.raw_path(source.editions[0].sha256 + ".part")
    server.stall_after = 30
    process = subprocess.Popen([sys.executable, "-c", script])
    deadline = time.monotonic() + 30
    while not (part.is_file() and part.stat().st_size == 30) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    process.wait()
    assert part.stat().st_size == 30
    server.stall_after = 0
    server.resume.set()
    assert not store.holdings()
    offer(source)
    assert pull(store, ()).ok
    assert server.asked == [None, "bytes=30-"]
    assert store.table("made_up").height == 11


def test_unknown_source(store: Store) -> None:
    with pytest.raises(UnknownName, match="did you mean pts"):
        pull(store, ("ptss",))


def test_a_file_of_the_users_own_stays_whatever_its_name(
    store: Store, offer: Offer, tmp_path: Path
) -> None:
    offer(MadeUp())
    theirs = tmp_path / "mine.part"
    theirs.write_bytes(CONTENT)
    assert pull(store, from_dir=tmp_path).of("pulled")
    assert theirs.read_bytes() == CONTENT
    assert store.holdings()[0].origin == str(theirs)
