// Templates that escape what is put into them.
const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

class Html {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

/** Take HTML as it is: rich text from the API is cleaned there. */
export const raw = (text) => new Html(text ?? "");

function shown(value) {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(shown).join("");
  if (value === null || value === undefined || value === false) return "";
  return String(value).replace(/[&<>"']/g, (sign) => SIGNS[sign]);
}

/** Build HTML of a template: text is escaped, lists are joined, `null` and `false` leave nothing. */
export function html(strings, ...values) {
  return new Html(strings.reduce((text, each, index) => text + shown(values[index - 1]) + each));
}
