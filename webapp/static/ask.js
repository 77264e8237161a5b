"use strict";
// The questions asked in this browser, kept in it alone. Without JavaScript or storage there is no list.
(function () {
  var KEY = "quanze.questions";
  var MOST = 20;
  var LONGEST = 200;
  var place = document.querySelector("[data-history]");
  if (!place) { return; }
  var list = place.querySelector(".history-list");

  function load() {
    try {
      var kept = JSON.parse(window.localStorage.getItem(KEY) || "[]");
      return Array.isArray(kept) ? kept.filter(isEntry) : [];
    } catch (error) { return []; }
  }

  function isEntry(entry) {
    return entry && typeof entry.q === "string" && typeof entry.to === "string" && entry.to.charAt(0) === "?";
  }

  function save(entries) {
    try {
      if (entries.length) { window.localStorage.setItem(KEY, JSON.stringify(entries)); } else { window.localStorage.removeItem(KEY); }
    } catch (error) { place.hidden = true; }
  }

  function remember(question, to) {
    if (!question || question.length > LONGEST) { return; }
    var others = load().filter(function (entry) { return entry.to !== to; });
    save([{ q: question, to: to }].concat(others).slice(0, MOST));
  }

  // The address without the day that due dates start on, so that a question stands in the list once.
  function addressOf(search) {
    var kept = new URLSearchParams(search);
    kept.delete("from");
    Array.from(kept.keys()).forEach(function (name) { if (!kept.get(name)) { kept.delete(name); } });
    return "?" + kept.toString();
  }

  function labelOf(entry) {
    var district = new URLSearchParams(entry.to).get("district");
    return entry.q + (district ? "（" + district + "）" : "");
  }

  function show() {
    var entries = load();
    list.textContent = "";
    entries.forEach(function (entry) {
      var item = document.createElement("li");
      var link = document.createElement("a");
      link.href = "/" + entry.to;
      link.textContent = labelOf(entry);
      var button = document.createElement("button");
      button.type = "button";
      button.className = "plain-button";
      button.textContent = "删除";
      button.setAttribute("aria-label", "删除：" + labelOf(entry));
      button.addEventListener("click", function () { forget(entry, Array.prototype.indexOf.call(list.children, item)); });
      item.appendChild(link);
      item.appendChild(button);
      list.appendChild(item);
    });
    place.hidden = entries.length === 0;
  }

  function forget(entry, at) {
    save(load().filter(function (other) { return other.to !== entry.to; }));
    show();
    var buttons = list.querySelectorAll("button");
    var next = buttons[Math.min(at, buttons.length - 1)] || document.getElementById("q");
    next.focus();
    window.quanze.announce("已删除");
  }

  place.querySelector("[data-forget-all]").addEventListener("click", function () {
    save([]);
    show();
    document.getElementById("q").focus();
    window.quanze.announce("已全部删除");
  });

  var asked = document.querySelector("[data-asked]");
  if (asked) { remember(asked.getAttribute("data-asked"), addressOf(window.location.search)); }
  show();
})();

// One list of corrections open at a time; Escape and a click elsewhere close it.
(function () {
  var lists = Array.prototype.slice.call(document.querySelectorAll(".choose"));

  function close(kept) {
    lists.forEach(function (other) { if (other !== kept) { other.open = false; } });
  }

  lists.forEach(function (choose) {
    choose.addEventListener("toggle", function () { if (choose.open) { close(choose); } });
    choose.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && choose.open) {
        choose.open = false;
        choose.querySelector("summary").focus();
      }
    });
  });
  document.addEventListener("click", function (event) { close(event.target.closest(".choose")); });
})();
