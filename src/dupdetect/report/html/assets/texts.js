// ---- texts with their marked stretches -----------------------------------------------------------------------------

const GAP = 3000, EDGE = 900; // a stretch longer than GAP, which no sentence is, shows only its edges until it is asked for
const narrow_screen = matchMedia("(max-width: 46rem)");

// All marked stretches of one text: {start, end, layer, ...}, by start.
function layers(pair, side) {
  const at = 2 * side, found = [];
  pair.passages.forEach((passage, number) => found.push({ layer: "passage", start: passage[at], end: passage[at + 1], number, kind: passage[4], alike: passage[5], quoted: passage[6] }));
  const sentences = new Map();
  pair.sentences.forEach((entry, number) => {
    const key = entry[at] + "-" + entry[at + 1];
    if (!sentences.has(key)) sentences.set(key, { layer: "sentence", start: entry[at], end: entry[at + 1], links: [], alike: entry[4], quoted: entry[6] });
    const sentence = sentences.get(key);
    sentence.links.push(number);
    if (sentence.links.length > 1) return;
    for (const change of entry[5]) {
      const alone = change[2 - at] === change[3 - at];
      found.push({ layer: "mark", start: change[at], end: change[at + 1], kind: alone ? "extra" : "swap" });
    }
  });
  found.push(...sentences.values());
  for (const change of pair.drift) found.push({ layer: "drift", start: change[1 + at], end: change[2 + at], what: change[0] });
  for (const [start, end] of pair.furniture[side]) found.push({ layer: "furniture", start, end });
  return found.filter((span) => span.start < span.end).sort((x, y) => x.start - y.start || y.end - x.end);
}

// Writes a text with its layers into its cells, {start, end, box}; gives the elements of each sentence link, in order,
// and where each piece stands. Boilerplate stands outside of passages: it is not shared, wherever it lies.
function paint(cells, text, spans, side, pair) {
  const inside = spans.flatMap((span) => [span.start, span.end]).concat(cells.map((cell) => cell.start));
  const edges = [...new Set([0, text.length, ...inside])].filter((edge) => edge <= text.length).sort((x, y) => x - y);
  const drawn = { sentences: [], links: new Map(), pieces: [] };
  const open = { passage: null, sentence: null, mark: null, drift: null, furniture: null };
  const started = new Set();
  let next = 0, place = 0, last = {}, outer, inner;
  for (let i = 0; i + 1 < edges.length; i++) {
    const start = edges[i], end = edges[i + 1];
    for (const layer in open) if (open[layer] && open[layer].end <= start) open[layer] = null;
    while (next < spans.length && spans[next].start <= start) {
      const span = spans[next++];
      if (span.end > start && !open[span.layer]) open[span.layer] = span;
    }
    while (cells[place].end <= start && place + 1 < cells.length) place++;
    const box = cells[place].box, shared = open.furniture ? null : open.passage, line = open.furniture ? null : open.sentence;
    if (box !== last.box || shared !== last.shared || line !== last.line) {
      if (box !== last.box || shared !== last.shared) outer = shared ? box.appendChild(passage(shared)) : box;
      if (shared && !started.has(shared)) outer.append(tag(shared, side, pair));
      if (shared) started.add(shared);
      inner = line ? outer.appendChild(sentence(line, drawn)) : outer;
      last = { box, shared, line };
    }
    drawn.pieces.push({ start, end, piece: write(inner, text.slice(start, end), open) });
  }
  return drawn;
}

function passage(span) {
  return make("span", { class: "p " + span.kind + (span.quoted ? " quoted" : ""), "data-passage": span.number });
}

function tag(span, side, pair) {
  const [word, sign] = WORDS.kinds[span.kind];
  const label = `Passage ${span.number + 1} of ${pair.passages.length}, ${word}, ${span.alike} alike${span.quoted ? ", a shared quotation" : ""}. Go to it in ${"BA"[side]}`;
  return make("button", { type: "button", class: "mark", "data-go": span.number, "aria-label": label, title: `${word}, ${span.alike} alike` }, `${span.number + 1} ${sign}`);
}

function sentence(span, drawn) {
  const first = !drawn.sentences.includes(span);
  const element = make("span", { class: "s" + (span.quoted ? " quoted" : ""), "data-alike": span.alike });
  if (first) {
    element.setAttribute("role", "link");
    element.setAttribute("tabindex", drawn.sentences.length ? "-1" : "0");
    drawn.sentences.push(span);
  }
  element.links = span.links;
  for (const number of span.links) drawn.links.set(number, [...(drawn.links.get(number) || []), element]);
  return element;
}

function write(into, text, open) {
  const look = open.furniture ? "furniture" : open.drift ? "drift" : open.mark ? open.mark.kind : "";
  const element = look ? make(look === "furniture" ? "span" : "mark", { class: look }) : make("span");
  if (look === "drift") element.title = open.drift.what + " differs";
  if (text.length > GAP) shorten(element, text);
  else plain(element, text);
  into.append(element);
  return element;
}

// Direction overrides would reverse the line around them; show them as escapes.
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
function plain(into, text) {
  let from = 0;
  for (const found of text.matchAll(TURNS)) {
    const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    into.append(text.slice(from, found.index), make("span", { class: "control", title: "invisible character U+" + code }, "U+" + code));
    from = found.index + 1;
  }
  into.append(text.slice(from));
}

function shorten(into, text) {
  const middle = make("button", { type: "button", class: "quiet gap" }, `… ${(text.length - 2 * EDGE).toLocaleString("en")} more characters …`);
  plain(into, text.slice(0, EDGE));
  into.append(middle);
  plain(into, text.slice(-EDGE));
  middle.addEventListener("click", () => {
    into.replaceChildren();
    plain(into, text);
  });
}

// ---- light -----------------------------------------------------------------------------------------------------------

function light(box, elements) {
  $$(".lit", box).forEach((element) => element.classList.remove("lit"));
  $$(".partner", box).forEach((element) => element.remove());
  elements.forEach((element) => element.classList.add("lit"));
}

/* Puts the words of the partner right under a sentence. */
function place_under(element, letter, text) {
  const box = make("span", { class: "partner" }, make("span", { class: "letter" }, letter), " ");
  plain(box, text.trim());
  element.after(box);
}

function in_sight(element) {
  const box = element.getBoundingClientRect();
  return box.bottom > 60 && box.top < innerHeight - 20;
}

/* Arrow keys from one to the next of all that can be reached in a box; gives whether the key was one of them. */
function step(event, all, here) {
  const place = all.indexOf(here);
  const to = { ArrowDown: all[place + 1], ArrowRight: all[place + 1], ArrowUp: all[place - 1], ArrowLeft: all[place - 1], Home: all[0], End: all[all.length - 1] }[event.key];
  if (!to) return;
  event.preventDefault();
  here.tabIndex = -1;
  to.tabIndex = 0;
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: "nearest" });
}
