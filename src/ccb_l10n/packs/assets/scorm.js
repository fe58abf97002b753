// A SCORM 1.2 session around a course in a frame. The platform's object is found, the reader's place and answers are
// restored, every answer is saved at once, and the session is finished once, when this page goes away.
(() => {
  "use strict";
  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const BITS = 6;
  const course = JSON.parse(document.getElementById("told").textContent);
  const frame = document.getElementById("course");
  const root = new URL("course/", location.href).href.replace(/[?#].*$/, "");
  const begun = Date.now();
  let finished = false;

  // The platform's object, in a window around this one or around the one that opened it.
  const look = start => {
    let at = start;
    for (let depth = 0; at && depth < 100; depth++) {
      try {
        if (at.API) return at.API;
      } catch (blocked) {
        return null; // a window of another site: nothing in it can be seen
      }
      if (at === at.parent) return null;
      at = at.parent;
    }
    return null;
  };
  const opener = at => {
    try {
      return at.opener;
    } catch (blocked) {
      return null;
    }
  };
  const find = () => [window, opener(window), opener(window.top)].reduce((found, each) => found || look(each), null);

  const api = find();
  const connected = Boolean(api) && String(api.LMSInitialize("")) === "true";
  const get = name => String(api.LMSGetValue(name) || "");
  const reading = connected && get("cmi.core.lesson_mode") === "review";
  const set = (name, value) => reading || String(api.LMSSetValue(name, String(value))) === "true";

  // What is remembered: which options were chosen and whether that was right, a number of bits for each quiz; of a
  // course without quizzes, the pages that were seen.
  const answers = course.quizzes.map(() => null);
  const seen = course.pages.map(() => false);

  const encode = bits => {
    let text = "";
    for (let at = 0; at < bits.length; at += BITS) {
      let value = 0;
      for (let each = 0; each < BITS; each++) value = value * 2 + (bits[at + each] ? 1 : 0);
      text += ALPHABET[value];
    }
    return text;
  };
  const decode = text => {
    const bits = [];
    for (const letter of text) {
      const value = ALPHABET.indexOf(letter);
      for (let each = BITS - 1; each >= 0; each--) bits.push(Math.floor(value / 2 ** each) % 2 === 1);
    }
    return bits;
  };
  const bitsOf = (answer, options) => {
    const bits = new Array(options + 1).fill(false);
    if (answer) answer.chosen.forEach(at => { bits[at] = true; });
    bits[options] = Boolean(answer && answer.right);
    return bits;
  };
  const remembered = () =>
    course.edition + (answers.length ? answers.map((each, at) => encode(bitsOf(each, course.quizzes[at][2]))).join("") : encode(seen));
  const recall = text => {
    if (text.slice(0, course.edition.length) !== course.edition) return; // of another edition of the course
    let rest = text.slice(course.edition.length);
    if (!answers.length) decode(rest).slice(0, seen.length).forEach((bit, at) => { seen[at] = bit; });
    course.quizzes.forEach(([, , options], at) => {
      const length = Math.ceil((options + 1) / BITS);
      const bits = decode(rest.slice(0, length));
      const chosen = bits.slice(0, options).map((bit, option) => (bit ? option : -1)).filter(option => option >= 0);
      rest = rest.slice(length);
      if (chosen.length) answers[at] = { chosen, right: bits[options] };
    });
  };

  const two = number => String(number).padStart(2, "0");
  const spent = () => {
    const seconds = Math.floor((Date.now() - begun) / 1000);
    return `${String(Math.min(Math.floor(seconds / 3600), 9999)).padStart(4, "0")}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  };

  // The score is told once every quiz is answered: platforms judge any score at once, and would fail who pauses. A
  // later answer may raise it, and never takes back what was reached.
  const judge = () => {
    if (!answers.length) {
      if (seen.every(Boolean)) set("cmi.core.lesson_status", "completed");
      return;
    }
    if (!answers.every(Boolean)) return;
    const score = Math.round(100 * answers.filter(each => each.right).length / answers.length);
    const before = get("cmi.core.score.raw");
    if (before !== "" && Number(before) > score) return;
    const asked = get("cmi.student_data.mastery_score");
    const mastery = asked === "" || isNaN(asked) ? course.mastery : Number(asked);
    set("cmi.core.score.min", 0);
    set("cmi.core.score.max", 100);
    set("cmi.core.score.raw", score);
    set("cmi.core.lesson_status", score >= mastery ? "passed" : "failed");
  };
  const save = () => {
    if (!connected || finished) return;
    set("cmi.suspend_data", remembered());
    set("cmi.core.session_time", spent());
    judge();
    if (!reading) api.LMSCommit("");
  };

  // An answer as the platform's reports have it, where it keeps any. Options are letters there, and few.
  const letters = options => options.map(at => "abcdefghijklmnopqrstuvwxyz"[at]).join(",");
  const report = given => {
    if (get("cmi.interactions._children") === "" || Math.max(...given.chosen, ...given.key) > 25) return;
    const now = new Date();
    const entry = `cmi.interactions.${Number(get("cmi.interactions._count"))}`;
    set(`${entry}.id`, given.name);
    set(`${entry}.type`, "choice");
    set(`${entry}.time`, `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`);
    set(`${entry}.correct_responses.0.pattern`, letters(given.key));
    set(`${entry}.student_response`, letters(given.chosen));
    set(`${entry}.result`, given.right ? "correct" : "wrong");
  };

  // The page in the frame: where it is, its quizzes, and what is known of them.
  const places = course.pages.map(decodeURIComponent);
  const placed = () => {
    try {
      const address = frame.contentWindow.location.href.replace(/[?#].*$/, "");
      return address.slice(0, root.length) === root ? places.indexOf(decodeURIComponent(address.slice(root.length))) : -1;
    } catch (blocked) {
      return -1; // a page of another site
    }
  };
  const note = (page, given) => {
    const at = course.quizzes.findIndex(each => each[0] === page && each[1] === given.name);
    if (at < 0) return;
    answers[at] = { chosen: given.chosen, right: given.right };
    report(given);
    save();
  };
  const arrived = () => {
    const page = placed(), content = frame.contentDocument;
    if (page < 0) return;
    seen[page] = true;
    content.addEventListener("ccb-answer", event => note(page, event.detail));
    course.quizzes.forEach(([where, name], at) => {
      const quiz = where === page && content.querySelector(`[data-quiz="${name}"]`);
      if (!quiz) return;
      if (quiz.ccbAnswer) note(page, quiz.ccbAnswer); // before the page had all its pictures
      else if (answers[at]) quiz.dispatchEvent(new CustomEvent("ccb-restore", { detail: answers[at].chosen }));
    });
    if (course.pages[page].length < 256) set("cmi.core.lesson_location", course.pages[page]);
    save();
  };

  const finish = () => {
    if (!connected || finished) return;
    save();
    finished = true;
    api.LMSFinish("");
  };

  let first = "index.html";
  if (connected) {
    recall(get("cmi.suspend_data"));
    const place = get("cmi.core.lesson_location");
    if (course.pages.indexOf(place) >= 0) first = place;
    const status = get("cmi.core.lesson_status");
    if (status === "" || status === "not attempted") set("cmi.core.lesson_status", "incomplete");
    set("cmi.core.exit", "suspend"); // so that the platform keeps what was answered
    frame.addEventListener("load", arrived);
    addEventListener("pagehide", finish);
    addEventListener("pageshow", event => { if (event.persisted) location.reload(); }); // the session ended with the page
    document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  } else {
    document.getElementById("alone").textContent = document.currentScript.dataset.alone;
  }
  frame.src = root + first;
})();
