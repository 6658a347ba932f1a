// The frame that shows a mail's HTML. It has no rights: no scripts, no origin, no
// forms, and it can navigate nothing; links in it open new tabs.
import { toast } from "./notes.js";
import { element, node } from "./words.js";

const rights = "allow-popups allow-popups-to-escape-sandbox";
const choices = { scheme: ["light", "dark"], width: ["desktop", "phone"] };

// frame returns the frame of the page. live says whether there is a sandbox to
// load a mail from.
export function frame(live) {
  const device = element("device");
  const chosen = { scheme: "light", width: "desktop" };
  let mail = null;
  let pictures = false; // those from elsewhere, which somebody asks for

  const look = () => {
    Object.assign(device.dataset, chosen);
    for (const [name, values] of Object.entries(choices)) {
      for (const value of values) element(value).setAttribute("aria-pressed", String(chosen[name] === value));
    }
  };

  // Each look at a mail gets a new frame, which leaves no entry in the history
  // of the tab. The server settles what the mail is told of the colours: what
  // browsers tell it differs.
  const load = () => {
    const made = node("iframe", "frame");
    made.setAttribute("sandbox", rights);
    made.referrerPolicy = "no-referrer";
    made.title = "The mail as HTML";
    made.addEventListener("load", () => (device.dataset.loaded = mail.id));
    delete device.dataset.loaded;
    made.src = `mail/${mail.id}?${new URLSearchParams({ mode: chosen.scheme, pictures: pictures ? "on" : "off" })}`;
    device.replaceChildren(made);
    element("pictures").hidden = pictures || !mail.remotePictures;
  };

  // reload shows the same mail in another way, as long as it can be had.
  const reload = (change) => {
    if (!live()) return toast("The sandbox does not answer, so the mail stays as it is");
    change();
    look();
    if (mail !== null) load();
  };

  for (const scheme of choices.scheme) {
    element(scheme).addEventListener("click", () => scheme !== chosen.scheme && reload(() => (chosen.scheme = scheme)));
  }
  for (const width of choices.width) {
    element(width).addEventListener("click", () => {
      chosen.width = width;
      look();
    });
  }
  element("load-pictures").addEventListener("click", () => reload(() => (pictures = true)));
  look();

  const clear = () => {
    mail = null;
    element("pictures").hidden = true;
    device.replaceChildren();
  };

  return {
    show(next) {
      clear();
      if (next.html === "") return;
      if (!live()) return device.append(node("p", "notice", "The sandbox has stopped. Text and source of this mail are still here."));
      mail = next;
      pictures = false;
      load();
    },
    clear,
  };
}
