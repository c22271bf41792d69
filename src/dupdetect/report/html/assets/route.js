// ---- which page is open ----------------------------------------------------------------------------------------------

let left = 0, show_place = null;
function route() {
  const found = /^#(pair|sources)-(\d+)(?:-([ab])(\d+)-(\d+))?$/.exec(location.hash);
  const [kind, number] = found ? [found[1], found[2]] : single && !location.hash ? ["pair", "1"] : ["", ""];
  if (number && $(`#${kind === "pair" ? "data" : "sources"}-${number}`)) {
    if (!overview.hidden) left = scrollY;
    overview.hidden = true;
    view.hidden = false;
    open_view(kind, Number(number), found ? found.slice(3) : []);
  } else if (!single && !/^#meaning/.test(location.hash)) close_view();
  if (/^#(meaning|family)-[\w]+$/.test(location.hash)) $(location.hash)?.focus();
}

/* Opens a pair or a text with its sources; a stretch of one side is brought into view, also where the pair is open. */
function open_view(kind, number, [side, start, end]) {
  const is_open = kind === "pair" && view.dataset.number === String(number);
  if (!is_open || !side) {
    show_place = kind === "pair" ? open_pair(number) : open_sources(number);
    scrollTo(0, 0);
    if (location.hash) $("h1", view).focus({ preventScroll: true });
  }
  const place = [Number(start), Number(end)];
  if (side && show_place) show_place(side === "a" ? place : null, side === "b" ? place : null);
}

function close_view() {
  const closed = !view.hidden, from = view.dataset.number;
  overview.hidden = false;
  view.hidden = true;
  view.replaceChildren();
  delete view.dataset.number;
  const target = document.getElementById(location.hash.slice(1));
  target?.closest("details")?.setAttribute("open", "");
  if (closed && from && /^#?(pairs)?$/.test(location.hash)) {
    scrollTo(0, left);
    $("#row-" + from + " a")?.focus({ preventScroll: true });
  } else if (closed || target?.closest("details")) target?.scrollIntoView();
}

addEventListener("hashchange", route);
load_marks().then(route);
