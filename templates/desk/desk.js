// Keys and highlighting. Everything works without it: the cards then stand one below the other.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");

  const door = document.getElementById("enter");
  if (door && location.hash.length > 1) {
    door.elements.token.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname); // the token stays in no history
    door.submit();
    return;
  }

  const sentences = [...document.querySelectorAll("[data-sentence]")];
  let current = -1;

  const card = (sentence) => document.getElementById(`${sentence.id}-card`);

  function select(index, focus = true) {
    if (index < 0 || index >= sentences.length) return;
    if (current >= 0) {
      sentences[current].setAttribute("aria-pressed", "false");
      card(sentences[current]).classList.remove("shown");
    }
    sentences[index].setAttribute("aria-pressed", "true");
    card(sentences[index]).classList.add("shown");
    const mark = card(sentences[index]).querySelector("mark");
    if (mark) mark.scrollIntoView({ block: "nearest" });
    const first = card(sentences[index]).querySelector("[data-source]");
    if (first) showSource(first.href); else if (source) source.hidden = true;
    current = index;
    if (focus) sentences[index].focus();
    sentences[index].scrollIntoView({ block: "nearest" }); // its margins keep it clear of the evidence on a phone
  }

  // The source itself beside the sentence: its stored text around the passage, as text, a stretch at a time.
  const source = document.getElementById("source");
  let asked = 0;

  function write(box, bits, which, at) {
    const pieces = bits.map((bit) => {
      if (!bit.passage) return document.createTextNode(bit[which]);
      const piece = document.createElement(bit.marked ? "mark" : "span");
      piece.className = bit.cited ? "passage cited" : "passage";
      piece.dataset.passage = bit.passage;
      piece.textContent = bit[which];
      return piece;
    });
    box.replaceChildren(...pieces);
    const there = [...box.querySelectorAll("[data-passage]")].filter((each) => each.dataset.passage === at);
    const mark = there.find((each) => each.tagName === "MARK") || there[0];
    box.scrollTop = mark ? mark.offsetTop - box.clientHeight / 3 : 0;
  }

  async function showSource(href) {
    if (!source) return;
    const mine = ++asked;
    const address = new URL(href);
    address.pathname += "/text";
    let found = null;
    try {
      const answer = await fetch(address, { credentials: "same-origin" });
      if (answer.ok) found = await answer.json();
    } catch { /* the desk has ended: the passages in the card stay */ }
    if (mine !== asked) return; // another sentence was selected meanwhile
    source.hidden = !found;
    if (!found) return;
    const at = address.searchParams.get("at") === null ? address.searchParams.get("passage") : "";
    source.querySelector("[data-about]").textContent = [found.outlet, found.day, found.title].filter(Boolean).join(" · ");
    source.querySelector("[data-stored]").hidden = !found.converted;
    write(source.querySelector("[data-text]"), found.bits, "text", at);
    if (found.converted) write(source.querySelector("[data-original]"), found.bits, "original", at);
    for (const [name, to, there] of [["earlier", found.start, found.start > 0], ["later", found.end, found.end < found.length]]) {
      const button = source.querySelector(`[data-${name}]`);
      const further = new URL(href);
      further.searchParams.set("at", to);
      button.hidden = !there;
      button.onclick = () => showSource(further.href);
    }
  }

  document.querySelectorAll("[data-source]").forEach((link) => link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    showSource(link.href);
  }));

  // What stands behind a footnote, while the mouse or the focus is on it.
  const tip = document.getElementById("tip");
  function tell(note) {
    tip.textContent = note.dataset.note;
    tip.hidden = false;
    note.setAttribute("aria-describedby", "tip");
    const at = note.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(at.left, root.clientWidth - tip.offsetWidth - 8)) + scrollX}px`;
    tip.style.top = `${at.bottom + scrollY + 4}px`;
  }
  function quiet() { if (tip) tip.hidden = true; }
  document.querySelectorAll("[data-note]").forEach((note) => {
    note.addEventListener("mouseenter", () => tell(note));
    note.addEventListener("focus", () => tell(note));
    note.addEventListener("mouseleave", (event) => { if (!tip.contains(event.relatedTarget)) quiet(); });
    note.addEventListener("blur", quiet);
  });
  if (tip) tip.addEventListener("mouseleave", quiet);

  sentences.forEach((sentence, index) => {
    sentence.setAttribute("aria-pressed", "false");
    sentence.addEventListener("click", () => select(index));
    sentence.addEventListener("focus", () => select(index, false));
    sentence.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        select(index, false);
        const first = card(sentence).querySelector("summary, button");
        if (first) first.focus();
      }
    });
  });

  // What is marked with the mouse in a passage is what a confirmation is asked with.
  document.addEventListener("selectionchange", () => {
    const chosen = document.getSelection();
    const words = chosen ? String(chosen).trim() : "";
    if (!words || !chosen.anchorNode) return;
    const node = chosen.anchorNode.nodeType === 1 ? chosen.anchorNode : chosen.anchorNode.parentElement;
    const passage = node && node.closest("blockquote");
    const piece = node && !passage && current >= 0 && sentences.length && node.closest("[data-passage]");
    const field = passage ? document.querySelector(`[data-span="${passage.id}"]`)
      : piece && card(sentences[current]).querySelector(`[data-of="${piece.dataset.passage}"]`);
    if (field) field.value = words;
  });

  function press(key) {
    const inside = current >= 0 && sentences.length ? card(sentences[current]) : null;
    const found = (inside && inside.querySelector(`[data-key="${key}"]`)) || document.querySelector(`.head [data-key="${key}"]`);
    if (!found) return;
    if (found.tagName === "SUMMARY") {
      found.parentElement.open = true;
      const field = found.parentElement.querySelector("textarea, input:not([type=hidden])");
      if (field) field.focus();
    } else {
      found.click();
    }
  }

  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName))) {
      if (event.key === "Escape") at.blur();
      return;
    }
    const help = document.getElementById("help");
    if (help && help.open) return; // it has keys of its own
    switch (event.key) {
      case "j": select(Math.min(current + 1, sentences.length - 1)); break;
      case "k": select(Math.max(current - 1, 0)); break;
      case "n": {
        const next = sentences.findIndex((each, index) => index > current && each.hasAttribute("data-open"));
        select(next >= 0 ? next : sentences.findIndex((each) => each.hasAttribute("data-open")));
        break;
      }
      case "Escape": quiet(); return;
      case "?": if (help) help.showModal(); break;
      case "p": case "a": case "x": case "e": case "r": case "s": case "d": case "u": press(event.key); break;
      default: return;
    }
    event.preventDefault();
  });

  const refused = document.querySelector("[data-at]"); // the form that was refused stands open, as it was filled in
  const wanted = refused ? refused.dataset.at : location.hash.slice(1);
  const here = wanted ? sentences.findIndex((each) => each.id === wanted) : -1;
  if (sentences.length) select(here >= 0 ? here : Math.max(0, sentences.findIndex((each) => each.hasAttribute("data-open"))), here >= 0);
  if (refused && here >= 0) {
    const field = card(sentences[here]).querySelector("details[open] textarea, details[open] input:not([type=hidden])");
    if (field) field.focus();
  }
})();
