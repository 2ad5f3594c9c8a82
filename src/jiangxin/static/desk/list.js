/* Lists: rows open, keys move, boxes select, filters unfold, columns and density are chosen. */
(function () {
  "use strict";
  const form = document.querySelector("[data-list]");
  const bar = form && form.querySelector(".bulkbar");
  let current = null;

  /* Rows may come and go: those of a tree are opened and closed. */
  function rows() {
    return form ? Array.from(form.querySelectorAll("tbody tr:not([hidden])")).filter(opener) : [];
  }

  function opener(row) {
    return row.querySelector(".opener");
  }

  function boxes() {
    return form ? Array.from(form.querySelectorAll("input[name=row]")) : [];
  }

  function show() {
    const chosen = boxes().filter(function (box) { return box.checked; });
    boxes().forEach(function (box) { box.closest("tr").classList.toggle("selected", box.checked); });
    if (!bar) return;
    bar.hidden = chosen.length === 0;
    bar.querySelector("[data-selected]").textContent = chosen.length;
    const all = form.querySelector("[data-select-all]");
    all.checked = chosen.length > 0 && chosen.length === boxes().length;
    all.indeterminate = chosen.length > 0 && !all.checked;
  }

  function move(step) {
    const all = rows();
    if (!all.length) return;
    const next = all[Math.min(all.length - 1, Math.max(0, all.indexOf(current) + step))];
    if (current) current.classList.remove("current");
    current = next;
    current.classList.add("current");
    opener(current).focus({ preventScroll: true });
    current.scrollIntoView({ block: "nearest" });
  }

  if (form) {
    form.addEventListener("click", function (event) {
      if (event.target.closest("[data-select-none]")) {
        boxes().forEach(function (box) { box.checked = false; });
        show();
        return;
      }
      const row = event.target.closest("tr[data-href]");
      if (!row || event.target.closest("a, button, input, label, td.check")) return;
      if (window.getSelection && String(window.getSelection())) return;
      if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
      else location.href = row.dataset.href;
    });
    form.addEventListener("change", function (event) {
      if (event.target.matches("[data-select-all]")) {
        boxes().forEach(function (box) { box.checked = event.target.checked; });
      }
      show();
    });
    window.addEventListener("pageshow", show);
  }

  document.addEventListener("keydown", function (event) {
    if (window.jiangxin.typing(event.target) && event.target.type !== "checkbox") return;
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "o" && current) location.href = opener(current).href;
    else if (event.key === "x" && current) {
      const box = current.querySelector("input[name=row]");
      if (box) {
        box.checked = !box.checked;
        show();
      }
    } else return;
    event.preventDefault();
  });

  document.addEventListener("click", function (event) {
    const toggle = event.target.closest("[data-toggle]");
    if (toggle) {
      const part = document.getElementById(toggle.dataset.toggle);
      part.hidden = !part.hidden;
      toggle.setAttribute("aria-expanded", String(!part.hidden));
      if (!part.hidden) {
        const first = part.querySelector("input:not([type=hidden]), select");
        if (first) first.focus();
      }
      return;
    }
    const density = event.target.closest("[data-density].btn");
    if (density) {
      const grid = document.querySelector(".grid");
      const dense = density.getAttribute("aria-pressed") !== "true";
      density.setAttribute("aria-pressed", String(dense));
      if (grid) grid.dataset.density = dense ? "compact" : "normal";
      window.jiangxin.remember("jiangxin_density", dense ? "compact" : "normal");
    }
  });

  const columns = document.querySelector("[data-columns]");
  if (columns) {
    columns.addEventListener("submit", function () {
      const chosen = Array.from(columns.querySelectorAll("input[type=checkbox]:checked"));
      columns.querySelector("[name=columns]").value = chosen.map(function (box) { return box.value; }).join(",");
    }, true);
  }
})();
