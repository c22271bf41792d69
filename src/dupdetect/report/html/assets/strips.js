// ---- the edits of a pair as two strips -------------------------------------------------------------------------------

const SVG = "http://www.w3.org/2000/svg", STRIP = 1000, STRETCHES = 120, LEAST = 4;
const EDIT_LOOKS = { kept: [0, 14], exchanged: [3, 8], cut: [0, 14], added: [5, 9] }; // where it begins and how high it is

function draw(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function draw_strips({ stretches, summary }, articles, number) {
  const scale = Math.max(...articles.map((article) => article.text.length), 1);
  $(".map", view).hidden = !summary;
  $(".map .strips", view).append(
    ...stretches.map((side, place) =>
      make("li", {}, make("span", { class: "letter" }, "AB"[place]), " ", draw_strip(side, articles[place], "AB"[place], scale, number)),
    ),
  );
}

function draw_strip(stretches, article, letter, scale, number) {
  const box = draw("svg", { class: "strip", viewBox: `0 0 ${STRIP} 14`, preserveAspectRatio: "none", role: "group", "aria-label": "What became of " + letter });
  box.append(draw("rect", { class: "scale", width: (STRIP * article.text.length) / scale, height: 14 }));
  const longest = [...stretches].sort((x, y) => y[2] - y[1] - (x[2] - x[1])).slice(0, STRETCHES);
  longest.sort((x, y) => x[1] - y[1]);
  longest.forEach((stretch, place) => box.append(draw_stretch(stretch, article, letter, scale, number, place)));
  return box;
}

function draw_stretch([sign, start, end], article, letter, scale, number, place) {
  const [kind, name] = WORDS.edits[sign], [y, height] = EDIT_LOOKS[kind];
  const words = (article.text.slice(start, end).match(/[\p{L}\p{N}_]+/gu) || []).length;
  const excerpt = article.text.slice(start, Math.min(end, start + 60)).replace(/\s+/g, " ").replace(TURNS, "");
  const label = `${name}, ${words} ${words === 1 ? "word" : "words"}: “${excerpt}${end - start > 60 ? "…" : ""}”`;
  const link = draw("a", { href: `#pair-${number}-${letter.toLowerCase()}${start}-${end}`, tabindex: place ? -1 : 0, "aria-label": label });
  link.append(draw("title", {}, label), draw("rect", { class: kind, x: (STRIP * start) / scale, y, width: Math.max(LEAST, (STRIP * (end - start)) / scale), height }));
  return link;
}

/* One stop of the Tab key a strip: arrow keys go from stretch to stretch. */
document.addEventListener("keydown", (event) => {
  const here = event.target.closest?.(".strip a");
  if (here) step(event, $$("a", here.closest(".strip")), here);
});
