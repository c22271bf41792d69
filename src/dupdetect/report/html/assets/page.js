/* What all parts of the script use. Foreign text goes into the page as text only (textContent), never as markup. */
const $ = (selector, under = document) => under.querySelector(selector);
const $$ = (selector, under = document) => [...under.querySelectorAll(selector)];
const block = (id) => JSON.parse($("#" + id).textContent);
const WORDS = block("words");
const overview = $("#overview"), view = $("#view");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const single = "single" in document.body.dataset;

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") element.className = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/* Rows of a table, the first few of them; a button brings the others. */
function fill(body, more, all, most, row) {
  body.append(...all.slice(0, most).map(row));
  more.hidden = all.length <= most;
  more.textContent = "Show all " + all.length.toLocaleString("en");
  more.addEventListener("click", () => {
    body.append(...all.slice(most).map(row));
    more.hidden = true;
  });
}
