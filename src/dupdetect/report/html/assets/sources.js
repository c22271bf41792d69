// ---- one text, all its sources ---------------------------------------------------------------------------------------

const COLOURS = 12;

function open_sources(number) {
  const tracing = block("sources-" + number), article = block("article-" + number);
  const sources = tracing.sources.map((source) => ({ ...source, on: true, article: block("article-" + source.article) }));
  view.replaceChildren($("#sources-outline").content.cloneNode(true));
  delete view.dataset.number;
  $(".names", view).append(make("bdi", {}, article.heading));
  $(".left-out", view).hidden = !tracing.leftOut;
  $(".left-out", view).textContent = `${tracing.leftOut.toLocaleString("en")} more that share less with it are not shown here.`;
  const pieces = paint_traced($(".traced", view), article.text, tracing.stretches);
  const list = sources.map((source, place) => make_source_item(source, place));
  $(".source-list ol", view).append(...list);
  const again = () => count_again(tracing, sources, pieces, list);
  $(".source-list", view).addEventListener("change", again);
  link_traced($(".traced", view), sources);
  again();
}

function colour(place) {
  return "c" + (place % COLOURS);
}

function make_source_item(source, place) {
  const tick = make("input", { type: "checkbox", checked: "" });
  tick.addEventListener("change", () => (source.on = tick.checked));
  const name = make("span", { class: "named" }, make("bdi", {}, source.article.heading), make("small", {}, make("bdi", {}, [source.article.about, source.article.name].filter(Boolean).join(" · "))));
  const item = make("li", {}, make("label", { class: "switch" }, tick, make("span", { class: "swatch " + colour(place), "aria-hidden": "true" }, String(place + 1)), name), make("b", { class: "held" }));
  if (source.pair) item.append(make("a", { href: "#pair-" + source.pair }, "side by side", make("span", { class: "unseen" }, " with " + source.article.heading)));
  return item;
}

// Writes the text with a span a stretch; gives the spans in order of the stretches.
function paint_traced(box, text, stretches) {
  const unmarked = { drift: null, mark: null, furniture: null }, spans = [];
  let at = 0;
  for (const [start, end, , , holdings] of stretches) {
    if (at < start) write(box, text.slice(at, start), unmarked);
    const span = make("span", { class: "s", role: "link", tabindex: spans.length ? "-1" : "0" });
    span.holdings = holdings;
    plain(span, text.slice(start, end));
    box.append(span);
    spans.push(span);
    at = end;
  }
  if (at < text.length) write(box, text.slice(at), unmarked);
  return spans;
}

/* Leads each stretch to the best source that is still on, and counts the words of each source anew. */
function count_again(tracing, sources, spans, list) {
  const aside = $("[name=quotations]", view).checked, words = sources.map(() => 0);
  let before = -1, total = 0;
  tracing.stretches.forEach(([, , number, quoted, holdings], place) => {
    const best = aside && quoted ? undefined : holdings.find(([source]) => sources[source].on);
    const span = spans[place];
    span.best = best;
    span.className = "s" + (best ? " traced-to " + colour(best[0]) : "");
    $(".number-tag", span)?.remove();
    if (best && best[0] !== before) span.prepend(make("sup", { class: "number-tag" }, String(best[0] + 1)));
    before = best ? best[0] : -1;
    if (!best) return;
    words[best[0]] += number;
    total += number;
  });
  const share = (number) => (number === 0 ? "0%" : Math.min(100, Math.max(1, number >= tracing.words ? 100 : Math.min(99, Math.round((100 * number) / tracing.words)))) + "%");
  const on = sources.filter((source) => source.on).length;
  $(".total", view).textContent = `${share(total)} of its ${tracing.words.toLocaleString("en")} words stand in ${on === 1 ? "the one source" : "the " + on.toLocaleString("en") + " sources"} that ${on === 1 ? "is" : "are"} ticked.`;
  list.forEach((item, place) => ($(".held", item).textContent = share(words[place])));
}

function link_traced(box, sources) {
  const show = (event) => {
    const span = event.target.closest(".s");
    light(box, span ? [span] : []);
    if (!span || !span.best) return;
    const [source, start, end] = span.best;
    place_under(span, String(source + 1), sources[source].article.heading + ": " + sources[source].article.text.slice(start, end));
  };
  box.addEventListener("click", show);
  box.addEventListener("focusin", show);
  box.addEventListener("keydown", (event) => {
    const here = event.target.closest(".s");
    if (event.key === "Escape") location.hash = "#takings";
    else if (here) step(event, $$(".s", box), here);
  });
}
