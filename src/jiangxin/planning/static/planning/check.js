/* The ingestion desk: keys, selection in the text, and marks that follow decisions. No framework. */
"use strict";

(() => {
  const desk = document.getElementById("check");

  /* Unit matching: the typed name of a choice becomes its key. */
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-choose]");
    if (!form) return;
    const typed = form.querySelector("input[list]").value;
    const option = [...document.querySelectorAll("#meanings option")].find((item) => item.value === typed);
    form.querySelector("[name=meaning]").value = option ? option.dataset.meaning : "";
  }, true);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.confirm && !window.confirm(button.dataset.confirm)) event.preventDefault();
    const form = button.closest("form");
    if ("addUnit" in button.dataset) addUnit(form);
    if ("removeUnit" in button.dataset) button.closest(".jx-unit-row").remove();
    if ("firstLeads" in button.dataset) firstLeads(form);
  });

  /* A range has two ends, every other comparison one value. */
  document.addEventListener("change", (event) => {
    const form = event.target.name === "comparator" && event.target.closest(".jx-finding");
    if (form) form.dataset.range = event.target.value === "range" ? "yes" : "no";
  });

  function addUnit(form) {
    const row = form.querySelector("[data-unit-template]").content.cloneNode(true);
    const rows = form.querySelector("[data-unit-rows]");
    rows.append(row);
    rows.lastElementChild.querySelector("input").focus();
  }

  function firstLeads(form) {
    form.querySelectorAll("[data-unit-rows] [name=unit_role]").forEach((select, index) => {
      select.value = index ? "support" : "lead";
    });
  }

  if (!desk) return;
  const panel = document.getElementById("panel");
  const marker = document.getElementById("marker");
  let chosen = null;

  function show(ref) {
    paper.highlight(ref);
    htmx.ajax("GET", `${desk.dataset.findingUrl}${ref}/`, { target: "#panel", swap: "innerHTML" });
  }

  /* Where a place of the text lies, in characters of the text as read. */
  function offsetOf(node, offset) {
    const holder = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
    if (!holder) return null;
    const before = document.createRange();
    before.selectNodeContents(holder);
    before.setEnd(node, offset);
    return Number(holder.dataset.start) + [...before.toString()].length;
  }

  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    chosen = null;
    if (selection.rangeCount && !selection.isCollapsed && paper.element.contains(selection.anchorNode) && paper.element.contains(selection.focusNode)) {
      const range = selection.getRangeAt(0);
      const start = offsetOf(range.startContainer, range.startOffset);
      const end = offsetOf(range.endContainer, range.endOffset);
      if (start !== null && end !== null && end > start) chosen = { start, end };
    }
    marker.hidden = !chosen;
  });

  function mark(kind) {
    if (!chosen) return;
    const query = new URLSearchParams({ kind, start: chosen.start, end: chosen.end });
    htmx.ajax("GET", `${desk.dataset.markUrl}?${query}`, { target: "#panel", swap: "innerHTML" });
    document.getSelection().removeAllRanges();
  }

  marker.addEventListener("pointerdown", (event) => {
    const button = event.target.closest("[data-mark]");
    if (!button) return;
    event.preventDefault(); // keeps the selection until it is read
    mark(button.dataset.mark);
  });

  paper.element.addEventListener("click", (event) => {
    const piece = event.target.closest(".jx-mark");
    if (piece && document.getSelection().isCollapsed) show(piece.dataset.ref);
  });

  desk.addEventListener("click", (event) => {
    const link = event.target.closest("[data-goto]");
    if (!link) return;
    event.preventDefault();
    show(link.dataset.goto);
  });

  /* A decision changes the mark in the text and selects what comes next. */
  document.body.addEventListener("finding-decided", (event) => {
    const { ref, state, next } = event.detail;
    paper.element.querySelectorAll(`[data-ref="${ref}"]`).forEach((item) => { item.dataset.state = state; });
    if (next) paper.highlight(next);
  });

  /* Wrong input comes back as 422 with the form: show it like any answer. */
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  function step(by) {
    const form = document.getElementById("finding-form");
    const next = paper.beside(form ? form.dataset.ref : "", by);
    if (next) show(next);
  }

  /* Until the panel shows what is decided next and htmx owns its form, a key could only mean what was there before. */
  const settled = () => !document.querySelector(".htmx-request, .htmx-added");

  function press(key) {
    if (!settled()) return false;
    const button = panel.querySelector(`[data-key="${key}"]`);
    if (button) button.click();
    return Boolean(button);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input, textarea, select");
    if (typing) {
      if (event.key === "Escape") event.target.blur();
      if (event.key === "Enter" && event.target.tagName !== "TEXTAREA" && panel.contains(event.target)) {
        event.preventDefault();
        event.target.blur(); // the keys of the next finding are decisions, not typing
        press("Enter");
      }
      return;
    }
    const marks = { t: "task", g: "target", p: "parameter", h: "heading" };
    if (chosen && marks[event.key]) { event.preventDefault(); mark(marks[event.key]); return; }
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "e") { const first = panel.querySelector("input:not([type=hidden]), textarea"); if (first) { event.preventDefault(); first.focus(); } }
    else if (["a", "r", "u"].includes(event.key) && !event.repeat) press(event.key);
  });

  const first = document.getElementById("finding-form");
  if (first) paper.highlight(first.dataset.ref);
})();
