// Listens to the sandbox. The browser connects again by itself where it can; the
// first event of each connection holds all mails, so nothing comes twice.

const patience = 1500; // milliseconds until a broken connection counts as a stop
const pause = 2000; // until the next try where the browser has given up

export function listen({ onInbox, onMessage, onRemoved, onState }) {
  let stopping;

  const state = (name) => {
    clearTimeout(stopping);
    stopping = undefined;
    onState(name);
  };

  const lost = () => {
    if (stopping !== undefined) return;
    onState("lost");
    stopping = setTimeout(() => onState("stopped"), patience);
  };

  const connect = () => {
    const source = new EventSource("api/events");
    source.addEventListener("inbox", (event) => {
      state("live");
      const { inbox, messages } = JSON.parse(event.data);
      onInbox(inbox, messages);
    });
    source.addEventListener("message", (event) => onMessage(JSON.parse(event.data)));
    source.addEventListener("removed", (event) => onRemoved(JSON.parse(event.data).ids));
    source.addEventListener("error", () => {
      lost();
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, pause);
    });
  };
  connect();
}
