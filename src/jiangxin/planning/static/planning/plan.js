/* The plan page: what is selected in the text is shown in the panel and named in the address. */
"use strict";

(() => {
  const panel = document.getElementById("panel");
  let selected = "";

  function settle(ref, scroll) {
    selected = ref;
    paper.highlight(ref, { scroll });
    panel.classList.toggle("jx-sheet", Boolean(ref));
    document.querySelectorAll(".jx-notes a").forEach((note) => note.toggleAttribute("aria-current", note.dataset.at === ref));
  }

  function show(ref, { remember = true, scroll = false } = {}) {
    const address = ref ? `?at=${ref}` : location.pathname;
    htmx.ajax("GET", address, { target: "#panel", swap: "innerHTML" });
    if (remember) history.pushState(null, "", address);
    settle(ref, scroll);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-at]");
    if (link && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      show(link.dataset.at, { scroll: panel.contains(link) });
      return;
    }
    const piece = event.target.closest("#paper .jx-mark");
    if (piece && piece.dataset.ref && document.getSelection().isCollapsed) show(piece.dataset.ref);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
    if (event.key === "j" || event.key === "k") show(paper.beside(selected, event.key === "j" ? 1 : -1), { scroll: true });
    else if (event.key === "Escape" && selected) show("");
  });

  window.addEventListener("popstate", () => show(new URLSearchParams(location.search).get("at") || "", { remember: false, scroll: true }));

  const first = panel.querySelector("[data-at]");
  if (first && first.dataset.at) settle(first.dataset.at, true);
})();
