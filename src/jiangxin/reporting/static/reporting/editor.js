// Editing beside the set pages: insert what the source has, go to a problem, change sides on a phone.
(() => {
  const editor = document.getElementById("editor");
  let last = document.getElementById("id_body");

  editor.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea, input[type=text]")) last = event.target;
  });

  const insert = (text) => {
    if (!last) return;
    last.setRangeText(text, last.selectionStart, last.selectionEnd, "end");
    last.dispatchEvent(new Event("input", { bubbles: true }));
    last.focus();
  };

  const show = (side) => {
    editor.dataset.shown = side;
    document.querySelectorAll("[data-show]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.show === side));
    });
  };

  const goTo = (name, line) => {
    const field = document.getElementById(`id_${name}`);
    if (!field) return;
    show("text");
    field.focus();
    if (!line || !field.setSelectionRange) return;
    const lines = field.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    field.setSelectionRange(start, start + lines[line - 1].length);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert], [data-show], [data-field]");
    if (!button) return;
    if (button.dataset.insert) insert(button.dataset.insert);
    else if (button.dataset.show) show(button.dataset.show);
    else {
      event.preventDefault();
      goTo(button.dataset.field, Number(button.dataset.line));
    }
  });
})();
