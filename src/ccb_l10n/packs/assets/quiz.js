// Practice with the quizzes of a page: check an answer, read why, try again. Works without a network and over file://.
// The words come from the attributes of this script's element. Whoever holds the page in a frame hears of answers from
// the event "ccb-answer" (or the property ccbAnswer, for what was answered before it listened) and can give an answer
// back with "ccb-restore".
(() => {
  "use strict";
  const words = document.currentScript;

  // The 32-bit FNV-1a hash, as the page was built with.
  const digest = text => {
    let value = 0x811c9dc5;
    for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
    return value.toString(16).padStart(8, "0");
  };

  // Words of the pack's own in an element, which keeps the side that the page's text has.
  const fill = (made, word) => {
    const span = document.createElement("span");
    span.lang = words.lang;
    span.dir = words.dir;
    span.textContent = words.dataset[word];
    made.textContent = "";
    made.append(span);
  };
  const say = (tag, name, word) => {
    const made = document.createElement(tag);
    made.className = name;
    if (word) fill(made, word);
    return made;
  };

  // What a template holds, as an element of the page.
  const open = (template, name) => {
    const made = document.createElement("div");
    made.className = name;
    made.appendChild(template.content.cloneNode(true));
    return made;
  };

  const practise = quiz => {
    const name = quiz.dataset.quiz;
    const options = Array.from(quiz.querySelectorAll("[data-digest]"), (item, at) => ({
      item, input: item.querySelector("input"), right: item.dataset.digest === digest(`${name}/${at}/right`),
    }));
    const explanation = quiz.querySelector("template.explanation");
    const check = say("button", "check", "check"), again = say("button", "again", "again");
    const told = say("p", "told");
    const actions = document.createElement("p");
    let shown = [];
    check.type = again.type = "button";
    actions.className = "actions";
    actions.append(check, " ", again);
    told.setAttribute("role", "status");
    again.hidden = true;
    quiz.append(actions, told);

    const show = (made, parent, before) => {
      parent.insertBefore(made, before || null);
      shown.push(made);
    };

    const clear = () => {
      shown.forEach(each => each.remove());
      shown = [];
      options.forEach(each => {
        each.item.classList.remove("correct", "incorrect");
        each.input.removeAttribute("aria-describedby");
      });
      told.textContent = "";
      told.className = "told";
      again.hidden = true;
    };

    const judge = (each, at) => {
      const word = each.right ? "right" : "wrong";
      const box = document.createElement("div");
      const feedback = each.item.querySelector("template.feedback");
      box.className = "verdict";
      box.id = `${quiz.id}-verdict-${at}`;
      box.append(say("p", "word", word));
      if (feedback) box.append(open(feedback, "feedback"));
      each.item.classList.add(each.right ? "correct" : "incorrect");
      each.input.setAttribute("aria-describedby", box.id);
      show(box, each.item);
    };

    // What the choice is worth: a word of the pack.
    const verdict = () => {
      if (options.some(each => each.input.checked && !each.right)) return "notRight";
      return options.every(each => each.input.checked === each.right) ? "allRight" : "incomplete";
    };

    const answer = () => {
      clear();
      if (!options.some(each => each.input.checked)) {
        fill(told, "none");
        return null;
      }
      const found = verdict();
      options.forEach((each, at) => each.input.checked && judge(each, at));
      fill(told, found);
      told.classList.add(found === "allRight" ? "correct" : "incorrect");
      if (explanation) show(open(explanation, "explanation"), quiz);
      again.hidden = false;
      const chosen = [], key = [];
      options.forEach((each, at) => {
        if (each.input.checked) chosen.push(at);
        if (each.right) key.push(at);
      });
      return { name, chosen, key, right: found === "allRight" };
    };

    check.addEventListener("click", () => {
      const given = answer();
      if (!given) return;
      quiz.ccbAnswer = given;
      quiz.dispatchEvent(new CustomEvent("ccb-answer", { bubbles: true, detail: given }));
    });
    again.addEventListener("click", () => {
      clear();
      options.forEach(each => { each.input.checked = false; });
      options[0].input.focus();
    });
    options.forEach(each => each.input.addEventListener("change", clear));
    quiz.addEventListener("ccb-restore", event => {
      options.forEach((each, at) => { each.input.checked = event.detail.indexOf(at) >= 0; });
      answer();
    });
  };

  document.querySelectorAll(".quiz[data-quiz]").forEach(practise);
})();
