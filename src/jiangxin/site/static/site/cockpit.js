/* The cockpit: fetches its figures anew while somebody can see it, and says so when the server is away. */
"use strict";

(() => {
  const main = document.getElementById("main");
  const state = document.querySelector(".jx-state");
  const every = Number(main.dataset.seconds) * 1000;
  let asked = Date.now();

  function drawn() {
    const at = main.querySelector("[data-drawn]");
    return at ? at.dataset.drawn : "";
  }

  function lost() {
    state.querySelector("[data-said]").textContent = `${state.dataset.lost} ${drawn()}`;
    state.classList.add("lost");
  }

  function refresh() {
    if (document.hidden || Date.now() - asked < every) return;
    asked = Date.now();
    htmx.trigger(main, "refresh");
  }

  window.setInterval(refresh, 1000);
  document.addEventListener("visibilitychange", refresh);
  document.body.addEventListener("htmx:sendError", () => lost());
  document.body.addEventListener("htmx:timeout", () => lost());
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    // an error page, or that of the sign-in, does not take the place of the picture
    if (event.detail.xhr.status !== 200 || !event.detail.serverResponse.includes("data-drawn")) {
      event.detail.shouldSwap = false;
      lost();
    } else {
      state.classList.remove("lost");
      state.querySelector("[data-said]").textContent = "";
    }
  });

  const full = document.querySelector("[data-full]");
  if (document.fullscreenEnabled) {
    full.hidden = false;
    full.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
  }
})();
