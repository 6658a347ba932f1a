// The tenant's colours and logo. A colour is used as it is for the button, with
// black or white on it, and as near to it as can be read where it is text.

const readable = 4.5; // WCAG's contrast ratio for text
const sheets = { light: "#ffffff", dark: "#17191f" }; // as in page.css
const prefersDark = matchMedia("(prefers-color-scheme: dark)");
// Every new tenant has Logto's own logo, which is nobody's brand.
const seeded = /^https:\/\/logto\.io\/logo[\w-]*\.svg$/;

// follow applies the theme now and whenever the browser changes its mind.
// changed gets the address of the logo, or null.
export function follow({ color, branding }, changed) {
  const apply = () => {
    const dark = color.isDarkModeEnabled && prefersDark.matches;
    paint(document.documentElement, dark ? "dark" : "light", (dark && color.darkPrimaryColor) || color.primaryColor);
    const logo = (dark && branding.darkLogoUrl) || branding.logoUrl;
    changed(logo && !seeded.test(logo) ? logo : null);
  };
  prefersDark.addEventListener("change", apply);
  apply();
}

function paint(root, mode, brand) {
  root.dataset.theme = mode;
  root.style.setProperty("--brand", brand);
  root.style.setProperty("--on-brand", onColour(brand));
  root.style.setProperty("--link", legible(brand, sheets[mode], mode === "dark" ? "#ffffff" : "#000000"));
}

export function onColour(background) {
  return contrast(background, "#ffffff") >= contrast(background, "#111318") ? "#ffffff" : "#111318";
}

// legible moves a colour towards another one until it can be read on a sheet.
export function legible(colour, sheet, towards) {
  for (let share = 0; share < 1; share += 0.1) {
    const mixed = mix(colour, towards, share);
    if (contrast(mixed, sheet) >= readable) return mixed;
  }
  return towards;
}

export function contrast(one, other) {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

// luminance is WCAG's relative luminance.
function luminance(colour) {
  const [red, green, blue] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mix(one, other, share) {
  const others = channels(other);
  const mixed = channels(one).map((value, i) => Math.round(value + (others[i] - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

// channels reads #rgb and #rrggbb, which are what Logto takes.
function channels(colour) {
  const digits = colour.slice(1);
  const wide = digits.length === 3 ? [...digits].map((digit) => digit + digit).join("") : digits;
  return [0, 2, 4].map((at) => Number.parseInt(wide.slice(at, at + 2), 16));
}
