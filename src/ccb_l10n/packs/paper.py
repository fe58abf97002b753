"""A quiz on paper, and in books that run no script: to answer with a pen, the answers apart from it."""

from __future__ import annotations

from ccb_l10n.packs import attributes
from ccb_l10n.packs.interface import Interface
from ccb_l10n.packs.quiz import Quiz


def asked(quiz: Quiz, words: Interface, answer: str = "") -> str:
    """A quiz to answer with a pen: the question and its options, each with a box to tick. The key is in it only where
    `answer` (HTML, which ends it) tells it."""
    title = words.html("Question {number}", quiz.lang, number=quiz.number)
    html = [f'<p class="box-title" id="{quiz.id}-title">{title}</p>\n', quiz.question]
    if quiz.options:
        rule = "Choose all that apply." if quiz.several else "Choose one answer."
        shape = "square" if quiz.several else "round"
        html.append(f'<p class="hint">{words.html(rule, quiz.lang)}</p>\n<ol class="options {shape}">\n')
        html += [f'<li><span class="tick"></span> {option.label}{option.more}</li>\n' for option in quiz.options]
        html.append("</ol>\n")
    group = {"class": "box quiz", "id": quiz.id, "role": "group", "aria-labelledby": f"{quiz.id}-title"}
    return f"<div{attributes.html(attributes.joined(quiz.attributes, group))}>\n{''.join(html)}{answer}</div>\n"


def answer(quiz: Quiz, words: Interface) -> str:
    """What is right, what is said to who chose each option, and why; empty where the quiz tells none of it."""
    numbered = [*enumerate(quiz.options, 1)]
    right = [_numbered(at, option.label + option.more) for at, option in numbered if option.right]
    said = [_numbered(at, option.label + option.feedback) for at, option in numbered if option.feedback]
    html = []
    if right:
        word = words.html("Correct answers" if len(right) > 1 else "Correct answer", quiz.lang)
        html.append(f'<p class="right">{word}</p>\n<ul class="numbered">\n{"".join(right)}</ul>\n')
    if said:
        word = words.html("Feedback on the options", quiz.lang)
        html.append(f'<p class="right">{word}</p>\n<ul class="numbered">\n{"".join(said)}</ul>\n')
    html.append(quiz.explanation)
    return f'<div class="answer">\n{"".join(html)}</div>\n' if any(html) else ""


def _numbered(at: int, html: str) -> str:
    """An option with the number that it has in its question: in words, since not every program reads `value`."""
    return f'<li><span class="number">{at}.</span> {html}</li>\n'
