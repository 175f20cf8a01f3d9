"""The bench of the find box measures what it says."""

from smartclient.bench import search


def test_every_letter_is_an_answer() -> None:
    typed = list(search._typed())
    assert typed[:3] == ["2", "21", "214"]
    assert "18T WN 4711 2033" in typed
    assert len(typed) == search._REPEATS * sum(map(len, search._QUERIES))
