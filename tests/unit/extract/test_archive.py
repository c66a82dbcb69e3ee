"""The archive: the same bytes are one document, changed bytes a revision, and nothing is lost when a write is cut."""

import hashlib
import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from extract.archive import Archive, Receipts, documents_in
from extract.readers import UnreadableDocument


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def test_the_same_bytes_twice_are_one_document(archive: Archive) -> None:
    first, second = archive.add(b"report", source="a"), archive.add(b"report", source="b")
    assert (first.status, second.status) == ("created", "unchanged")
    assert first.document_id == second.document_id == hashlib.sha256(b"report").hexdigest()
    assert [entry.source for entry in archive.entries()] == ["a"]
    assert [entry.source for entry in archive.receipts()] == ["a", "b"]
    assert archive.path(first.document_id).read_bytes() == b"report"


def test_changed_bytes_of_a_source_are_a_revision_and_the_old_ones_stay(archive: Archive) -> None:
    old, new = archive.add(b"one", source="http://x/a"), archive.add(b"two", source="http://x/a")
    assert new.status == "changed"
    assert archive.path(old.document_id).read_bytes() == b"one"
    latest = archive.latest("http://x/a")
    assert latest is not None
    assert latest.document_id == new.document_id


def test_a_file_is_received_with_its_path_as_source(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "甲.txt"
    path.write_text("受理12件", encoding="utf-8")
    entry = archive.add(path)
    assert (entry.source, entry.media_type, entry.size) == (str(path), "text/plain", 11)


def test_another_process_sees_what_this_one_received(archive: Archive) -> None:
    other = Archive(archive.root)
    assert other.entries() == []
    entry = archive.add(b"report")
    assert entry.document_id in other
    assert other.add(b"report").status == "unchanged"


def test_documents_are_read_only(archive: Archive) -> None:
    assert archive.path(archive.add(b"report").document_id).stat().st_mode & 0o222 == 0


def lines_of(archive: Archive) -> list[bytes]:
    return (archive.root / "manifest.jsonl").read_bytes().splitlines()


def test_an_object_without_a_receipt_gets_it_at_the_next_one(archive: Archive) -> None:
    archive.add(b"one", source="a")
    identity = hashlib.sha256(b"report").hexdigest()
    archive.path(identity).parent.mkdir(parents=True)
    archive.path(identity).write_bytes(b"report")
    assert [e.source for e in Archive(archive.root).entries()] == ["a"]
    assert Archive(archive.root).add(b"report", source="b").status == "created"
    assert [e.document_id for e in archive.entries()][1:] == [identity]


def remove(manifest: Path) -> None:
    manifest.unlink()


def empty(manifest: Path) -> None:
    manifest.write_bytes(b"")


def cut_at_a_line(manifest: Path) -> None:
    manifest.write_bytes(b"".join(manifest.read_bytes().splitlines(keepends=True)[:1]))


def cut_within_a_line(manifest: Path) -> None:
    manifest.write_bytes(manifest.read_bytes()[:-40])


def add_half_a_line(manifest: Path) -> None:
    manifest.write_bytes(manifest.read_bytes() + b'{"document_id": "abc", "sou')


def change_a_letter(manifest: Path) -> None:
    manifest.write_bytes(manifest.read_bytes().replace(b'"source": "b"', b'"source": "x"'))


def overwrite_the_middle(manifest: Path) -> None:
    data = manifest.read_bytes()
    manifest.write_bytes(data[:300] + bytes(120) + data[420:])


@pytest.mark.parametrize(
    "damage",
    [remove, empty, cut_at_a_line, cut_within_a_line, add_half_a_line, change_a_letter, overwrite_the_middle],
)
@pytest.mark.parametrize("by", ["mend", "add"])
def test_a_damaged_manifest_is_made_again_as_it_was(archive: Archive, damage: Callable[[Path], None], by: str) -> None:
    for name in "abc":
        archive.add(name.encode(), source=name)
    good = lines_of(archive)
    damage(archive.root / "manifest.jsonl")
    reopened = Archive(archive.root)
    if by == "mend":
        reopened.mend()
        assert lines_of(archive) == good
    else:
        reopened.add(b"d", source="d")
        assert lines_of(archive)[:-1] == good
    Archive(archive.root).mend()
    assert [entry.source for entry in Archive(archive.root).entries()][:3] == ["a", "b", "c"]
    assert len(list(archive.root.glob("manifest.damaged-*"))) == (0 if damage is remove else 1)


def test_an_archive_of_an_earlier_version_gets_its_journal(archive: Archive) -> None:
    archive.add(b"one", source="a")
    shutil.rmtree(archive.root / "receipts")
    good = lines_of(archive)
    Archive(archive.root).mend()
    (archive.root / "manifest.jsonl").unlink()
    Archive(archive.root).mend()
    assert lines_of(archive) == good


def test_where_journal_and_manifest_are_both_damaged_what_is_left_of_either_stands(archive: Archive) -> None:
    for name in "abc":
        archive.add(name.encode(), source=name)
    second = sorted((archive.root / "receipts").iterdir())[1]
    second.chmod(0o644)
    second.write_bytes(b"damaged")
    cut_at_a_line(archive.root / "manifest.jsonl")
    reopened = Archive(archive.root)
    reopened.mend()
    documents = {hashlib.sha256(name).hexdigest() for name in (b"a", b"b", b"c")}
    assert {entry.document_id for entry in reopened.entries()} == documents
    assert {"a", "c"} < {entry.source for entry in reopened.entries()}
    before = lines_of(archive)
    Archive(archive.root).mend()
    assert lines_of(archive) == before


def test_where_every_receipt_is_lost_the_documents_are_still_there(archive: Archive) -> None:
    entry = archive.add(b"report", source="a")
    (archive.root / "manifest.jsonl").unlink()
    shutil.rmtree(archive.root / "receipts")
    reopened = Archive(archive.root)
    reopened.mend()
    assert [e.document_id for e in reopened.entries()] == [entry.document_id]


def test_a_copy_cut_short_leaves_no_document(archive: Archive, tmp_path: Path) -> None:
    big = tmp_path / "big"
    big.write_bytes(b"1" * 3_000_000)
    with pytest.raises(UnreadableDocument) as caught:
        Archive(archive.root, largest=1_500_000).add(big)
    assert caught.value.reason == "too_large"
    assert archive.entries() == []
    assert [path for path in archive.root.rglob("*") if path.is_file() and path.suffix != ".lock"] == []


@pytest.mark.parametrize("identity", ["../../etc/passwd", "abc", "G" * 64, ""])
def test_no_identity_leads_out_of_the_archive(archive: Archive, identity: str) -> None:
    with pytest.raises(ValueError, match="sha256"):
        archive.path(identity)


def test_an_empty_file_is_refused(archive: Archive) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        archive.add(b"")
    assert caught.value.reason == "empty_file"


def test_a_run_is_summed_up(archive: Archive) -> None:
    receipts = Receipts()
    receipts.entries += [archive.add(b"1", source="a"), archive.add(b"2", source="a"), archive.add(b"1", source="a")]
    receipts.failed.append(("b", "timeout"))
    assert receipts.summary() == {"created": 1, "changed": 1, "unchanged": 1, "failed": 1}


def zipped(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for name, data in members.items():
            out.writestr(name, data)
    return packed.getvalue()


def test_a_zip_of_reports_is_its_members(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(zipped(**{"甲县/2024.txt": "甲".encode(), "../../etc/x.txt": b"x", "__MACOSX/y": b"y"}))
    assert dict(documents_in(path)) == {f"{path}!/甲县/2024.txt": "甲".encode(), f"{path}!/etc/x.txt": b"x"}


def test_a_zip_within_a_zip_is_opened_and_a_third_is_refused(tmp_path: Path) -> None:
    inner = zipped(**{"a.txt": b"a"})
    path = tmp_path / "all.zip"
    path.write_bytes(zipped(**{"in.zip": inner}))
    assert dict(documents_in(path)) == {f"{path}!/in.zip!/a.txt": b"a"}
    path.write_bytes(zipped(**{"in.zip": zipped(**{"in.zip": inner})}))
    with pytest.raises(UnreadableDocument) as caught:
        list(documents_in(path))
    assert caught.value.reason == "unsafe_file"


def test_a_file_that_is_no_zip_is_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"text")
    assert list(documents_in(path)) == [(str(path), path)]


def test_documents_received_together_are_as_those_received_one_by_one(archive: Archive, tmp_path: Path) -> None:
    documents = [("a", b"1"), ("a", b"2"), ("b", b"1"), ("c", b""), ("a", b"2"), ("d", b"3")]
    together = archive.add_all(documents)
    alone = Archive(tmp_path / "alone")
    for (source, data), entry in zip(documents, together, strict=True):
        if isinstance(entry, UnreadableDocument):
            assert (source, entry.reason) == ("c", "empty_file")
        else:
            single = alone.add(data, source=source)
            assert (entry.document_id, entry.status) == (single.document_id, single.status)
    assert [entry.source for entry in archive.receipts()] == [entry.source for entry in alone.receipts()]


def test_a_member_that_is_refused_does_not_stop_the_others_of_its_zip(archive: Archive) -> None:
    refused, kept = archive.add_all([("all.zip!/a", b""), ("all.zip!/b", b"b")])
    assert isinstance(refused, UnreadableDocument)
    assert archive.entries() == [kept]
