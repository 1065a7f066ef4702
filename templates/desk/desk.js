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
  const rows = [...document.querySelectorAll("[data-row]")];
  const steps = sentences.length ? sentences : rows;
  let current = -1;

  const card = (sentence) => document.getElementById(`${sentence.id}-card`);

  function select(index, focus = true) {
    if (index < 0 || index >= steps.length) return;
    if (sentences.length) {
      if (current >= 0) {
        sentences[current].setAttribute("aria-pressed", "false");
        card(sentences[current]).classList.remove("shown");
      }
      sentences[index].setAttribute("aria-pressed", "true");
      card(sentences[index]).classList.add("shown");
      const mark = card(sentences[index]).querySelector("mark");
      if (mark) mark.scrollIntoView({ block: "nearest" });
    }
    current = index;
    if (focus) {
      const target = sentences.length ? steps[index] : steps[index].querySelector("a") || steps[index];
      target.focus();
    }
  }

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
    const field = passage && document.querySelector(`[data-span="${passage.id}"]`);
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
    switch (event.key) {
      case "j": select(Math.min(current + 1, steps.length - 1)); break;
      case "k": select(Math.max(current - 1, 0)); break;
      case "n": {
        const next = sentences.findIndex((each, index) => index > current && each.hasAttribute("data-open"));
        select(next >= 0 ? next : sentences.findIndex((each) => each.hasAttribute("data-open")));
        break;
      }
      case "?": if (help) help.showModal(); break;
      case "p": case "a": case "x": case "e": case "r": case "s": case "d": case "u": press(event.key); break;
      default: return;
    }
    event.preventDefault();
  });

  const here = location.hash ? sentences.findIndex((each) => `#${each.id}` === location.hash) : -1;
  if (sentences.length) select(here >= 0 ? here : Math.max(0, sentences.findIndex((each) => each.hasAttribute("data-open"))), here >= 0);
})();
