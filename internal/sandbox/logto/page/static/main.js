// The start of the page, and the way from a path to a view.

import { Api, ApiError, unreachable } from "./api.js";
import { h } from "./dom.js";
import { Experience } from "./experience.js";
import { abort } from "./flow.js";
import { known } from "./form.js";
import { choose, load } from "./language.js";
import { Layout } from "./layout.js";
import { explain } from "./messages.js";
import { Session } from "./session.js";
import { follow } from "./theme.js";
import { verificationCode } from "./views/code.js";
import { continueWith } from "./views/continue.js";
import { forgotPassword, register, signIn } from "./views/identifier.js";
import { accountSuspended, failed, unknownSession } from "./views/notice.js";
import { recoveredPassword, registerPassword, signInPassword } from "./views/password.js";

// routes are Logto's paths; a view gets what the pattern's group has found.
const routes = [
  [/^\/(?:identifier-)?sign-in$/, signIn],
  [/^\/sign-in\/password$/, signInPassword],
  [/^\/(?:identifier-)?register$/, register],
  [/^\/register\/password$/, registerPassword],
  [/^\/(?:forgot|reset)-password$/, forgotPassword],
  [/^\/forgot-password\/reset$/, recoveredPassword],
  [/^\/(sign-in|register|forgot-password|continue)\/verification-code$/, verificationCode],
  [/^\/continue\/([\w-]+)$/, continueWith],
  [/^\/unknown-session$/, unknownSession],
  [/^\/account-suspended$/, accountSuspended],
];

// lost are the errors after which only the application can start again.
const lost = ["session.not_found", "session.interaction_not_found"];

class App {
  leaving = false;
  parameters = new URLSearchParams(location.search);
  session = new Session();
  layout = new Layout();

  async start() {
    for (const [name, value] of [["appId", this.parameters.get("app_id")], ["uiLocales", this.parameters.get("ui_locales")]]) {
      if (value) this.session.set({ [name]: value });
    }
    const appId = this.session.get("appId");
    const uiLocales = this.session.get("uiLocales") ?? "";
    this.api = new Api(appId);
    const query = appId ? `?${new URLSearchParams({ appId })}` : "";
    const about = `/sign-in-page/about.json?${new URLSearchParams({ app_id: appId ?? "" })}`;
    try {
      const [raw, told] = await Promise.all([this.api.get(`/api/.well-known/sign-in-exp${query}`), this.api.get(about)]);
      this.about = told;
      this.experience = new Experience(raw, this.parameters.get("identifier")?.split(" ") ?? []);
      await this.speak(choose(raw.languageInfo, uiLocales, navigator.languages));
    } catch (error) {
      return this.fail(known(error));
    }
    follow(this.experience.raw, (logo) => this.layout.brand(logo, this.about.applicationName));
    this.layout.foot(this);
    addEventListener("popstate", () => this.show());
    addEventListener("pageshow", () => (this.leaving = false)); // back from the application
    this.layout.cancel.addEventListener("click", (event) => this.cancel(event));
    return this.show();
  }

  async speak(language) {
    this.texts = await load(language);
    this.text = this.texts.text;
    this.parts = this.texts.parts;
    this.either = this.texts.either;
    document.documentElement.lang = language;
  }

  // fail shows why the page could not start, in a language that it speaks.
  async fail(error) {
    try {
      await this.speak(choose({ autoDetect: true, fallbackLanguage: "en" }, "", navigator.languages));
      this.layout.show(this, failed(this.texts, error));
    } catch {
      this.layout.show(this, { title: "The server cannot be reached.", lead: [], body: [], final: true, code: unreachable });
    }
  }

  explain = (error) => explain(this.texts, error);

  // go and replace lead to another view; a view may be handed something to say.
  go(path, says) {
    history.pushState(null, "", path + location.search);
    this.show(says);
  }

  replace(path, says) {
    history.replaceState(null, "", path + location.search);
    this.show(says);
  }

  // show draws the view of the path: says is {error} or {info: key of a text}.
  show(says = {}) {
    this.ending?.abort(); // the timers and listeners of the view before
    this.ending = new AbortController();
    const [path, view] = routes.map(([pattern, view]) => [pattern.exec(location.pathname), view]).find(([path]) => path) ?? [[], unknownSession];
    const shown = view(this, ...path.slice(1));
    if (shown) this.layout.show(this, shown, says);
  }

  get signal() {
    return this.ending.signal;
  }

  linkTo(path, text, test) {
    const open = (event) => {
      event.preventDefault();
      this.go(path);
    };
    return h("a", { href: path + location.search, click: open, "data-test": test }, text);
  }

  // handled shows the view that an error leads to, if it is one of those.
  handled(error) {
    if (lost.includes(error.code)) this.replace("/unknown-session");
    else if (error.code === "user.suspended") this.replace("/account-suspended");
    else if (error.code === "user.missing_profile" && error.data?.missingProfile?.[0]) this.replace(`/continue/${error.data.missingProfile[0]}`);
    else return false;
    return true;
  }

  // leave goes on where Logto says. The page stays busy until it is gone.
  leave(address) {
    this.leaving = true;
    this.session.set({ identifier: null, code: null, question: null, event: null });
    location.assign(address);
  }

  async cancel(event) {
    event.preventDefault();
    try {
      const address = await abort(this);
      if (!address) throw new ApiError({ code: "page.cancelled" });
      this.leave(address);
    } catch (error) {
      const reason = known(error);
      if (!this.handled(reason)) this.layout.complain(this.explain(reason), reason.code);
    }
  }
}

void new App().start();
