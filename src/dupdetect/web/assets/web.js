/* Conveniences for the forms, which also work without it. Foreign text goes into the page as text only. */
"use strict";
(() => {
  const $ = (selector, under = document) => under.querySelector(selector);
  const $$ = (selector, under = document) => [...under.querySelectorAll(selector)];
  const size = (bytes) => (bytes < 1e6 ? Math.max(1, Math.round(bytes / 1e3)) + " kB" : (bytes / 1e6).toFixed(1) + " MB");

  // ---- files: dropped on a panel, named, counted ------------------------------------------------------------------

  function name(input) {
    const files = [...input.files], output = $(".chosen", input.parentNode);
    const total = size(files.reduce((sum, one) => sum + one.size, 0));
    output.textContent = files.length > 1 ? `${files.length} files, ${total}` : files.length ? total : "";
    const text = $("textarea", input.closest("[data-drop]"));
    if (files.length && text && !input.multiple && text.value.trim()) output.textContent += "; the file is used instead of the text above";
  }

  for (const panel of $$("[data-drop]")) {
    const input = $("input[type=file]", panel);
    input.addEventListener("change", () => name(input));
    name(input);
    const over = (on) => (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      panel.classList.toggle("over", on);
    };
    panel.addEventListener("dragover", over(true));
    panel.addEventListener("dragleave", over(false));
    panel.addEventListener("drop", (event) => {
      over(false)(event);
      if (!event.dataTransfer.files.length) return;
      const kept = new DataTransfer();
      const all = input.multiple ? [...input.files, ...event.dataTransfer.files] : [event.dataTransfer.files[0]];
      all.forEach((one) => kept.items.add(one));
      input.files = kept.files;
      name(input);
      input.focus();
    });
  }

  // ---- sending -----------------------------------------------------------------------------------------------------

  for (const form of $$("form.work")) {
    const status = $("[role=status]", form), button = $("button", form);
    const settled = () => {
      button.disabled = false;
      status.textContent = "";
    };
    form.addEventListener("submit", (event) => {
      const files = $$("input[type=file]", form).flatMap((one) => [...one.files]);
      const texts = $$("textarea", form).map((one) => new Blob([one.value]));
      const total = [...files, ...texts].reduce((sum, one) => sum + one.size, 0);
      if (total > Number(form.dataset.most)) {
        event.preventDefault();
        status.textContent = `This is ${size(total)}; at most ${size(Number(form.dataset.most))} can be sent at once.`;
        return;
      }
      button.disabled = true;
      status.textContent = "Working…";
    });
    addEventListener("pageshow", settled);
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
  }

  // ---- waiting for a result ----------------------------------------------------------------------------------------

  const waiting = $("[data-progress]");
  async function look() {
    try {
      const state = await (await fetch(waiting.dataset.progress + "/progress")).json();
      if (state.over !== false) return location.reload();
      const status = $("[role=status]", waiting), bar = $("progress", waiting);
      if (status.textContent !== state.message) status.textContent = state.message;
      if (state.total) Object.assign(bar, { max: state.total, value: state.done });
      else bar.removeAttribute("value");
    } catch {
      $("[role=status]", waiting).textContent = "The server does not answer. Is it still running?";
    }
    setTimeout(look, 700);
  }
  if (waiting) setTimeout(look, 300);
})();
