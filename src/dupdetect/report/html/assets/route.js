// ---- which page is open ----------------------------------------------------------------------------------------------

let left = 0;
function route() {
  const found = /^#(pair|sources)-(\d+)$/.exec(location.hash);
  const [kind, number] = found ? [found[1], found[2]] : single && !location.hash ? ["pair", "1"] : ["", ""];
  if (number && $(`#${kind === "pair" ? "data" : "sources"}-${number}`)) {
    if (!overview.hidden) left = scrollY;
    overview.hidden = true;
    view.hidden = false;
    if (kind === "pair") open_pair(Number(number));
    else open_sources(Number(number));
    scrollTo(0, 0);
    if (found) $("h1", view).focus({ preventScroll: true });
  } else if (!single && !/^#meaning/.test(location.hash)) close_view();
  if (/^#(meaning|family)-[\w]+$/.test(location.hash)) $(location.hash)?.focus();
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
