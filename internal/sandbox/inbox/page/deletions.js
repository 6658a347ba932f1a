// Deleting: one mail goes at once to the eye and a few seconds later for good,
// so that it can be brought back; all of them go after a question.
import * as api from "./api.js";
import { toast } from "./notes.js";
import { element, plural } from "./words.js";

export function deletions({ mailbox, render, open, isOpen, neighbour, leave }) {
  const pending = new Set();

  const carryOut = async (id) => {
    if (!pending.delete(id)) return;
    try {
      await api.remove(id);
    } catch {
      mailbox.unhide(id);
      render();
      toast("The sandbox does not answer: the mail is still there");
    }
  };

  const remove = (id) => {
    if (!mailbox.get(id)) return;
    const next = neighbour(id);
    const wasOpen = isOpen(id);
    pending.add(id);
    mailbox.hide(id);
    if (wasOpen && next) open(next);
    else if (wasOpen) leave();
    render();
    toast("Mail deleted", {
      label: "Undo",
      run() {
        pending.delete(id);
        mailbox.unhide(id);
        if (wasOpen && mailbox.get(id)) open(id);
        render();
      },
      otherwise: () => carryOut(id),
    });
  };

  const removeAll = (count) => {
    element("confirm-text").textContent = `${plural(count, "mail goes", "mails go")} from the sandbox, whether the list shows them now or not. This cannot be undone.`;
    const dialog = element("confirm");
    dialog.returnValue = "";
    dialog.showModal();
  };

  element("confirm").addEventListener("close", async () => {
    if (element("confirm").returnValue !== "yes") return;
    pending.clear();
    try {
      await api.removeAll();
    } catch {
      toast("The sandbox does not answer: the mails are still there");
    }
  });

  // Whoever leaves the page has not undone it.
  addEventListener("pagehide", () => [...pending].forEach(carryOut));

  return { remove, removeAll };
}
