"use strict";
// Suggestions for inputs with data-suggest, as an editable combobox with a list (WAI-ARIA 1.2). Without it nothing is missing.
(function () {
  var WAIT = 120;
  var number = 0;

  function endsWith(text, part) {
    return part.length > 0 && text.slice(-part.length) === part;
  }

  function Combobox(input) {
    this.input = input;
    this.items = [];
    this.at = -1;
    this.part = "";
    this.asked = 0;
    this.timer = 0;
    this.composing = false;
    number += 1;
    this.id = "suggestions-" + number;
    this.build();
    this.listen();
  }

  Combobox.prototype.build = function () {
    var place = document.createElement("div");
    place.className = "combobox";
    var focused = document.activeElement === this.input;
    this.input.parentNode.insertBefore(place, this.input);
    place.appendChild(this.input);
    if (focused) { this.input.focus(); }  // moving an element takes the focus from it
    this.list = document.createElement("ul");
    this.list.className = "suggestions";
    this.list.id = this.id;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "检索建议");
    this.list.hidden = true;
    place.appendChild(this.list);
    this.said = document.createElement("span");
    this.said.className = "visually-hidden";
    this.said.setAttribute("aria-live", "polite");
    place.appendChild(this.said);
    var input = this.input;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.id);
  };

  Combobox.prototype.listen = function () {
    var self = this;
    this.input.addEventListener("compositionstart", function () { self.composing = true; });
    this.input.addEventListener("compositionend", function () { self.composing = false; self.later(); });
    this.input.addEventListener("input", function (event) {
      if (!self.composing && !event.isComposing) { self.later(); }
    });
    this.input.addEventListener("keydown", function (event) { self.press(event); });
    this.input.addEventListener("blur", function () { self.close(); });
    // The list must not take the focus from the input, or it would be closed before the click arrives.
    this.list.addEventListener("mousedown", function (event) { event.preventDefault(); });
    this.list.addEventListener("click", function (event) {
      var row = event.target.closest("[role=option]");
      if (row) { self.choose(Number(row.getAttribute("data-at"))); }
    });
  };

  Combobox.prototype.later = function () {
    var self = this;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(function () { self.ask(); }, WAIT);
  };

  Combobox.prototype.ask = function () {
    var self = this;
    var typed = this.input.value;
    this.asked += 1;
    var turn = this.asked;
    if (!typed.trim()) { this.close(); return; }
    window.fetch(this.input.getAttribute("data-suggest") + "?q=" + encodeURIComponent(typed.slice(-60)))
      .then(function (reply) { return reply.ok ? reply.json() : { suggestions: [], part: "" }; })
      .then(function (found) {
        if (turn === self.asked && self.input.value === typed && document.activeElement === self.input) { self.show(found); }
      })
      .catch(function () { self.close(); });
  };

  Combobox.prototype.show = function (found) {
    this.items = found.suggestions;
    this.part = found.part;
    this.at = -1;
    this.list.textContent = "";
    for (var at = 0; at < this.items.length; at += 1) { this.list.appendChild(this.row(at)); }
    this.list.hidden = this.items.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.input.removeAttribute("aria-activedescendant");
    this.said.textContent = this.items.length ? "有 " + this.items.length + " 条建议，用上下键选择" : "";
  };

  Combobox.prototype.row = function (at) {
    var row = document.createElement("li");
    row.id = this.id + "-" + at;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    row.setAttribute("data-at", String(at));
    [["text", this.items[at].text], ["kind", this.items[at].label]].forEach(function (pair) {
      var cell = document.createElement("span");
      cell.className = pair[0];
      cell.textContent = pair[1];
      row.appendChild(cell);
    });
    return row;
  };

  Combobox.prototype.mark = function (at) {
    var rows = this.list.children;
    if (rows[this.at]) { rows[this.at].setAttribute("aria-selected", "false"); }
    this.at = at;
    if (rows[at]) {
      rows[at].setAttribute("aria-selected", "true");
      rows[at].scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", rows[at].id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  };

  Combobox.prototype.press = function (event) {
    if (event.isComposing || event.keyCode === 229) { return; }
    var open = !this.list.hidden;
    var last = this.items.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) { this.ask(); return; }
      if (event.key === "ArrowDown") { this.mark(this.at < last ? this.at + 1 : -1); }
      else { this.mark(this.at === -1 ? last : this.at - 1); }
    } else if (event.key === "Enter" && open && this.at >= 0) {
      event.preventDefault();
      this.choose(this.at);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Tab") {
      this.close();
    }
  };

  Combobox.prototype.choose = function (at) {
    var value = this.input.value;
    var kept = endsWith(value.trim(), this.part) ? value.trim().slice(0, -this.part.length) : "";
    this.input.value = kept + this.items[at].text;
    this.close();
    this.input.focus();
    this.input.setSelectionRange(this.input.value.length, this.input.value.length);
    if (this.input.hasAttribute("data-suggest-send") && !kept) { this.input.form.submit(); }
  };

  Combobox.prototype.close = function () {
    window.clearTimeout(this.timer);
    this.asked += 1;
    this.items = [];
    this.at = -1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  };

  Array.prototype.forEach.call(document.querySelectorAll("input[data-suggest]"), function (input) {
    if (window.fetch) { new Combobox(input); }
  });

  var filters = document.querySelector(".filters-details");
  if (filters && window.matchMedia("(max-width: 899px)").matches) { filters.open = false; }
})();
