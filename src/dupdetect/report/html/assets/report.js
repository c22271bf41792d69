/* The report's script: filters and order of the list, and the view of a pair, built on demand.
   Foreign text goes into the page as text only (textContent), never as markup. */
"use strict";
(() => {
  const $ = (selector, under = document) => under.querySelector(selector);
  const $$ = (selector, under = document) => [...under.querySelectorAll(selector)];
  const block = (id) => JSON.parse($("#" + id).textContent);
  const WORDS = block("words");
  const SWAPS_LISTED = 6;
  const GAP = 3000, EDGE = 900; // a stretch longer than GAP, which no sentence is, shows only its edges until it is asked for
  const overview = $("#overview"), view = $("#pair");
  const rows = $$("#rows > li");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "class") element.className = value;
      else element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  }

  // ---- the list: filter and order --------------------------------------------------------------------------------

  const filter = $("#filter");
  let shown = rows;

  function chosen(name) {
    return $$(`[name=${name}]:checked`, filter).map((one) => one.value);
  }

  function narrow() {
    const words = filter.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const verdicts = new Set(chosen("verdict"));
    const only = chosen("only");
    const family = filter.family ? filter.family.value : "";
    const fits = (row) => {
      const data = row.dataset;
      return (
        verdicts.has(data.verdict) &&
        (!family || data.family === family) &&
        (!only.includes("drifts") || data.drifts !== "0") &&
        (!only.includes("spun") || "spun" in data) &&
        (!only.includes("uncredited") || !("credited" in data)) &&
        words.every((word) => says(row).includes(word))
      );
    };
    shown = arranged(rows.filter(fits));
    $("#rows").replaceChildren(...shown); // a row that is taken out costs a browser less than one that is hidden
    const all = rows.length === shown.length;
    $("#count").textContent = all ? `${rows.length.toLocaleString("en")} pairs` : `${shown.length.toLocaleString("en")} of ${rows.length.toLocaleString("en")} pairs`;
  }

  const said = new Map();
  function says(row) {
    if (!said.has(row)) said.set(row, row.textContent.toLowerCase());
    return said.get(row);
  }

  function arranged(some) {
    const by = filter.order.value;
    const rank = (row) => Number(row.dataset.number);
    const value = { number: (row) => -rank(row), newest: (row) => Date.parse(row.dataset.newest) || 0 }[by] || ((row) => Number(row.dataset[by]));
    return [...some].sort((x, y) => value(y) - value(x) || rank(x) - rank(y));
  }

  if (filter) {
    filter.hidden = false;
    filter.addEventListener("input", narrow);
    filter.addEventListener("submit", (event) => event.preventDefault());
    narrow();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-show-family]");
    const curve = event.target.closest("[data-pair]");
    if (curve) location.hash = "#pair-" + curve.dataset.pair;
    if (!button) return;
    filter.family.value = button.dataset.showFamily;
    narrow();
    $("#pairs").scrollIntoView();
    filter.family.focus({ preventScroll: true });
  });

  // ---- which page is open ----------------------------------------------------------------------------------------

  let left = 0;
  function route() {
    const single = "single" in document.body.dataset;
    const found = /^#pair-(\d+)$/.exec(location.hash);
    const number = found ? found[1] : single && !location.hash ? "1" : "";
    if (number && $("#data-" + number)) {
      if (!overview.hidden) left = scrollY;
      overview.hidden = true;
      view.hidden = false;
      open(Number(number));
      scrollTo(0, 0);
      if (found) $("h1", view).focus({ preventScroll: true });
    } else if (!single && !/^#meaning/.test(location.hash)) {
      const from = view.hidden ? null : view.dataset.number;
      overview.hidden = false;
      view.hidden = true;
      view.replaceChildren();
      if (from && /^#?(pairs)?$/.test(location.hash)) back(from);
      else if (from) document.getElementById(location.hash.slice(1))?.scrollIntoView();
    }
    if (/^#meaning/.test(location.hash)) $(location.hash)?.focus();
  }

  function back(number) {
    scrollTo(0, left);
    $("#row-" + number + " a")?.focus({ preventScroll: true });
  }

  addEventListener("hashchange", route);

  // ---- a pair ----------------------------------------------------------------------------------------------------

  function open(number) {
    const pair = block("data-" + number);
    const articles = pair.articles.map((one) => block("article-" + one));
    view.replaceChildren($("#pair-outline").content.cloneNode(true));
    view.dataset.number = number;
    head(pair, articles);
    const show = side_by_side(pair, articles);
    proof(pair, articles, show);
    steps(number);
  }

  function head(pair, articles) {
    const [label, sign, meaning] = WORDS.verdicts[pair.verdict];
    const word = $(".verdict", view);
    word.className = "verdict chip " + pair.verdict;
    word.href = "#meaning-" + pair.verdict;
    word.title = "What “" + label + "” means";
    word.append(make("span", { "aria-hidden": "true" }, sign), " " + label);
    $(".names", view).append(make("bdi", {}, articles[0].heading), make("span", { class: "and" }, " and "), make("bdi", {}, articles[1].heading));
    $(".meaning", view).textContent = meaning;
    const figures = { "of-a": pair.coverage[0], "of-b": pair.coverage[1], kept: pair.closeness, likely: pair.probability, manner: pair.manner, spun: pair.spun, direction: pair.direction, credit: pair.credit };
    for (const [name, text] of Object.entries(figures)) $(".figures ." + name, view).textContent = text;
  }

  function steps(number) {
    const place = shown.findIndex((row) => row.dataset.number === String(number));
    for (const [name, row] of [["previous", shown[place - 1]], ["next", place < 0 ? shown[0] : shown[place + 1]]]) {
      const link = $("." + name, view);
      if (row) link.href = "#pair-" + row.dataset.number;
      else link.remove();
    }
    if ("single" in document.body.dataset) $(".steps", view).remove();
  }

  // The evidence for the verdict, each item with a link to its place in the texts.
  function proof(pair, articles, show) {
    const table = $(".drift tbody", view);
    for (const [what, a0, a1, b0, b1] of pair.drift) {
      const go = make("button", { type: "button", class: "quiet" }, "Show");
      go.append(make("span", { class: "unseen" }, " " + what + " in both texts"));
      go.addEventListener("click", () => show([a0, a1], [b0, b1]));
      const says = (text, from, to) => make("td", {}, from < to ? make("bdi", {}, text.slice(from, to)) : make("i", {}, "–"));
      table.append(make("tr", {}, make("th", { scope: "row" }, what), says(articles[0].text, a0, a1), says(articles[1].text, b0, b1), make("td", {}, go)));
    }
    $(".drift", view).hidden = !pair.drift.length;

    const list = $(".evidence ul", view);
    for (const one of pair.evidence) list.append(evidence(one, show));
    $(".evidence", view).hidden = !list.children.length;
    $(".why ul", view).append(...pair.reasons.map((reason) => make("li", {}, capital(reason))));
    swaps(pair.swaps);
  }

  function evidence([side, text, start, end], show) {
    const item = make("li", {}, side ? side + ": " : "", make("bdi", {}, start < end ? "“" + text + "”" : text));
    if (start < end) {
      const go = make("button", { type: "button", class: "quiet" }, "Show");
      go.append(make("span", { class: "unseen" }, " in " + side));
      go.addEventListener("click", () => (side === "A" ? show([start, end], null) : show(null, [start, end])));
      item.append(" ", go);
    }
    return item;
  }

  function capital(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
  }

  function swaps(all) {
    const body = $(".swaps tbody", view), more = $(".all-swaps", view);
    const row = ([a, b, count]) => make("tr", {}, make("td", {}, make("bdi", {}, a)), make("td", {}, make("bdi", {}, b)), make("td", { class: "number" }, String(count)));
    body.append(...all.slice(0, SWAPS_LISTED).map(row));
    $(".swaps", view).hidden = !all.length;
    more.hidden = all.length <= SWAPS_LISTED;
    more.textContent = "Show all " + all.length.toLocaleString("en");
    more.addEventListener("click", () => {
      body.append(...all.slice(SWAPS_LISTED).map(row));
      more.hidden = true;
    });
  }

  // ---- the two texts ---------------------------------------------------------------------------------------------

  function side_by_side(pair, articles) {
    const panes = $$(".pane", view);
    const drawn = panes.map((pane, side) => {
      title(pane, "AB"[side], articles[side]);
      return paint($(".text", pane), articles[side].text, layers(pair, side), side, pair);
    });
    const texts = panes.map((pane) => $(".text", pane));
    link(texts, drawn);
    return (...spans) => {
      light(texts, []);
      spans.forEach((span, side) => span && point(texts[side], drawn[side], span));
      const first = spans.findIndex(Boolean);
      texts[first].closest(".panes").scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
    };
  }

  function title(pane, letter, article) {
    $("h3", pane).append(make("span", { class: "letter" }, letter), " ", make("bdi", {}, article.heading));
    const about = $("p", pane);
    about.append(make("bdi", {}, [article.about, article.words + " words", article.name].filter(Boolean).join(" · ")));
    if (article.url) about.append(" · ", make("a", { href: article.url, rel: "noopener noreferrer nofollow", target: "_blank" }, "web page"));
  }

  // All marked stretches of one text: {start, end, layer, ...}, by start.
  function layers(pair, side) {
    const at = 2 * side, found = [];
    pair.passages.forEach((one, number) => found.push({ layer: "passage", start: one[at], end: one[at + 1], number, kind: one[4], alike: one[5], quoted: one[6] }));
    const sentences = new Map();
    pair.sentences.forEach((one, number) => {
      const key = one[at] + "-" + one[at + 1];
      if (!sentences.has(key)) sentences.set(key, { layer: "sentence", start: one[at], end: one[at + 1], links: [], alike: one[4], quoted: one[6] });
      const sentence = sentences.get(key);
      sentence.links.push(number);
      if (sentence.links.length > 1) return;
      for (const change of one[5]) {
        const alone = change[2 - at] === change[3 - at];
        found.push({ layer: "mark", start: change[at], end: change[at + 1], kind: alone ? "extra" : "swap", other: [change[2 - at], change[3 - at]] });
      }
    });
    found.push(...sentences.values());
    for (const one of pair.drift) found.push({ layer: "drift", start: one[1 + at], end: one[2 + at], what: one[0], other: [one[3 - at], one[4 - at]] });
    for (const [start, end] of pair.furniture[side]) found.push({ layer: "furniture", start, end });
    return found.filter((one) => one.start < one.end).sort((x, y) => x.start - y.start || y.end - x.end);
  }

  // Writes a text with its layers; returns the elements of each sentence link, in order, and where each piece stands.
  function paint(box, text, spans, side, pair) {
    const edges = [...new Set([0, text.length, ...spans.flatMap((one) => [one.start, one.end])])].filter((one) => one <= text.length).sort((x, y) => x - y);
    const drawn = { sentences: [], links: new Map(), pieces: [] };
    const open = { passage: null, sentence: null, mark: null, drift: null, furniture: null };
    const last = { passage: null, sentence: null }, started = new Set();
    let next = 0, outer = box, inner = box;
    for (let i = 0; i + 1 < edges.length; i++) {
      const start = edges[i], end = edges[i + 1];
      for (const layer in open) if (open[layer] && open[layer].end <= start) open[layer] = null;
      while (next < spans.length && spans[next].start <= start) {
        const span = spans[next++];
        if (span.end > start && !open[span.layer]) open[span.layer] = span;
      }
      if (open.passage !== last.passage || open.sentence !== last.sentence) {
        if (open.passage !== last.passage) outer = open.passage ? box.appendChild(passage(open.passage)) : box;
        if (open.passage && !started.has(open.passage)) outer.append(tag(open.passage, side, pair));
        started.add(open.passage);
        inner = open.sentence ? outer.appendChild(sentence(open.sentence, drawn)) : outer;
        Object.assign(last, { passage: open.passage, sentence: open.sentence });
      }
      const piece = write(inner, text.slice(start, end), open);
      drawn.pieces.push({ start, end, piece });
    }
    return drawn;
  }

  function passage(one) {
    return make("span", { class: "p " + one.kind + (one.quoted ? " quoted" : ""), "data-passage": one.number });
  }

  function tag(one, side, pair) {
    const [word, sign] = WORDS.kinds[one.kind];
    const label = `Passage ${one.number + 1} of ${pair.passages.length}, ${word}, ${one.alike} alike${one.quoted ? ", a shared quotation" : ""}. Go to it in ${"BA"[side]}`;
    return make("button", { type: "button", class: "mark", "data-go": one.number, "aria-label": label, title: `${word}, ${one.alike} alike` }, `${one.number + 1} ${sign}`);
  }

  function sentence(one, drawn) {
    const first = !drawn.sentences.includes(one);
    const element = make("span", { class: "s" + (one.quoted ? " quoted" : ""), "data-alike": one.alike });
    if (first) {
      element.setAttribute("role", "link");
      element.setAttribute("tabindex", drawn.sentences.length ? "-1" : "0");
      drawn.sentences.push(one);
    }
    element.links = one.links;
    for (const number of one.links) drawn.links.set(number, [...(drawn.links.get(number) || []), element]);
    return element;
  }

  function write(into, text, open) {
    const look = open.drift ? "drift" : open.mark ? open.mark.kind : open.furniture ? "furniture" : "";
    const element = look ? make(look === "furniture" ? "span" : "mark", { class: look }) : make("span");
    if (open.drift) element.title = open.drift.what + " differs";
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

  // ---- light and scroll ------------------------------------------------------------------------------------------

  function link(texts, drawn) {
    texts.forEach((text, side) => {
      const partners = (element) => [...new Set((element.links || []).flatMap((number) => drawn[1 - side].links.get(number) || []))];
      const both = (element) => (element.links || []).flatMap((number) => drawn[side].links.get(number) || []);
      const lit = (event) => {
        const element = event.target.closest(".s");
        if (!element || !text.contains(element)) return;
        const there = partners(element);
        light(texts, [...both(element), ...there]);
        if (there.length) reveal(texts[1 - side], there[0], element, text);
      };
      text.addEventListener("pointerover", (event) => event.pointerType !== "touch" && lit(event));
      text.addEventListener("focusin", lit);
      text.addEventListener("click", (event) => {
        const button = event.target.closest("[data-go]");
        if (button) go(texts, side, button);
        else lit(event);
      });
      text.addEventListener("keydown", (event) => step(event, text, partners));
    });
  }

  function light(texts, elements) {
    texts.forEach((text) => $$(".lit", text).forEach((one) => one.classList.remove("lit")));
    elements.forEach((one) => one.classList.add("lit"));
  }

  // Scrolls a pane, never the page, so that `element` stands level with its partner `beside`.
  function reveal(pane, element, beside, other) {
    if (pane.scrollHeight <= pane.clientHeight) return;
    const level = Math.min(Math.max(beside.getBoundingClientRect().top - other.getBoundingClientRect().top, 12), pane.clientHeight * 0.6);
    const top = element.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop - level;
    const box = element.getBoundingClientRect(), around = pane.getBoundingClientRect();
    if (box.top >= around.top && box.bottom <= around.bottom) return;
    pane.scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
  }

  function go(texts, side, button) {
    const there = $(`[data-go="${button.dataset.go}"]`, texts[1 - side]);
    if (!there) return;
    light(texts, []);
    reveal(texts[1 - side], there, button, texts[side]);
    there.focus({ preventScroll: true });
  }

  function step(event, text, partners) {
    const here = event.target.closest(".s[role=link]");
    if (event.key === "Escape" && !("single" in document.body.dataset)) location.hash = "#pairs";
    if (!here) return;
    const all = $$(".s[role=link]", text), place = all.indexOf(here);
    const to = { ArrowDown: all[place + 1], ArrowRight: all[place + 1], ArrowUp: all[place - 1], ArrowLeft: all[place - 1], Home: all[0], End: all[all.length - 1], Enter: partners(here)[0] }[event.key];
    if (!to) return;
    event.preventDefault();
    if (event.key !== "Enter") here.tabIndex = -1;
    to.tabIndex = 0;
    to.focus({ preventScroll: event.key === "Enter" });
    if (event.key !== "Enter") to.scrollIntoView({ block: "nearest" });
  }

  function point(text, drawn, [start, end]) {
    const inside = drawn.pieces.filter((one) => one.start < Math.max(end, start + 1) && start < one.end);
    inside.forEach((one) => one.piece.classList.add("lit"));
    if (!inside.length) return;
    const piece = inside[0].piece;
    text.scrollTo({ top: piece.getBoundingClientRect().top - text.getBoundingClientRect().top + text.scrollTop - text.clientHeight / 3, behavior: calm.matches ? "auto" : "smooth" });
  }

  route();
})();
