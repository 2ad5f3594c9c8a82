/* Makes `select[data-combo]` searchable: a combobox with a list, options from the page or the server. */
(function () {
  "use strict";
  let counter = 0;

  function enhance(select) {
    if (select.dataset.ready) return;
    select.dataset.ready = "yes";
    const many = select.multiple;
    const id = select.id || "combo-" + (counter += 1);
    const box = document.createElement("div");
    box.className = "combo flex-fill";
    const picked = document.createElement("ul");
    picked.className = "combo-picked";
    const input = document.createElement("input");
    input.type = "text";
    input.className = "form-control";
    input.autocomplete = "off";
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", id + "-list");
    ["aria-label", "aria-describedby", "aria-invalid"].forEach(function (name) {
      if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    });
    const label = document.querySelector('label[for="' + id + '"]');
    if (label) {
      label.id = label.id || id + "-label";
      input.setAttribute("aria-labelledby", label.id);
    }
    input.id = id + "-input";
    const list = document.createElement("ul");
    list.className = "combo-list";
    list.id = id + "-list";
    list.setAttribute("role", "listbox");
    list.hidden = true;
    box.append(picked, input, list);
    select.after(box);
    select.hidden = true;
    if (label) label.htmlFor = input.id;
    let active = -1;
    let timer = 0;
    let sequence = 0;

    function chosen() {
      return Array.from(select.selectedOptions).filter(function (option) { return option.value; });
    }

    function draw() {
      picked.textContent = "";
      if (!many) {
        const one = chosen()[0];
        input.value = one ? one.textContent : "";
        return;
      }
      chosen().forEach(function (option) {
        const li = document.createElement("li");
        li.className = "chip";
        li.textContent = option.textContent;
        const remove = document.createElement("button");
        remove.type = "button";
        remove.textContent = "×";
        remove.setAttribute("aria-label", "× " + option.textContent);
        remove.addEventListener("click", function () {
          option.selected = false;
          changed();
          input.focus();
        });
        li.appendChild(remove);
        picked.appendChild(li);
      });
      input.value = "";
    }

    function changed() {
      draw();
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function close() {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function offer(options) {
      list.textContent = "";
      active = -1;
      options.forEach(function (option, index) {
        const li = document.createElement("li");
        li.setAttribute("role", "option");
        li.id = id + "-option-" + index;
        li.textContent = option.label;
        if (option.value === null) li.className = "none";
        li.addEventListener("mousedown", function (event) {
          event.preventDefault();
          if (option.value !== null) choose(option);
        });
        li.choice = option;
        list.appendChild(li);
      });
      list.hidden = options.length === 0;
      input.setAttribute("aria-expanded", String(!list.hidden));
    }

    function choose(option) {
      let found = Array.from(select.options).find(function (candidate) { return candidate.value === option.value; });
      if (!found) {
        found = new Option(option.label, option.value);
        select.add(found);
      }
      if (!many) select.value = option.value;
      found.selected = true;
      close();
      changed();
    }

    function look() {
      const typed = input.value.trim();
      const words = !many && chosen()[0] && chosen()[0].textContent === typed ? "" : typed;
      if (select.dataset.url) {
        const mine = (sequence += 1);
        fetch(select.dataset.url + "?q=" + encodeURIComponent(words), { credentials: "same-origin" })
          .then(function (response) { return response.json(); })
          .then(function (data) {
            if (mine !== sequence || document.activeElement !== input) return;
            const options = data.options.slice();
            if (data.note) options.push({ value: null, label: data.note });
            offer(options);
          })
          .catch(function () { close(); });
        return;
      }
      const wanted = words.toLowerCase();
      offer(Array.from(select.options).filter(function (option) {
        return option.value && !(many && option.selected) && option.textContent.toLowerCase().includes(wanted);
      }).map(function (option) { return { value: option.value, label: option.textContent }; }));
    }

    function step(by) {
      const items = list.children;
      if (list.hidden) return look();
      if (!items.length) return;
      if (active >= 0) items[active].removeAttribute("aria-selected");
      active = (active + by + items.length) % items.length;
      items[active].setAttribute("aria-selected", "true");
      items[active].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", items[active].id);
    }

    input.addEventListener("input", function () {
      window.clearTimeout(timer);
      timer = window.setTimeout(look, select.dataset.url ? 180 : 0);
    });
    input.addEventListener("click", look);
    input.addEventListener("focus", function () { if (!many) input.select(); });
    input.addEventListener("blur", function () {
      window.clearTimeout(timer);
      sequence += 1;
      if (!many && input.value.trim() === "" && chosen().length) {
        select.value = "";
        if (select.value !== "") select.selectedIndex = -1;
        changed();
      } else draw();
      close();
    });
    input.addEventListener("keydown", function (event) {
      if (event.key === "ArrowDown") step(1);
      else if (event.key === "ArrowUp") step(-1);
      else if (event.key === "Enter" && !list.hidden) {
        const item = list.children[active >= 0 ? active : 0];
        if (item && item.choice.value !== null) choose(item.choice);
      } else if (event.key === "Escape" && !list.hidden) {
        close();
        event.stopPropagation();
      } else if (event.key === "Backspace" && many && !input.value && chosen().length) {
        chosen()[chosen().length - 1].selected = false;
        changed();
      } else return;
      event.preventDefault();
    });
    draw();
  }

  function all(root) {
    Array.from(root.querySelectorAll("select[data-combo]")).forEach(enhance);
  }

  all(document);
  document.addEventListener("htmx:load", function (event) { all(event.target); });
  document.addEventListener("jx:inserted", function (event) { all(event.detail); });
})();
