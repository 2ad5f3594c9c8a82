/* The sign-in page of the demonstration: a click on an account fills the form. */
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  if (!button) return;
  const form = document.getElementById("sign-in");
  form.elements.login.value = button.dataset.fill;
  form.elements.password.value = button.dataset.password;
  form.querySelector("[type=submit]").focus();
});
