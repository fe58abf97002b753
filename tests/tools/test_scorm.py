"""SCORM packages launched in Chromium, in scorm-again as the platform: status, score, resume, and no noise."""

from __future__ import annotations

import io
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.model import Message, State
from ccb_l10n.packs import scorm
from ccb_l10n.packs.book import Book, CourseInfo
from learning_platform import Platform, serving
from node_packages import package

pytestmark = pytest.mark.tools
ONE = "::: quiz\nWhich?\n\n- [ ] wrong\n  > Not that.\n- [x] right\n\nBecause.\n:::\n\n"
ALL = "::: quiz\nAll?\n\n- [x] A\n- [ ] B\n- [x] C\n:::\n\n"
QUIZZES = {
    "index.md": "# Welcome\n\n[One](mod/one.md)\n",
    "mod/one.md": f"# One\n\n{ONE}{ALL}[Next](état.md)\n",
    "mod/état.md": f"# Two\n\n{ALL}[site](https://example.org/)\n",
    "last.md": "# Last\n",
}
READ = {"a.md": "# A\n\n[b](b.md)\n", "b.md": "# B\n\n[c](c.md)\n", "c.md": "# C\n"}
WORDS = {
    "fr": {"Which?": "Lequel ?", "wrong": "faux", "right": "juste"},
    "ar": {"Which?": "أي؟", "wrong": "خطأ", "right": "صواب"},
    "zh": {"Which?": "哪个？", "wrong": "错", "right": "对"},
}
RIGHT = {"mod/one.html": ([1], [0, 2]), "mod/état.html": ([0, 2],)}
WRONG = {"mod/one.html": ([0], [1]), "mod/état.html": ([0],)}
Answers = Mapping[str, tuple[list[int], ...]]
Launch = Callable[[], "Visit"]


class Visit:
    """A learner's visit: the platform's page is open, and the course is in its frames."""

    def __init__(self, page: Any, platform: Platform) -> None:
        self.page, self.platform = page, platform
        self.page.goto(platform.address, wait_until="networkidle")

    @property
    def course(self) -> Any:
        """The frame that the course's pages are in."""
        return self.page.frame(name="sco").child_frames[0]

    @property
    def place(self) -> str:
        """The page that is open, as its address has it."""
        return str(self.course.url).partition("/course/")[2]

    def open(self, place: str) -> None:
        root = self.page.frame(name="sco").url.rpartition("/")[0]
        self.course.goto(f"{root}/course/{place}", wait_until="load")
        self.page.wait_for_load_state("networkidle")

    def follow(self, link: str, place: str) -> None:
        """Click on a link that leads to a page of the course."""
        self.course.click(link)
        self._wait(lambda: self.place == place and self.platform.core["lesson_location"] == place)

    def answer(self, answers: Answers) -> None:
        for place, chosen in answers.items():
            self.open(place)
            for at, options in enumerate(chosen):
                quiz = self.course.locator(".quiz").nth(at)
                for option in range(quiz.locator("input").count()):
                    if quiz.locator("input[type=radio]").count():
                        quiz.locator("input").nth(options[0]).check()
                    else:
                        quiz.locator("input").nth(option).set_checked(option in options)
                quiz.locator("button.check").click()

    def leave(self) -> None:
        """Close the course, and let the platform keep what it was told."""
        assert self.page.evaluate("[calls, errors]") == [["LMSInitialize"], []]
        before = len(self.platform.commits)
        self.page.goto("about:blank")
        self._wait(lambda: len(self.platform.commits) > before)
        self.platform.keep()

    def _wait(self, come: Callable[[], bool]) -> None:
        until = time.monotonic() + 10
        while not come():
            assert time.monotonic() < until
            self.page.wait_for_timeout(20)


@pytest.fixture
def noise(browser: Any) -> Iterator[tuple[Any, list[str]]]:
    """A context of the browser, and what its pages complain of or ask others for, which must be nothing."""
    context = browser.new_context()
    heard: list[str] = []

    def listen(page: Any) -> None:
        page.on("console", lambda each: heard.append(each.text) if each.type in ("error", "warning") else None)
        page.on("pageerror", lambda each: heard.append(str(each)))

    context.on("page", listen)
    context.on("request", lambda each: heard.append(each.url) if "//127.0.0.1:" not in each.url else None)
    yield context, heard
    context.close()


@pytest.fixture
def launch(noise: tuple[Any, list[str]], tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Launch]:
    """Put a course (language, pages) on a platform; each call is a visit to it."""
    shutil.copy(package("scorm-again") / "dist" / "scorm12.min.js", tmp_path)
    lang, pages = request.param
    unpack(lang, pages, tmp_path / "package")
    context, heard = noise
    with serving(tmp_path) as platform:
        yield lambda: Visit(context.new_page(), platform)
        context.close()
    assert [each for each in heard if not each.startswith(("data:", "about:"))] == []


def unpack(lang: str, pages: Mapping[str, str], folder: Path) -> None:
    chosen = {(None, each): Message(each, words, state=State.TRANSLATED) for each, words in WORDS.get(lang, {}).items()}
    course = CourseInfo("sample", "Sample", "1", "CC-BY-4.0", "en", lang, tuple(pages))
    documents = [splice(parse(path, text), chosen) for path, text in pages.items()]
    [(_, data)] = scorm.files(Book(course, documents, "ccb-l10n 9", "sample", sources=pages))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)


IN_FRENCH = [("fr", QUIZZES)]
EVERYWHERE = [(lang, QUIZZES) for lang in WORDS]


