/* The paper of a plan, on its page and at the desk: places in the text, and what is highlighted there. */
"use strict";

const paper = {
  get element() { return document.getElementById("paper"); },

  pieces(ref) {
    return ref ? [...this.element.querySelectorAll(`[data-refs~="${CSS.escape(ref)}"]`)] : [];
  },

  highlight(ref, { scroll = true } = {}) {
    this.element.querySelectorAll(".jx-selected").forEach((item) => item.classList.remove("jx-selected"));
    const found = this.pieces(ref);
    found.forEach((item) => item.classList.add("jx-selected"));
    if (found.length && scroll) found[0].scrollIntoView({ block: "center" });
  },

  toPosition(position) {
    const found = [...this.element.querySelectorAll("[data-start]")].filter((item) => Number(item.dataset.start) <= position).pop();
    if (!found) return;
    found.scrollIntoView({ block: "center" });
    found.classList.add("jx-flash");
    window.setTimeout(() => found.classList.remove("jx-flash"), 1600);
  },

  /* The name of the next or previous thing in the text after the selected one. */
  beside(ref, by) {
    const refs = [...new Set([...this.element.querySelectorAll(".jx-mark")].map((item) => item.dataset.ref).filter(Boolean))];
    const at = refs.indexOf(ref);
    return refs[at < 0 ? 0 : Math.min(Math.max(at + by, 0), refs.length - 1)];
  },
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-position]");
  if (!link || !paper.element) return;
  event.preventDefault();
  paper.toPosition(Number(link.dataset.position));
});
