"""A quiz as a question on a page: options to choose, and the answer where it may be seen.

For learners the page holds no answer to read. A script, where there is one, tells right from wrong after an attempt:
each option carries a digest, and what is said after the attempt stands in templates, which browsers do not show. That
keeps the key out of sight and out of searches; it is no secret from who reads the page's source with the script.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ccb_l10n import locales
from ccb_l10n.packs import attributes
from ccb_l10n.packs.book import Book
from ccb_l10n.packs.interface import Interface
from ccb_l10n.packs.quiz import Option, Quiz
from ccb_l10n.packs.render import Page

_READY = re.compile(r'<div [^<>]*data-quiz="')


def asked(quiz: Quiz, words: Interface, *, answers: bool, practised: bool = False) -> str:
    """The quiz as HTML that is XML too. `answers` shows the right options and the explanation, folded until a click;
    `practised` readies a quiz that has a key for the script. With neither, it is the question and its options alone.
    """
    title = words.html("Question {number}", quiz.lang, number=quiz.number)
    ready = practised and not answers and quiz.has_key
    html = [
        f'<p class="box-title" id="{quiz.id}-title">{title}</p>\n',
        f'<div class="question" id="{quiz.id}-asks">\n{quiz.question}</div>\n',
    ]
    if quiz.options:
        rule = "Choose all that apply." if quiz.several else "Choose one answer."
        html.append(f'<p class="hint">{words.html(rule, quiz.lang)}</p>\n<ul class="options">\n')
        html += [_option(quiz, at, ready) for at in range(len(quiz.options))]
        html.append("</ul>\n")
    if ready and (explanation := quiz.explanation + _notes(quiz)):
        html.append(f'<template class="explanation">\n{_with_own_notes(quiz, explanation)}</template>\n')
    html.append(_answer(quiz, words) if answers else "")
    group = {"class": "box quiz", "id": quiz.id, "role": "group"}
    group |= {"aria-labelledby": f"{quiz.id}-title {quiz.id}-asks"} | ({"data-quiz": quiz.name} if ready else {})
    return f"<div{attributes.html(attributes.joined(quiz.attributes, group))}>\n{''.join(html)}</div>\n"


def shown(book: Book, page: Page) -> list[Quiz]:
    """The quizzes on a page that this edition's readers see, in their order."""
    numbers: list[int] = []

    def note(number: int) -> str:
        numbers.append(number)
        return ""

    book.body(page, note)
    return [page.quizzes[number] for number in numbers]


def said(words: Interface) -> Mapping[str, str]:
    """The words of the script, as attributes of its element."""
    return {
        "lang": words.locale,
        "dir": locales.direction(words.locale),
        "data-check": words("Check the answer"),
        "data-again": words("Try again"),
        "data-right": words("Right"),
        "data-wrong": words("Wrong"),
        "data-all-right": words("Your answer is right."),
        "data-not-right": words("Your answer is not right."),
        "data-incomplete": words("What you chose is right, but something is missing."),
        "data-none": words("Choose an answer first."),
    }


def serves(html: str) -> bool:
    """Whether the script has something to do on a page."""
    return bool(_READY.search(html))


def script(words: Interface, *, src: str = "", code: str = "") -> str:
    """The script's element, for the end of the text that has the quizzes: at an address, or with its code inside."""
    given = ({"src": src} if src else {}) | dict(said(words))
    return f"<script{attributes.html(given)}>{code}</script>\n"


def digest(quiz: Quiz, at: int) -> str:
    """What an option (from 0) carries for the script, which makes the same from the quiz's name, the option's place
    and the word "right", and compares."""
    verdict = "right" if quiz.options[at].right else "wrong"
    return _fnv(f"{quiz.name}/{at}/{verdict}")


def _fnv(text: str) -> str:
    """The 32-bit FNV-1a hash of ASCII text, as eight hexadecimal digits: short to write in JavaScript, where browsers
    offer no other digest to pages that came over plain HTTP."""
    value = 0x811C9DC5
    for byte in text.encode("ascii"):
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return f"{value:08x}"


def _option(quiz: Quiz, at: int, ready: bool) -> str:
    option = quiz.options[at]
    kind = "checkbox" if quiz.several else "radio"
    box = f'<input type="{kind}" name="{quiz.id}" />'
    label = f"<label>{box} {option.label}</label>" if option.label else box
    given = {"data-digest": digest(quiz, at)} if ready else {}
    said = _with_own_notes(quiz, option.feedback)
    feedback = f'<template class="feedback">\n{said}</template>' if ready and said else ""
    return f'<li class="option"{attributes.html(given)}>{label}{option.more}{feedback}</li>\n'


def _notes(quiz: Quiz) -> str:
    """The footnotes that only the quiz's answer has."""
    items = (f'<li id="{name}" value="{name.rpartition("-")[2]}">{html}</li>\n' for name, html in quiz.notes.items())
    return f'<ol class="footnotes">\n{"".join(items)}</ol>\n' if quiz.notes else ""


def _with_own_notes(quiz: Quiz, html: str) -> str:
    """HTML whose references lead to the quiz's own copies of its footnotes: other answers may have the same notes."""
    for name in quiz.notes:
        own = f"{quiz.id}-note-{name.rpartition('-')[2]}"
        html = html.replace(f'href="#{name}"', f'href="#{own}"').replace(f'<li id="{name}"', f'<li id="{own}"')
    return html


def _answer(quiz: Quiz, words: Interface) -> str:
    """The answer behind a click: what is right, what is said to who chooses which option, and the explanation."""
    right = [option for option in quiz.options if option.right]
    spoken = [option for option in quiz.options if option.feedback]
    if not right and not spoken and not quiz.explanation:
        return ""
    word = words.html("Correct answers" if len(right) > 1 else "Correct answer", quiz.lang)
    html = f'<p class="right">{word}</p>\n<ul>\n{"".join(map(_named, right))}</ul>\n' if right else ""
    if spoken:
        said = words.html("Feedback on the options", quiz.lang)
        html += f'<p class="right">{said}</p>\n<ul>\n{"".join(_named(each, each.feedback) for each in spoken)}</ul>\n'
    shown = words.html("Show the answer", quiz.lang)
    return f"<details>\n<summary>{shown}</summary>\n{html}{quiz.explanation}</details>\n"


def _named(option: Option, more: str = "") -> str:
    return f"<li>{option.label}\n{more}</li>\n" if more else f"<li>{option.label}</li>\n" if option.label else ""
