/* Shell: navigation, keys that work on every page, dialogs, small conveniences. */
(function () {
  "use strict";
  const root = document.documentElement;

  function remember(name, value) {
    document.cookie = name + "=" + value + ";path=/;max-age=31536000;samesite=lax" + (location.protocol === "https:" ? ";secure" : "");
  }

  function phone() {
    return window.matchMedia("(max-width: 991.98px)").matches;
  }

  function typing(element) {
    return element && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
  }

  function closeNavigation() {
    document.body.classList.remove("nav-open");
  }

  document.addEventListener("click", function (event) {
    const target = event.target;
    if (target.closest("[data-nav-toggle]")) {
      if (phone()) {
        document.body.classList.toggle("nav-open");
      } else {
        const closed = root.dataset.nav === "closed";
        root.dataset.nav = closed ? "open" : "closed";
        if (!("wide" in root.dataset)) remember("jiangxin_nav", root.dataset.nav); // pages that need the width close it for themselves
      }
      return;
    }
    if (document.body.classList.contains("nav-open") && !target.closest(".sidenav")) closeNavigation();
    const opener = target.closest("[data-dialog]");
    if (opener && !event.ctrlKey && !event.metaKey && !event.shiftKey && window.HTMLDialogElement) {
      event.preventDefault();
      openDialog(opener);
      return;
    }
    if (target.closest("[data-close-dialog]")) {
      const dialog = target.closest("dialog");
      if (dialog) {
        event.preventDefault();
        dialog.close();
      }
      return;
    }
    if (target.closest("[data-print]")) window.print();
  });

  /* A link marked data-dialog shows the part #dialog-part of its page in a dialog. */
  function openDialog(opener) {
    fetch(opener.href, { credentials: "same-origin", headers: { "X-Requested-With": "fetch" } })
      .then(function (response) {
        if (!response.ok) throw new Error(String(response.status));
        return response.text();
      })
      .then(function (text) {
        const part = new DOMParser().parseFromString(text, "text/html").getElementById("dialog-part");
        if (!part) throw new Error("no part");
        const dialog = document.createElement("dialog");
        dialog.setAttribute("aria-labelledby", "dialog-title");
        dialog.appendChild(document.adoptNode(part));
        document.body.appendChild(dialog);
        dialog.addEventListener("close", function () {
          dialog.remove();
          opener.focus();
        });
        dialog.showModal();
        document.dispatchEvent(new CustomEvent("jx:inserted", { detail: dialog }));
        const first = dialog.querySelector("textarea, input:not([type=hidden]), select, button.btn-primary, button.btn-danger");
        if (first) first.focus();
      })
      .catch(function () {
        location.href = opener.href;
      });
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") closeNavigation();
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const field = document.querySelector("[data-list-search]") || document.querySelector("[data-global-search]");
    if (field) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });

  document.addEventListener("change", function (event) {
    const form = event.target.closest("[data-submit-on-change]");
    if (form) (form.tagName === "FORM" ? form : form.form).submit();
  });

  /* Empty fields of a filter form stay out of the address. */
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.method !== "get") {
      if (form.dataset.sent && !form.hasAttribute("data-resend")) event.preventDefault();
      form.dataset.sent = "yes";
      window.setTimeout(function () { delete form.dataset.sent; }, 4000);
      return;
    }
    Array.from(form.elements).forEach(function (field) {
      if (field.name && field.value === "" && !field.disabled && !field.hasAttribute("data-keep")) {
        field.disabled = true;
        window.setTimeout(function () { field.disabled = false; }, 0);
      }
    });
  });

  window.jiangxin = { remember: remember, typing: typing };
})();
