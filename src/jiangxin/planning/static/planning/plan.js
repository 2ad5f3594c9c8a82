/* The plan page: a click in the text opens what was adopted from it; the outline leads into the text. */
"use strict";

(() => {
  const paper = document.getElementById("paper");
  if (!paper) return;

  paper.addEventListener("click", (event) => {
    const piece = event.target.closest(".jx-mark");
    if (!piece) return;
    const item = document.getElementById(piece.dataset.ref);
    paper.querySelectorAll(".jx-selected").forEach((other) => other.classList.remove("jx-selected"));
    paper.querySelectorAll(`[data-ref="${piece.dataset.ref}"]`).forEach((part) => part.classList.add("jx-selected"));
    if (!item) return;
    document.querySelectorAll(".jx-panel-item.jx-flash").forEach((other) => other.classList.remove("jx-flash"));
    item.classList.add("jx-flash");
    item.scrollIntoView({ block: "nearest" });
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-position]");
    if (!link) return;
    const position = Number(link.dataset.position);
    const found = [...paper.querySelectorAll("[data-start]")].filter((item) => Number(item.dataset.start) <= position).pop();
    if (found) {
      event.preventDefault();
      found.scrollIntoView({ block: "start" });
    }
  });
})();
