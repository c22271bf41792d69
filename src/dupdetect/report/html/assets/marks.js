// ---- a reader's marks and notes: in this browser, or where the page came from a server, beside its archive ---------

const MARKS = "dupdetect-marks";
const server = document.body.dataset.marks;
let marks = {};

async function load_marks() {
  try {
    marks = server ? await (await fetch(server)).json() : JSON.parse(localStorage.getItem(MARKS)) || {};
  } catch {
    marks = {}; // storage that is blocked or damaged holds no marks
  }
  rows.forEach(show_mark);
  if (filter) narrow();
}

/* Keeps a mark; gives whether it could be kept. */
async function keep_mark(key, entry) {
  if (entry.mark || entry.note) marks[key] = entry;
  else delete marks[key];
  rows.filter((row) => row.dataset.key === key).forEach(show_mark);
  if (filter) narrow();
  try {
    if (!server) {
      const others = JSON.parse(localStorage.getItem(MARKS)) || {};
      localStorage.setItem(MARKS, JSON.stringify({ ...others, [key]: marks[key] }));
      return true;
    }
    const headers = { "Content-Type": "application/json" };
    return (await fetch(server, { method: "POST", headers, body: JSON.stringify({ key, ...entry }) })).ok;
  } catch {
    return false;
  }
}

function show_mark(row) {
  const entry = marks[row.dataset.key] || {};
  $(".flag.marked", row)?.remove();
  row.dataset.marked = entry.mark || "none";
  const words = [entry.mark, entry.note && "note"].filter(Boolean).join(", ");
  if (words) $(".flags", row).append(make("span", { class: "flag marked" }, words));
}

function triage(number, articles) {
  const key = $("#row-" + number)?.dataset.key || rows.find((row) => row.dataset.number === String(number)).dataset.key;
  const folder = document.body.dataset.folder;
  const entry = { mark: "", note: "", ...marks[key], a: folder + articles[0].name, b: folder + articles[1].name };
  const box = $(".triage", view), buttons = $$("[data-mark]", box), note = $("textarea", box);
  const show = () => {
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.mark === entry.mark)));
    box.classList.toggle("noted", Boolean(entry.mark || entry.note));
    $("summary", box).textContent = entry.mark || entry.note ? "Your mark: " + (entry.mark || "a note") : "Your mark";
  };
  const keep = async () => {
    show();
    $(".kept", box).textContent = (await keep_mark(key, { ...entry })) ? (server ? "Kept beside the archive." : "Kept in this browser.") : "Could not be kept: this browser stores nothing for this page.";
  };
  note.value = entry.note;
  show();
  note.addEventListener("change", () => {
    entry.note = note.value.trim();
    keep();
  });
  buttons.forEach((button) =>
    button.addEventListener("click", () => {
      entry.mark = entry.mark === button.dataset.mark ? "" : button.dataset.mark;
      keep();
    })
  );
}

$("#export")?.addEventListener("click", () => {
  const listed = new Set(rows.map((row) => row.dataset.key));
  const entries = Object.entries(marks).filter(([key]) => listed.has(key)).map(([key, { a, b, mark, note }]) => ({ a, b, mark, note, key }));
  const text = JSON.stringify({ schema: "dupdetect-marks/1", marks: entries }, null, 1);
  make("a", { href: "data:application/json;charset=utf-8," + encodeURIComponent(text), download: "marks.json" }).click();
});
