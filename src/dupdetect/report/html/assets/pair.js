// ---- a pair ----------------------------------------------------------------------------------------------------------

const FACTS_LISTED = 3, SWAPS_LISTED = 6;

function open_pair(number) {
  const pair = block("data-" + number);
  const articles = pair.articles.map((article) => block("article-" + article));
  view.replaceChildren($("#pair-outline").content.cloneNode(true));
  view.dataset.number = number;
  write_head(pair);
  const show = side_by_side(pair, articles);
  show_proof(pair, articles, show);
  triage(number, articles);
  link_neighbours(number);
  draw_strips(pair.edits, articles, number);
  return show;
}

function write_head(pair) {
  const [label, sign, meaning] = WORDS.verdicts[pair.verdict];
  const word = $(".verdict", view);
  word.className = "verdict chip " + pair.verdict;
  word.href = "#meaning-" + pair.verdict;
  word.title = meaning;
  word.append(make("span", { "aria-hidden": "true" }, sign), " " + label);
  $(".story", view).textContent = pair.story;
  $(".deciding", view).hidden = !pair.reasons.length;
  $(".reason", view).textContent = pair.reasons.length ? capital(pair.reasons[0]) + "." : "";
  $(".attempts", view).hidden = !pair.attempts;
  $(".attempts", view).textContent = pair.attempts || "";
}

function link_neighbours(number) {
  const place = visible_rows.findIndex((row) => row.dataset.number === String(number));
  for (const [name, row] of [["previous", visible_rows[place - 1]], ["next", place < 0 ? visible_rows[0] : visible_rows[place + 1]]]) {
    const link = $("." + name, view);
    if (row) link.href = "#pair-" + row.dataset.number;
    else link.remove();
  }
  if (single) $(".steps", view).remove();
}

// The evidence for the verdict, each item with a way to its place in the texts.
function show_proof(pair, articles, show) {
  const says = (text, from, to) => make("td", {}, from < to ? make("bdi", {}, text.slice(from, to)) : make("i", {}, "–"));
  const fact = ([what, a0, a1, b0, b1]) => {
    const go = make_way(" " + what + " in both texts", () => show([a0, a1], [b0, b1]));
    return make("tr", {}, make("th", { scope: "row" }, what), says(articles[0].text, a0, a1), says(articles[1].text, b0, b1), make("td", {}, go));
  };
  fill($(".drift tbody", view), $(".all-drift", view), pair.drift, FACTS_LISTED, fact);
  $(".drift", view).hidden = !pair.drift.length;

  $(".rules ul", view).append(...pair.rules.map((rule) => make_rule_item(rule, show)));
  $(".rules", view).hidden = !pair.rules.length;
  $(".evidence ul", view).append(...pair.evidence.map((item) => make_quote(item, show)));
  $(".evidence", view).hidden = !pair.evidence.length;
  const signals = articles.flatMap((article, side) => article.signals.map(([label, value]) => make("li", {}, "AB"[side] + ": " + label + ": ", make("bdi", {}, value))));
  $(".signals ul", view).append(...signals);
  $(".signals", view).hidden = !signals.length;
  $(".why ul", view).append(...pair.reasons.map((reason) => make("li", {}, capital(reason))));
  $(".why", view).hidden = pair.reasons.length < 2;
  for (const [label, value] of pair.figures) $(".figures dl", view).append(make("div", {}, make("dt", {}, label), make("dd", {}, value)));

  const swap = ([a, b, count]) => make("tr", {}, make("td", {}, make("bdi", {}, a)), make("td", {}, make("bdi", {}, b)), make("td", { class: "number" }, String(count)));
  fill($(".swaps tbody", view), $(".all-swaps", view), pair.swaps, SWAPS_LISTED, swap);
  $(".swaps", view).hidden = !pair.swaps.length;
  list_edits(pair.edits, articles, show);
}

function make_way(whither, act) {
  const go = make("button", { type: "button", class: "quiet" }, "Show", make("span", { class: "unseen" }, whither));
  go.addEventListener("click", act);
  return go;
}

function make_rule_item([label, state, reason, quotes], show) {
  const sign = { kept: "✓", broken: "✗", open: "?" }[state], word = { kept: "kept", broken: "broken", open: "cannot be judged" }[state];
  const item = make("li", { class: state }, make("b", {}, make("span", { "aria-hidden": "true" }, sign + " "), label), make("span", { class: "state" }, " " + word), make("span", {}, reason ? ": " + reason : ""));
  if (quotes.length) item.append(make("ul", {}, ...quotes.map((quote) => make_quote(quote, show))));
  return item;
}

function make_quote([side, text, start, end], show) {
  const item = make("li", {}, side ? side + ": " : "", make("bdi", {}, start < end ? "“" + text + "”" : text));
  if (start < end) item.append(" ", make_way(" in " + side, () => (side === "A" ? show([start, end], null) : show(null, [start, end]))));
  return item;
}

