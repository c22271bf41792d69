// ---- on paper --------------------------------------------------------------------------------------------------------

/* Nothing that was folded is lost on paper: lists are filled, and what is closed opens until the printing is over. */
const MORE = ".all-drift:not([hidden]), .all-swaps:not([hidden]), button.gap";
let opened_for_print = [];

addEventListener("beforeprint", () => {
  $$(MORE, view).forEach((button) => button.click());
  const folded = $$("details:not([open])").filter((box) => box.checkVisibility() && !box.matches(".triage:not(.noted)"));
  opened_for_print = folded.flatMap((box) => [box, ...$$("details:not([open])", box)]);
  opened_for_print.forEach((box) => (box.open = true));
});

addEventListener("afterprint", () => {
  opened_for_print.forEach((box) => (box.open = false));
  opened_for_print = [];
});
