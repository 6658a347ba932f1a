// What the page says by the way: notes that go by themselves, and news for
// those who listen instead of looking.
import { element, node } from "./words.js";

const short = 2600; // milliseconds
const long = 7000;

// toast shows a note. With an act, such as Undo, it stays longer; the function
// that is returned takes it away.
export function toast(text, act) {
  const note = node("div", "toast");
  note.append(node("span", "", text));
  const close = () => note.remove();
  const timer = setTimeout(() => {
    close();
    act?.otherwise();
  }, act ? long : short);
  if (act) {
    const button = node("button", "", act.label);
    button.addEventListener("click", () => {
      clearTimeout(timer);
      close();
      act.run();
    });
    note.append(button);
  }
  element("toasts").replaceChildren(...[...element("toasts").children].slice(-2), note);
  return () => {
    clearTimeout(timer);
    close();
  };
}

// tell says something to screen readers only. Digits are said one by one.
export function tell(text) {
  element("news").textContent = text;
}

export const spelt = (code) => [...code].join(" ");

// copy puts text on the clipboard, and selects the element that shows it where
// the browser does not allow that: one key press is then left to do.
export async function copy(text, what, shownIn) {
  try {
    await navigator.clipboard.writeText(text);
    toast(`Copied ${what}`);
    return true;
  } catch {
    if (shownIn) getSelection().selectAllChildren(shownIn);
    toast("The browser does not allow copying; it is selected instead");
    return false;
  }
}
