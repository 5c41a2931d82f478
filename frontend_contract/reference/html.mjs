// Template literals that escape their values.
const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

class Html {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

/** Mark HTML as safe: rich text from the API is already sanitised. */
export const raw = (text) => new Html(text ?? "");

function shown(value) {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(shown).join("");
  if (value === null || value === undefined || value === false) return "";
  return String(value).replace(/[&<>"']/g, (sign) => SIGNS[sign]);
}

/** Template tag for HTML: escapes text, joins lists, omits `null` and `false`. */
export function html(strings, ...values) {
  return new Html(strings.reduce((text, each, index) => text + shown(values[index - 1]) + each));
}
