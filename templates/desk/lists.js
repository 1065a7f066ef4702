// Keys of the lists. Everything works without it: each act is a button or a link.
"use strict";
(() => {
  const rows = [...document.querySelectorAll("[data-row]")];
  const help = document.getElementById("help");
  let current = -1;

  function select(index) {
    if (index < 0 || index >= rows.length) return;
    current = index;
    (rows[index].hasAttribute("tabindex") ? rows[index] : rows[index].querySelector("a")).focus();
    rows[index].scrollIntoView({ block: "nearest" });
  }

  rows.forEach((row, index) => row.addEventListener("focusin", () => { current = index; }));

  function press(key) {
    const found = (current >= 0 && rows[current].querySelector(`[data-key="${key}"]`))
      || document.querySelector(`.head [data-key="${key}"]`);
    if (!found) return false;
    if (found.tagName === "INPUT") found.focus(); else found.click();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName))) {
      if (event.key === "Escape") at.blur();
      return;
    }
    switch (event.key) {
      case "j": select(Math.min(current + 1, rows.length - 1)); break;
      case "k": select(Math.max(current - 1, 0)); break;
      case "?":
        help.open = !help.open;
        help.querySelector("summary").focus();
        break;
      case "w": case "i": case "f": case "m": case "o": case "u": case "/": case "Escape":
        if (!press(event.key)) return;
        break;
      default: return;
    }
    event.preventDefault();
  });

  const here = rows.findIndex((row) => row.id && `#${row.id}` === location.hash);
  if (here >= 0) select(here);
})();
