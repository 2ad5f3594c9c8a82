/* The reporting sheet saves itself: each card on its own, and on this device while there is no connection. */
(function () {
  "use strict";
  const sheet = document.querySelector("[data-sheet]");
  if (!sheet) return;
  const prefix = "jiangxin-report:" + sheet.dataset.sheet + ":";
  const offline = document.querySelector("[data-offline]");
  const timers = new Map();
  const sending = new Map();

  function typed(form) {
    const data = {};
    new FormData(form).forEach(function (value, name) {
      if (name !== "csrfmiddlewaretoken" && name !== "version") data[name] = value;
    });
    return data;
  }

  function hold(form) {
    try { localStorage.setItem(prefix + (form.dataset.card || form.dataset.keep), JSON.stringify(typed(form))); } catch (error) { /* full: the page still holds it */ }
  }

  function say(form, text) { form.querySelector("[data-saved]").textContent = text; }

  function save(form) {
    window.clearTimeout(timers.get(form));
    if (sending.get(form)) { sending.set(form, "again"); return; }
    sending.set(form, "once");
    fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "X-Sheet": "1" }, credentials: "same-origin", redirect: "manual" })
      .then(function (response) {
        if (response.type === "opaqueredirect" || response.status >= 500) throw new Error("not saved");
        return response.json().then(function (answer) { told(form, response.status, answer); });
      })
      .then(function () { if (offline) offline.hidden = true; })
      .catch(function () {
        if (offline) offline.hidden = false;
        timers.set(form, window.setTimeout(function () { save(form); }, 15000));
      })
      .finally(function () {
        const again = sending.get(form) === "again";
        sending.delete(form);
        if (again) save(form);
      });
  }

  function told(form, status, answer) {
    form.querySelectorAll("[data-error]").forEach(function (place) {
      place.textContent = (answer.errors || {})[place.dataset.error] || "";
    });
    if (status === 200) {
      form.elements.version.value = answer.version;
      if (sending.get(form) !== "again") localStorage.removeItem(prefix + form.dataset.card);
      form.querySelector("[data-merge]").innerHTML = "";
      const now = new Date();
      say(form, sheet.dataset.wordsSaved + " " + String(now.getHours()).padStart(2, "0") + ":" + String(now.getMinutes()).padStart(2, "0"));
    } else if (status === 409) {
      form.elements.version.value = answer.version;
      form.querySelector("[data-merge]").innerHTML = answer.html;
    } else {
      say(form, (answer.errors || {})[""] || sheet.dataset.wordsWrong);
    }
  }

  sheet.addEventListener("input", function (event) {
    const form = event.target.form;
    if (form && form.dataset.keep) hold(form); // sent by its own button
    if (!form || !form.dataset.card) return;
    hold(form);
    window.clearTimeout(timers.get(form));
    if (!form.querySelector("[data-choose]")) timers.set(form, window.setTimeout(function () { save(form); }, 1500));
  });
  sheet.addEventListener("click", function (event) {
    const button = event.target.closest("[data-choose]");
    if (!button) return;
    const form = button.closest("form");
    form.elements[button.dataset.choose].value = button.dataset.value;
    button.closest("dl").remove();
    hold(form);
    if (!form.querySelector("[data-choose]")) save(form);
  });
  function parts(button) { return Array.from(button.closest("blockquote").querySelectorAll("[data-part]")); }
  function fieldOf(button, part) { return button.form.elements["r-" + part.dataset.part]; }
  sheet.addEventListener("click", function (event) {
    // what another unit contributed goes behind what stands in the field of the same name
    const button = event.target.closest("[data-take]");
    if (!button) return;
    parts(button).forEach(function (part) {
      const field = fieldOf(button, part);
      field.value = (field.value ? field.value.trimEnd() + "\n" : "") + button.dataset.take + part.textContent.trim();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    button.disabled = true;
  });
  document.querySelectorAll("[data-choose-all]").forEach(function (button) {
    button.addEventListener("click", function () {
      document.querySelectorAll('input[name="report"][form="submit-form"]').forEach(function (box) { box.checked = true; });
    });
  });
  window.addEventListener("online", function () {
    sheet.querySelectorAll("form[data-card]").forEach(function (form) {
      if (localStorage.getItem(prefix + form.dataset.card)) save(form);
    });
  });
  Object.keys(localStorage).forEach(function (key) {
    // drafts of another account of this device are not for this one
    if (key.startsWith("jiangxin-report:") && !key.startsWith(prefix)) localStorage.removeItem(key);
  });
  sheet.querySelectorAll("[data-given]").forEach(function (given) { localStorage.removeItem(prefix + given.dataset.given); });
  sheet.querySelectorAll("form[data-card], form[data-keep]").forEach(function (form) {
    const kept = localStorage.getItem(prefix + (form.dataset.card || form.dataset.keep));
    if (!kept) return;
    const data = JSON.parse(kept);
    Object.keys(data).forEach(function (name) { if (form.elements[name]) form.elements[name].value = data[name]; });
    form.closest("details").open = true;
    if (form.dataset.card) save(form);
  });
  sheet.querySelectorAll("[data-take]").forEach(function (button) {
    button.disabled = parts(button).every(function (part) { return fieldOf(button, part).value.includes(part.textContent.trim()); });
  });
})();
