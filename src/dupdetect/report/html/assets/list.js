// ---- the list of pairs: filter and order ---------------------------------------------------------------------------

const rows = $$("#rows > li");
const filter = $("#filter");
let visible_rows = rows;

function list_checked(name) {
  return $$(`[name=${name}]:checked`, filter).map((box) => box.value);
}

const ONLY = {
  broken: (data) => data.broken !== "0",
  drifts: (data) => data.drifts !== "0",
  spun: (data) => "spun" in data,
  uncredited: (data) => !("credited" in data),
};

function narrow() {
  const words = filter.text.value.toLowerCase().split(/\s+/).filter(Boolean);
  const verdicts = new Set(list_checked("verdict"));
  const only = list_checked("only");
  const family = filter.family ? filter.family.value : "";
  const marked = filter.marked.value;
  const fits = (row) => {
    const data = row.dataset;
    return (
      verdicts.has(data.verdict) &&
      (!family || data.family === family) &&
      (!marked || (data.marked || "none") === marked) &&
      only.every((name) => ONLY[name](data)) &&
      words.every((word) => read_row(row).includes(word))
    );
  };
  visible_rows = sort_rows(rows.filter(fits));
  const list = $("#rows"), shown = [...list.children];
  const same = shown.length === visible_rows.length && shown.every((row, place) => row === visible_rows[place]);
  if (!same) list.replaceChildren(...visible_rows); // a row that is taken out costs a browser less than one that is hidden
  const all = rows.length === visible_rows.length, pairs = rows.length === 1 ? "pair" : "pairs";
  $("#count").textContent = all ? `${rows.length.toLocaleString("en")} ${pairs}` : `${visible_rows.length.toLocaleString("en")} of ${rows.length.toLocaleString("en")} ${pairs}`;
}

const row_texts = new Map();
function read_row(row) {
  if (!row_texts.has(row)) row_texts.set(row, row.textContent.toLowerCase());
  return row_texts.get(row);
}

function sort_rows(some) {
  const by = filter.order.value;
  const rank = (row) => Number(row.dataset.number);
  const value = { number: (row) => -rank(row), newest: (row) => Date.parse(row.dataset.newest) || 0 }[by] || ((row) => Number(row.dataset[by]));
  return [...some].sort((x, y) => value(y) - value(x) || rank(x) - rank(y));
}

/* Shows the pairs of one family, or those that one figure at the top counts. */
function show_only(only, family) {
  $$("[name=verdict]", filter).forEach((box) => (box.checked = true));
  $$("[name=only]", filter).forEach((box) => (box.checked = box.value === only));
  filter.text.value = filter.marked.value = "";
  if (filter.family) filter.family.value = family;
  narrow();
  $("#pairs").scrollIntoView();
  filter.text.focus({ preventScroll: true });
}

if (filter) {
  filter.hidden = false;
  filter.addEventListener("input", narrow);
  filter.addEventListener("submit", (event) => event.preventDefault());
  narrow();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-show-family]");
  const tile = event.target.closest("[data-only]");
  const curve = event.target.closest("[data-pair]");
  if (curve) location.hash = "#pair-" + curve.dataset.pair;
  if (button) show_only("", button.dataset.showFamily);
  if (tile) {
    event.preventDefault();
    show_only(tile.dataset.only, "");
  }
});