function list_edits({ summary, stretches }, articles, show) {
  const [cut, added] = stretches.map((side, place) => side.filter(([kind]) => kind === "ca"[place]));
  const item = (word, side) => ([, start, end]) => {
    const go = make_way(" in " + "AB"[side], () => (side ? show(null, [start, end]) : show([start, end], null)));
    const text = articles[side].text.slice(start, end);
    const quote = make("bdi", {});
    plain(quote, text.length > 300 ? text.slice(0, 300) + "…" : text);
    return { start, item: make("li", { class: word === "Only in A" ? "cut" : "added" }, make("b", {}, word + ": "), quote, " ", go) };
  };
  const all = [...cut.map(item("Only in A", 0)), ...added.map(item("Only in B", 1))];
  $(".edits ol", view).append(...all.map((entry) => entry.item));
  $(".edit-summary", view).textContent = summary ? "From A to B: " + summary + "." : "";
  $(".edits", view).hidden = !summary;
}

// ---- the two texts ---------------------------------------------------------------------------------------------------

function side_by_side(pair, articles) {
  const box = $(".levels", view), cells = [[], []];
  $$(".pane", view).forEach((pane, side) => write_title(pane, "AB"[side], articles[side], pair.languages[side]));
  for (const [a0, a1, b0, b1] of pair.levels) {
    const pieces = [[a0, a1], [b0, b1]].map(([start, end], side) => {
      const spoken = pair.languages[side] ? { lang: pair.languages[side][0], dir: pair.languages[side][2] } : {};
      const cell = make("div", { class: "cell text" + (start < end ? "" : " none"), "data-side": side, ...spoken }, make("span", { class: "letter", "aria-hidden": "true" }, "AB"[side]));
      cells[side].push({ start, end, box: cell });
      return cell;
    });
    box.append(make("div", { class: "level" }, ...pieces));
  }
  const drawn = [0, 1].map((side) => paint(cells[side], articles[side].text, layers(pair, side), side, pair));
  link_sentences(box, drawn);
  $$(".legend li", view).forEach((item) => (item.hidden = !$(item.dataset.of, box)));
  $(".legend", view).hidden = !$(".legend li:not([hidden])", view);
  $("#hint", view).hidden = !$(".s", box);
  return (...spans) => {
    light(box, []);
    spans.forEach((span, side) => span && point(drawn[side], span));
    $(".lit", box)?.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  };
}

function write_title(pane, letter, article, language) {
  $("h3", pane).append(make("span", { class: "letter" }, letter), " ", make("bdi", {}, article.heading));
  const about = $("p", pane);
  about.append(make("bdi", {}, [language && language[1], article.about, article.words + " words", article.name].filter(Boolean).join(" · ")));
  if (article.url) about.append(" · ", make("a", { href: article.url, rel: "noopener noreferrer nofollow", target: "_blank" }, "web page"));
}

function link_sentences(box, drawn) {
  const side_of = (element) => Number(element.closest(".cell").dataset.side);
  const on = (element, side) => [...new Set((element.links || []).flatMap((number) => drawn[side].links.get(number) || []))];
  const lit = (event, near) => {
    const element = event.target.closest(".s");
    if (!element) return;
    const side = side_of(element), mine = on(element, side), there = on(element, 1 - side);
    light(box, [...mine, ...there]);
    if (near && there.length && (narrow_screen.matches || !there.some(in_sight))) {
      place_under(mine[mine.length - 1], "BA"[side], there.map((piece) => piece.textContent).join(" "));
    }
  };
  box.addEventListener("pointerover", (event) => event.pointerType !== "touch" && !$(".partner", box) && lit(event, false));
  box.addEventListener("focusin", (event) => lit(event, true));
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-go]");
    if (button) go(box, side_of(button), button);
    else lit(event, true);
  });
  box.addEventListener("keydown", (event) => {
    const here = event.target.closest(".s[role=link]");
    if (event.key === "Escape" && !single) location.hash = "#pairs";
    if (!here) return;
    const side = side_of(here);
    if (event.key !== "Enter") return step(event, $$(`.cell[data-side="${side}"] .s[role=link]`, box), here);
    const to = on(here, 1 - side)[0];
    if (to) {
      event.preventDefault();
      to.tabIndex = 0;
      to.focus();
    }
  });
}

function go(box, side, button) {
  const there = $(`.cell[data-side="${1 - side}"] [data-go="${button.dataset.go}"]`, box);
  light(box, []);
  if (there) there.focus();
}

function point(drawn, [start, end]) {
  const inside = drawn.pieces.filter((piece) => piece.start < Math.max(end, start + 1) && start < piece.end);
  inside.forEach((piece) => piece.piece.classList.add("lit"));
}
