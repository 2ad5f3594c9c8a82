/* The tree of tasks: sub-tasks are fetched when they are first unfolded, and hidden afterwards. */
"use strict";

document.addEventListener("click", (event) => {
  const toggle = event.target.closest(".jx-toggle");
  if (!toggle || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const row = toggle.closest("tr");
  const open = toggle.getAttribute("aria-expanded") !== "true";
  toggle.setAttribute("aria-expanded", String(open));
  if (open && toggle.dataset.rows && !row.dataset.filled && !below(row).length) {
    row.dataset.filled = "yes";
    htmx.ajax("GET", toggle.dataset.rows, { target: row, swap: "afterend" });
  } else unfold(row, open);
});

/* The rows under a row, down to the next one of its depth. */
function below(row) {
  const found = [];
  for (let next = row.nextElementSibling; next && Number(next.dataset.d) > Number(row.dataset.d); next = next.nextElementSibling) found.push(next);
  return found;
}

/* Shows or hides what is under a row; what was folded there stays folded. */
function unfold(row, open) {
  let closed = Infinity;
  below(row).forEach((item) => {
    const depth = Number(item.dataset.d);
    if (depth <= closed) closed = Infinity;
    item.hidden = !open || depth > closed;
    const toggle = item.querySelector(".jx-toggle");
    if (toggle && toggle.getAttribute("aria-expanded") !== "true" && closed === Infinity) closed = depth;
  });
}
