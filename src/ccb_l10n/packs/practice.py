"""A quiz as a question on a page: options to choose, and the answer where it may be seen."""

from __future__ import annotations

from ccb_l10n.packs import attributes
from ccb_l10n.packs.interface import Interface
from ccb_l10n.packs.quiz import Option, Quiz


def asked(quiz: Quiz, words: Interface, *, answers: bool) -> str:
    """The quiz as HTML. `answers` shows the right options and the explanation, folded until a click."""
    title = words.html("Question {number}", quiz.lang, number=quiz.number)
    html = [f'<p class="box-title" id="{quiz.id}-title">{title}</p>\n', quiz.question]
    if quiz.options:
        rule = "Choose all that apply." if quiz.several else "Choose one answer."
        html.append(f'<p class="hint">{words.html(rule, quiz.lang)}</p>\n<ul class="options">\n')
        html += [_option(quiz, each) for each in quiz.options]
        html.append("</ul>\n")
    html.append(_answer(quiz, words) if answers else "")
    group = {"class": "box quiz", "id": quiz.id, "role": "group", "aria-labelledby": f"{quiz.id}-title"}
    return f"<div{attributes.html(attributes.joined(quiz.attributes, group))}>\n{''.join(html)}</div>\n"


def _option(quiz: Quiz, option: Option) -> str:
    kind = "checkbox" if quiz.several else "radio"
    box = f'<input type="{kind}" name="{quiz.id}" />'
    label = f"<label>{box} {option.label}</label>" if option.label else box
    return f'<li class="option">{label}{option.more}</li>\n'


def _answer(quiz: Quiz, words: Interface) -> str:
    right = [option for option in quiz.options if option.right]
    if not right and not quiz.explanation:
        return ""
    word = words.html("Correct answers" if len(right) > 1 else "Correct answer", quiz.lang)
    html = f'<p class="right">{word}</p>\n<ul>\n' if right else ""
    html += "".join(f"<li>{option.label}</li>\n" for option in right if option.label)
    html += "</ul>\n" if right else ""
    shown = words.html("Show the answer", quiz.lang)
    return f"<details>\n<summary>{shown}</summary>\n{html}{quiz.explanation}</details>\n"