@pytest.mark.parametrize("launch", EVERYWHERE, indirect=True, ids=lambda each: each[0])
@pytest.mark.parametrize(("answers", "status", "score"), [(RIGHT, "passed", "100"), (WRONG, "failed", "0")])
def test_a_verdict_and_its_score(launch: Launch, answers: Answers, status: str, score: str) -> None:
    visit = launch()
    assert visit.place == "index.html"
    visit.answer(answers)
    visit.leave()
    core = visit.platform.core
    assert (core["lesson_status"], core["score"]["raw"], core["exit"]) == (status, score, "suspend")
    told = visit.platform.commits[-1]["interactions"]
    assert [each["result"] for each in told.values()] == ["correct" if score == "100" else "wrong"] * 3
    assert [told[each]["student_response"] for each in "01"] == (["b", "a,c"] if score == "100" else ["a", "b"])
    assert told["1"]["correct_responses"]["0"]["pattern"] == "a,c"
    assert len(visit.platform.commits[-1]["suspend_data"]) == 11  # the edition, and a character for each quiz


@pytest.mark.parametrize("launch", EVERYWHERE, indirect=True, ids=lambda each: each[0])
def test_a_visit_goes_on_where_the_last_one_ended(launch: Launch) -> None:
    visit = launch()
    visit.answer({"mod/one.html": ([0], [0, 2])})
    visit.leave()
    core = visit.platform.core
    assert (core["lesson_status"], core["score"]["raw"]) == ("incomplete", "")
    again = launch()
    assert again.place == "mod/one.html"
    assert again.course.eval_on_selector_all(".quiz input", "all => all.map(each => each.checked)") == [
        True, False, True, False, True,
    ]  # fmt: skip
    assert again.course.locator(".option.incorrect").count() == 1
    assert again.course.locator(".option.correct").count() == 2
    again.follow("a.next", "mod/%C3%A9tat.html")
    again.answer({"mod/état.html": ([0, 2],)})
    again.leave()
    core = again.platform.core
    assert (core["lesson_status"], core["score"]["raw"]) == ("failed", "67")
    assert core["lesson_location"] == "mod/%C3%A9tat.html"
    assert len(again.platform.commits[-1]["interactions"]) == 1  # what was restored is not told again


@pytest.mark.parametrize("launch", IN_FRENCH, indirect=True, ids=lambda each: each[0])
def test_what_was_passed_stays_passed(launch: Launch) -> None:
    visit = launch()
    visit.answer(WRONG)
    assert visit.platform.core["lesson_status"] == "failed"
    visit.answer(RIGHT)
    assert visit.platform.core["lesson_status"] == "passed"
    visit.answer(WRONG)
    visit.leave()
    core = visit.platform.core
    assert (core["lesson_status"], core["score"]["raw"]) == ("passed", "100")


@pytest.mark.parametrize("launch", IN_FRENCH, indirect=True, ids=lambda each: each[0])
def test_memories_that_are_not_this_courses_are_forgotten(launch: Launch) -> None:
    visit = launch()
    visit.platform.kept = {"suspend_data": "0" * 8 + "SSS", "core": {"lesson_location": "//127.0.0.1/elsewhere.html"}}
    visit.page.goto(visit.platform.address, wait_until="networkidle")
    assert visit.place == "index.html"
    visit.open("mod/one.html")
    assert visit.course.locator(":checked").count() == 0
    visit.leave()


@pytest.mark.parametrize("launch", IN_FRENCH, indirect=True, ids=lambda each: each[0])
def test_in_review_nothing_changes(launch: Launch) -> None:
    visit = launch()
    visit.platform.kept = {"core": {"lesson_mode": "review", "lesson_status": "failed"}}
    visit.page.goto(visit.platform.address, wait_until="networkidle")
    before = len(visit.platform.commits)
    visit.answer(RIGHT)
    assert len(visit.platform.commits) == before
    assert visit.page.evaluate("[API.cmi.core.lesson_status, errors]") == ["failed", []]


@pytest.mark.parametrize("launch", [("ar", READ)], indirect=True, ids=lambda each: each[0])
def test_a_course_without_quizzes_is_completed_once_all_pages_were_seen(launch: Launch) -> None:
    visit = launch()
    visit.open("a.html")
    visit.follow("main article a", "b.html")
    visit.leave()
    assert visit.platform.core["lesson_status"] == "incomplete"
    again = launch()
    assert again.place == "b.html"
    again.follow("main article a", "c.html")
    again.leave()
    assert again.platform.core["lesson_status"] == "completed"


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_without_a_platform_it_says_so_and_reads_on(noise: tuple[Any, list[str]], tmp_path: Path, lang: str) -> None:
    unpack(lang, QUIZZES, tmp_path / "package")
    context, heard = noise
    page = context.new_page()
    page.goto((tmp_path / "package" / "index.html").as_uri(), wait_until="load")
    said = page.locator("#alone").inner_text()
    assert said.startswith({"en": "No learning platform was found", "ar": "لم يُعثر على منصة"}[lang])
    course = page.frame_locator("#course")
    course.locator("main article a").first.click()
    quiz = course.locator(".quiz").first
    quiz.locator("input").nth(1).check()
    quiz.locator("button.check").click()
    assert quiz.locator(".told").inner_text() == {"en": "Your answer is right.", "ar": "إجابتك صحيحة."}[lang]
    assert [each for each in heard if not each.startswith("file:")] == []
