"""How long the documents of the four scenes are, and what of them is empty: the limits of docs/effort.md."""

import pytest
from benchmarks.documents import BULLETINS, SHORT, SUMMARIES, counts, documents, texts, told_twice
from benchmarks.pages import estimated, office, rendered
from tests.scenes import LANGUAGES, NAMES, Scene, played

_played: dict[tuple[str, str], Scene] = {}


@pytest.fixture
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """A scene in a language, played once."""
    name, language = request.param
    if (name, language) not in _played:
        _played[name, language] = played(name, tmp_path_factory.mktemp(f"{name}-{language}"), language)
    return _played[name, language]


EACH = pytest.mark.parametrize(
    "scene", [(name, language) for name in NAMES for language in LANGUAGES], indirect=True, ids="-".join
)


@EACH
def test_a_summary_keeps_to_its_pages(scene: Scene) -> None:
    """Up to the signature, and with its annexes; none of them nearly empty."""
    found = counts(scene.document("export", "--format", "docx"))
    body, pages = SUMMARIES[scene.name]
    assert (found.body <= body, found.pages <= pages, found.sparse) == (True, True, 0), found


@EACH
def test_a_summary_tells_each_fact_once(scene: Scene) -> None:
    """Below the paragraph that sums everything up."""
    assert told_twice(scene) == []


@pytest.mark.parametrize("scene", [("fire", language) for language in LANGUAGES], indirect=True, ids="-".join)
def test_nothing_in_a_finished_summary_is_left_to_fill_in(scene: Scene) -> None:
    """No line to write on, and no part that says that there is nothing."""
    assert counts(scene.document("export", "--format", "docx")).blanks == 0


@EACH
def test_a_bulletin_keeps_to_its_pages(scene: Scene) -> None:
    """A first report and a follow-up are one page, a final report two."""
    for name, found in documents(scene):
        if (kind := name.rpartition("-")[0]) in BULLETINS:
            assert (found.pages <= BULLETINS[kind], found.sparse, found.blanks) == (True, 0, 0), (name, found)


@EACH
def test_a_short_text_fits_a_message(scene: Scene) -> None:
    """It is read out on the phone, or pasted into a chat."""
    assert [(name, length) for name, length in texts(scene) if length > SHORT[scene.language]] == []


@pytest.mark.skipif(office() is None, reason="LibreOffice and pdftotext are not on this machine")
@pytest.mark.parametrize("scene", [("fire", language) for language in LANGUAGES], indirect=True, ids="-".join)
def test_the_estimate_counts_the_pages_that_libreoffice_makes(scene: Scene) -> None:
    """Up to the signature exactly; in annexes, whose tables depend on the faces of the machine, nearly."""
    raw = scene.document("export", "--format", "docx")
    own, theirs = estimated(raw), rendered(raw)
    assert abs(sum(not page.annex for page in own) - sum(not page.annex for page in theirs)) <= 1
    assert abs(len(own) - len(theirs)) <= max(1, len(theirs) // 3)
