/* Files can be dropped on [data-dropzone]; where it says "submit" the form goes off at once. */
(function () {
  "use strict";
  const zone = document.querySelector("[data-dropzone]");
  if (!zone) return;
  const input = zone.querySelector("input[type=file]");
  ["dragenter", "dragover"].forEach(function (name) {
    zone.addEventListener(name, function (event) {
      event.preventDefault();
      zone.classList.add("over");
    });
  });
  zone.addEventListener("dragleave", function () { zone.classList.remove("over"); });
  zone.addEventListener("drop", function (event) {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      if (zone.dataset.dropzone === "submit") zone.closest("form").requestSubmit ? zone.closest("form").requestSubmit() : zone.closest("form").submit();
    }
  });
})();
