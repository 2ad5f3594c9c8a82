/* Reviewing by keyboard: keys move from card to card, open and choose them. */
"use strict";

(() => {
  const form = document.querySelector("[data-review]");
  if (!form) return;
  const heads = Array.from(form.querySelectorAll("summary"));
  const boxes = Array.from(form.querySelectorAll("input[name=report]"));
  const cards = heads.map((head) => head.parentElement);

  function here() {
    const card = document.activeElement.closest(".jx-line");
    return heads.findIndex((head) => card && card.contains(head));
  }

  function move(step) {
    const to = Math.min(heads.length - 1, Math.max(0, here() + step));
    heads[to].focus({ preventScroll: true });
    heads[to].scrollIntoView({ block: "start" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), textarea, select, dialog")) return;
    const at = here();
    if (event.key === "j" || event.key === "k") move(event.key === "j" ? 1 : -1);
    else if (event.key === "o" && at >= 0) cards[at].open = !cards[at].open;
    else if (event.key === "x" && at >= 0) boxes[at].checked = !boxes[at].checked;
  });

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-all]");
    if (!button) return;
    if (button.dataset.all === "open") {
      const shut = cards.some((card) => !card.open);
      cards.forEach((card) => { card.open = shut; });
    } else {
      const missing = boxes.some((box) => !box.checked);
      boxes.forEach((box) => { box.checked = missing; });
    }
  });
})();
