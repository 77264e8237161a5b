"use strict";
// A menu of copies for each element with data-cite: its citation, also with the words of the clause, its link.
(function () {
  var announce = window.quanze.announce;

  function all(selector, place) { return Array.prototype.slice.call((place || document).querySelectorAll(selector)); }

  function clauseText(section) {
    var copy = section.cloneNode(true);
    all(".tools, .facts-inline", copy).forEach(function (part) { part.remove(); });
    return all("p, tr", copy).map(function (part) { return part.textContent.trim(); }).filter(Boolean).join("\n");
  }

  function textOf(holder) {
    var named = document.getElementById(holder.getAttribute("data-text") || "");
    return named ? named.textContent.trim() : clauseText(holder.closest(".clause"));
  }

  function linkOf(holder) {
    var named = holder.getAttribute("data-link");
    return named ? new URL(named, window.location.href).href : holder.querySelector(".permalink").href;
  }

  function forms(holder) {
    var cite = holder.getAttribute("data-cite");
    var short = holder.getAttribute("data-short");
    return [
      [short ? "正式引用" : "引用", cite],
      ["短引", short],
      ["引用和原文", cite + "：“" + textOf(holder) + "”"],
      ["链接", linkOf(holder)]
    ].filter(function (form) { return form[1]; });
  }

  // The clipboard interface is missing on plain http hosts, where most intranet servers run.
  function copyBySelection(text, menu) {
    var field = document.createElement("textarea");
    field.readOnly = true;
    field.setAttribute("aria-label", "要复制的文字");
    field.value = text;
    menu.querySelector(".copy-list").appendChild(field);
    field.select();
    if (document.execCommand("copy")) {
      field.remove();
      closeMenu(menu, true);
      announce("已复制");
    } else {
      announce("未能自动复制，文字已选中，请按 Ctrl+C");
    }
  }

  function copyText(text, menu) {
    if (!navigator.clipboard || !window.isSecureContext) { copyBySelection(text, menu); return; }
    navigator.clipboard.writeText(text).then(
      function () { closeMenu(menu, true); announce("已复制"); },
      function () { copyBySelection(text, menu); }
    );
  }

  function closeMenu(menu, back) {
    var list = menu.querySelector(".copy-list");
    var button = menu.querySelector("button");
    if (list) { list.remove(); }
    button.setAttribute("aria-expanded", "false");
    if (back) { button.focus(); }
  }

  function openMenu(menu, holder) {
    all(".copy-menu").forEach(function (other) { closeMenu(other, false); });
    var list = document.createElement("ul");
    list.className = "copy-list";
    forms(holder).forEach(function (form) {
      var item = document.createElement("li");
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = form[0];
      button.addEventListener("click", function () { copyText(form[1], menu); });
      item.appendChild(button);
      list.appendChild(item);
    });
    menu.appendChild(list);
    menu.classList.toggle("flipped", menu.getBoundingClientRect().left + 250 > document.documentElement.clientWidth);
    menu.querySelector("button").setAttribute("aria-expanded", "true");
    list.querySelector("button").focus();
  }

  function addCopyMenu(holder) {
    var menu = document.createElement("span");
    menu.className = "copy-menu";
    var button = document.createElement("button");
    button.type = "button";
    var short = holder.getAttribute("data-short");
    button.textContent = short ? "复制" : "更多复制方式";
    button.setAttribute("aria-expanded", "false");
    if (short) { button.setAttribute("aria-label", "复制引用：" + short); }
    button.addEventListener("click", function () {
      if (menu.querySelector(".copy-list")) { closeMenu(menu, true); } else { openMenu(menu, holder); }
    });
    menu.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && menu.querySelector(".copy-list")) { closeMenu(menu, true); return; }
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") { return; }
      var buttons = all(".copy-list button", menu);
      if (!buttons.length) { return; }
      event.preventDefault();
      var at = buttons.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      buttons[(at + buttons.length) % buttons.length].focus();
    });
    menu.appendChild(button);
    holder.appendChild(menu);
  }

  all("[data-cite]").forEach(addCopyMenu);
  document.addEventListener("click", function (event) {
    if (!event.target.closest(".copy-menu")) { all(".copy-menu").forEach(function (menu) { closeMenu(menu, false); }); }
  });
})();
