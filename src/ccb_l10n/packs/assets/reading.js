/* Helps to read: a search that needs no network, and the meaning of a term where it stands. Without it every page
   reads as well. The words are the page's own, in the attributes of the script's element. */
(function () {
  "use strict";
  const own = document.currentScript.dataset;
  const marks = /[\p{M}\u0640\u200c-\u200f\u061c\u2066-\u2069]/gu;
  const together = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
  const word = /[\p{L}\p{N}]+/gu;
  const arabic = /^\p{Script=Arabic}/u;
  const letters = { "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ё": "е", "ø": "o", "œ": "oe", "æ": "ae", "ß": "ss", "ł": "l", "ı": "i" };
  const particles = [/^[وف]/u, /^[وف]?(?:[بكف]?ال|لل)/u, /^[وف]?[بكلس]/u];

  /* One letter for those that readers take for one: no accents, no vowel signs, no case. */
  function folded(text) {
    return text.normalize("NFKD").replace(/[\u0622\u0623\u0625\u0671]/g, "ا").replace(marks, "").toLowerCase()
      .replace(/./gu, (letter) => letters[letter] || letter);
  }

  /* A word as it may be compared: in Arabic also without what may be a particle or the article written with it. */
  function stems(text) {
    if (!arabic.test(text)) return [text];
    return [text, ...particles.map((each) => text.replace(each, "")).filter((rest) => rest.length >= 3)];
  }

  /* What is asked: words to begin with, and runs of scripts that put no space between words. */
  function asked(query) {
    const parts = [];
    for (const match of folded(query).matchAll(word)) {
      if (together.test(match[0])) parts.push({ run: match[0] });
      else parts.push({ words: stems(match[0]) });
    }
    return parts;
  }

  function pairs(run) {
    const letters = Array.from(run);
    return letters.length < 2 ? letters : letters.slice(1).map((letter, at) => letters[at] + letter);
  }

  /* How well a text answers a part: 0 not at all. A longer word that begins so counts less. */
  function answers(part, text) {
    if (part.run) {
      if (text.plain.includes(part.run)) return 3;
      return pairs(part.run).every((pair) => text.plain.includes(pair)) ? 1 : 0;
    }
    let best = 0;
    for (const wanted of part.words) {
      if (text.words.has(wanted)) return 3;
      for (const each of text.words) {
        if (each.startsWith(wanted)) best = 2;
        else if (!best && each.length > 3 && wanted.length - each.length <= 2 && wanted.startsWith(each)) best = 1;
      }
    }
    return best;
  }

  function text(words) {
    const plain = folded(words);
    return { plain, words: new Set(Array.from(plain.matchAll(word)).flatMap((match) => stems(match[0]))) };
  }

  /* The title of the page helps a section that says something of its own, and is not enough for one that does not. */
  function score(parts, section) {
    let total = 0;
    let own = false;
    for (const part of parts) {
      const best = Math.max(4 * answers(part, section.heading), answers(part, section.body));
      if (!best && !answers(part, section.title)) return 0;
      own = own || best > 0;
      total += best;
    }
    return own ? total : 0;
  }

  /* The index comes as a script, for a page in a folder may not fetch a file. */
  let index = null;
  let waiting = null;
  window.ccbSearchIndex = function (rows) {
    index = rows.map(([href, page, title, words]) => ({
      href, page, name: title, words, title: text(page), heading: text(title || page), body: text(words),
    }));
    if (waiting) waiting();
  };

  function load(then) {
    if (index) return then();
    waiting = then;
    if (document.getElementById("ccb-index")) return;
    const script = document.createElement("script");
    script.id = "ccb-index";
    script.src = own.index;
    document.head.append(script);
  }

  function snippet(section, parts) {
    const words = section.words;
    let at = 0;
    for (const match of words.matchAll(word)) {
      const found = text(match[0]);
      if (parts.some((each) => answers(each, found))) { at = match.index; break; }
    }
    let from = Math.max(0, at - 60);
    if (from) from = words.indexOf(" ", from) + 1 || from;
    if (from > at) from = at;
    return (from ? "… " : "") + words.slice(from, from + 170) + (words.length > from + 170 ? " …" : "");
  }

  function element(name, className, words) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (words) { made.textContent = words; made.dir = "auto"; }
    return made;
  }

  function shown(list, status, query) {
    const parts = asked(query);
    list.replaceChildren();
    if (!parts.length) { status.textContent = ""; return; }
    const found = index.map((section, at) => ({ section, at, score: score(parts, section) }))
      .filter((each) => each.score).sort((one, two) => two.score - one.score || one.at - two.at);
    status.textContent = found.length ? own.found.replace("{count}", found.length) : own.none;
    for (const { section } of found.slice(0, 20)) {
      const link = element("a");
      link.href = own.root + section.href;
      link.append(element("span", "result-title", section.name || section.page));
      if (section.name && section.name !== section.page) link.append(element("span", "result-page", section.page));
      link.append(element("span", "result-text", snippet(section, parts)));
      const item = element("li");
      item.append(link);
      list.append(item);
    }
  }

  function search(form) {
    const field = form.querySelector("input");
    const list = document.getElementById("ccb-results");
    const status = document.getElementById("ccb-found");
    const panel = list.parentElement;
    let timer = 0;
    const run = () => load(() => {
      shown(list, status, field.value);
      panel.hidden = !field.value.trim();
    });
    form.hidden = false;
    field.addEventListener("focus", () => load(() => {}), { once: true });
    field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(run, 120); });
    form.addEventListener("submit", (event) => { event.preventDefault(); run(); });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !panel.hidden) { panel.hidden = true; field.value = ""; field.focus(); }
    });
  }

  /* A term's explanation beside it, on hover, on focus and on the first tap; a second tap follows the link. */
  function terms() {
    const note = element("div", "term-note");
    note.id = "ccb-term";
    note.setAttribute("role", "tooltip");
    note.hidden = true;
    document.body.append(note);
    let current = null;
    let tapped = null;

    function hide() {
      if (current) current.removeAttribute("aria-describedby");
      current = null;
      note.hidden = true;
    }

    function show(link) {
      const name = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!name || link === current) return;
      hide();
      current = link;
      const head = document.createElement("p");
      const said = document.createElement("p");
      head.className = "term-name";
      head.append(...Array.from(name.childNodes, (each) => each.cloneNode(true)));
      said.append(...Array.from(name.nextElementSibling.childNodes, (each) => each.cloneNode(true)));
      note.replaceChildren(head, said);
      note.lang = name.closest("[lang]").lang;
      note.dir = name.closest("[dir]").dir;
      note.hidden = false;
      link.setAttribute("aria-describedby", note.id);
      const box = link.getClientRects()[0];
      const width = document.documentElement.clientWidth;
      const left = Math.min(Math.max(8, box.left + box.width / 2 - note.offsetWidth / 2), width - note.offsetWidth - 8);
      const below = box.bottom + note.offsetHeight + 12 < window.innerHeight || box.top < note.offsetHeight + 12;
      note.style.left = left + window.scrollX + "px";
      note.style.top = (below ? box.bottom + 6 : box.top - note.offsetHeight - 6) + window.scrollY + "px";
    }

    for (const link of document.querySelectorAll("a.term")) {
      link.addEventListener("mouseenter", () => show(link));
      link.addEventListener("focus", () => show(link));
      link.addEventListener("blur", hide);
      link.addEventListener("pointerdown", (event) => { tapped = event.pointerType === "mouse" || link === current ? null : link; });
      link.addEventListener("click", (event) => {
        if (tapped === link) { event.preventDefault(); tapped = null; show(link); }
      });
      link.addEventListener("mouseleave", (event) => { if (event.relatedTarget !== note) hide(); });
    }
    note.addEventListener("mouseleave", hide);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
    document.addEventListener("pointerdown", (event) => {
      if (current && !note.contains(event.target) && !event.target.closest("a.term")) hide();
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.getElementById("ccb-search");
    if (form) search(form);
    terms();
  });
})();
