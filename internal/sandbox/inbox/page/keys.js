// The keyboard. Keys with modifiers are the browser's, and those in a field are
// the field's.
import { element } from "./words.js";

export function keyboard(actions) {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target === element("search")) return inSearch(event, actions);
    const act = {
      j: actions.next,
      ArrowDown: actions.next,
      k: actions.previous,
      ArrowUp: actions.previous,
      "/": actions.search,
      c: actions.copy,
      h: () => actions.view("html"),
      t: () => actions.view("text"),
      s: () => actions.view("source"),
      d: actions.delete,
      Delete: actions.delete,
      "?": actions.help,
      Escape: actions.back,
    }[event.key];
    if (!act) return;
    if (event.key.startsWith("Arrow") && event.target.closest?.("[role=tabpanel], .mail")) return; // they scroll
    event.preventDefault();
    act();
  });
}

function inSearch(event, actions) {
  switch (event.key) {
    case "Escape":
      actions.leaveSearch();
      break;
    case "Enter":
    case "ArrowDown":
      actions.first();
      break;
    default:
      return;
  }
  event.preventDefault();
}
