// The language of the page, chosen as Logto chooses it, and its texts.

const supported = ["en", "ja", "zh-CN", "zh-TW"];

// choose takes the tenant's own language, or the first of the wanted ones that
// the page speaks. ui_locales of the application comes before the browser.
export function choose({ autoDetect, fallbackLanguage }, uiLocales, browser) {
  const wanted = autoDetect ? [...uiLocales.split(/\s+/), ...browser, fallbackLanguage] : [fallbackLanguage];
  return wanted.map(match).find(Boolean) ?? "en";
}

// match finds the page's own tag for a language: zh-Hant-HK is zh-TW.
function match(tag) {
  const [language, ...rest] = tag.toLowerCase().split("-");
  if (language === "zh") return rest.some((part) => ["hant", "tw", "hk", "mo"].includes(part)) ? "zh-TW" : "zh-CN";
  return supported.find((one) => one === language);
}

export async function load(language) {
  const response = await fetch(`/sign-in-page/texts/${language}.json`);
  return new Texts(await response.json());
}

export class Texts {
  constructor(all) {
    this.all = all;
  }

  has = (key) => key in this.all;

  // text fills the placeholders of a text.
  text = (key, values = {}) => this.parts(key, values).join("");

  // parts does the same with elements among the values.
  parts = (key, values = {}) =>
    this.all[key].split(/(\{\w+\})/).map((part) => (/^\{\w+\}$/.test(part) ? values[part.slice(1, -1)] : part));

  // either is the first text when there is a value to fill it, else the second.
  either = (key, values, other) => (Object.values(values).every(Boolean) ? this.text(key, values) : this.text(other));
}
