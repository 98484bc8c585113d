from helpers.runner import swap


def make(folder, text):
    folder.mkdir()
    (folder / "page").write_text(text)


def test_two_folders_change_places_in_one_step(tmp_path):
    make(tmp_path / "first", "first")
    make(tmp_path / "second", "second")

    exchanged = swap.exchange(tmp_path / "first", tmp_path / "second")

    assert exchanged
    assert (tmp_path / "first" / "page").read_text() == "second"
    assert (tmp_path / "second" / "page").read_text() == "first"


def test_a_first_version_needs_no_exchange(tmp_path):
    target = tmp_path / "reports"
    make(swap.incoming(target), "new")

    swap.swap_in(target)

    assert (target / "page").read_text() == "new"
    assert not swap.incoming(target).exists()


def test_a_kill_between_two_renames_is_mended(tmp_path):
    target = tmp_path / "reports"
    make(swap.outgoing(target), "old")
    make(swap.incoming(target), "new")

    swap.swap_in(target)

    assert (target / "page").read_text() == "new"
