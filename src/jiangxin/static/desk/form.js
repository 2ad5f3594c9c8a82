/* Forms: drafts keep themselves, leaving with unsaved work asks, errors are one click away. */
(function () {
  "use strict";
  const form = document.querySelector("[data-form]");
  if (!form) return;
  let dirty = form.hasAttribute("data-dirty");
  let timer = 0;
  const note = form.querySelector("[data-draft-note]");
  const summary = form.querySelector("[data-error-summary]");

  function keep() {
    if (!form.dataset.draft) return;
    const data = new FormData(form);
    Array.from(form.elements).forEach(function (field) {
      if (field.type === "file" && field.name) data.delete(field.name);
    });
    fetch(form.dataset.draft, { method: "POST", body: new URLSearchParams(data), credentials: "same-origin" })
      .then(function (response) {
        if (!response.ok || !note) return;
        const now = new Date();
        note.textContent = note.dataset.kept + " " + String(now.getHours()).padStart(2, "0") + ":" + String(now.getMinutes()).padStart(2, "0");
      })
      .catch(function () { /* without a connection the page itself still holds the work */ });
  }

  function changed() {
    dirty = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, 1500);
  }

  form.addEventListener("input", function (event) { if (event.target.name) changed(); });
  form.addEventListener("change", function (event) { if (event.target.name) changed(); });
  form.addEventListener("submit", function () {
    window.clearTimeout(timer);
    dirty = false;
  });
  form.addEventListener("click", function (event) {
    const link = event.target.closest("[data-focus]");
    if (!link) return;
    const field = document.getElementById(link.dataset.focus + "-input") || document.getElementById(link.dataset.focus);
    if (field) {
      event.preventDefault();
      field.focus();
      field.scrollIntoView({ block: "center" });
    }
  });
  window.addEventListener("beforeunload", function (event) {
    if (!dirty) return;
    event.preventDefault();
    event.returnValue = "";
  });
  if (summary) summary.focus();
})();
