"use strict";
(function () {
  var reader = document.querySelector(".reader-wide");
  if (!reader) { return; }
  var WIDE = window.matchMedia("(min-width: 1200px)");
  var LARGE = document.documentElement.classList.contains("large");
  var slug = reader.getAttribute("data-document");

  function all(selector, place) { return Array.prototype.slice.call((place || document).querySelectorAll(selector)); }

  // --- the tree -------------------------------------------------------------------------------------------------

  function setOpen(item, open) {
    var below = item.querySelector(":scope > ul");
    var button = item.querySelector(":scope > .toggle");
    if (!below || !button) { return; }
    below.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    button.firstChild.textContent = open ? "▾" : "▸";
  }

  function addToggle(item) {
    var below = item.querySelector(":scope > ul");
    if (!below) { return; }
    var button = document.createElement("button");
    button.type = "button";
    button.className = "toggle";
    button.setAttribute("aria-label", "展开或收起 " + item.querySelector("a").textContent);
    var sign = document.createElement("span");
    sign.setAttribute("aria-hidden", "true");
    button.appendChild(sign);
    button.addEventListener("click", function () { setOpen(item, below.hidden); });
    item.insertBefore(button, item.firstChild);
    setOpen(item, item.parentNode.parentNode.classList.contains("tree"));
  }

  function addTreeTools(tree, items) {
    if (!tree.querySelector(".toggle")) { return; }
    var tools = document.createElement("div");
    tools.className = "tree-tools";
    [["全部展开", true], ["全部收起", false]].forEach(function (pair) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = pair[0];
      button.addEventListener("click", function () { items.forEach(function (item) { setOpen(item, pair[1]); }); });
      tools.appendChild(button);
    });
    tree.insertBefore(tools, tree.firstChild);
  }

  function moveInTree(event) {
    var item = event.target.closest(".tree li");
    if (!item || event.altKey || event.ctrlKey || event.metaKey) { return; }
    var below = item.querySelector(":scope > ul");
    if (event.key === "ArrowRight" && below && below.hidden) {
      event.preventDefault();
      setOpen(item, true);
    } else if (event.key === "ArrowLeft") {
      event.preventDefault();
      if (below && !below.hidden) { setOpen(item, false); return; }
      var above = item.parentNode.closest("li");
      if (above) { above.querySelector("a").focus(); }
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      var links = all(".tree a").filter(function (link) { return link.offsetParent !== null; });
      var next = links[links.indexOf(item.querySelector("a")) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) { next.focus(); }
    }
  }

  function follow(tree) {
    var links = {};
    all("a", tree).forEach(function (link) { links[decodeURIComponent(link.hash.slice(1))] = link; });
    var current = null;
    function mark(eid) {
      var link = links[eid];
      if (!link || link === current) { return; }
      if (current) { current.removeAttribute("aria-current"); }
      current = link;
      link.setAttribute("aria-current", "location");
      for (var item = link.closest("li"); item; item = item.parentNode.closest("li")) {
        var above = item.parentNode.closest("li");
        if (above) { setOpen(above, true); }
      }
      var frame = tree.closest(".contents");
      if (frame.scrollHeight > frame.clientHeight) {
        var box = link.getBoundingClientRect();
        var around = frame.getBoundingClientRect();
        if (box.top < around.top || box.bottom > around.bottom) { frame.scrollTop += box.top - around.top - around.height / 3; }
      }
    }
    if (!window.IntersectionObserver) { return; }
    var watcher = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (entry.isIntersecting) { mark(entry.target.closest(".clause").id); }
      });
    }, { rootMargin: "-5% 0px -80% 0px" });
    all(".official .tools").forEach(function (tools) { watcher.observe(tools.parentNode); });
    mark(decodeURIComponent(window.location.hash.slice(1)));
    window.addEventListener("hashchange", function () { mark(decodeURIComponent(window.location.hash.slice(1))); });
  }

  // --- facts of a clause ----------------------------------------------------------------------------------------

  function factsPlace(link) {
    if (WIDE.matches && !LARGE) { return reader.querySelector(".facts-body"); }
    var section = link.closest(".clause");
    var inline = section.querySelector(":scope > .facts-inline");
    if (!inline) {
      inline = document.createElement("div");
      inline.className = "facts-inline";
      inline.setAttribute("aria-live", "polite");
      link.closest("p").insertAdjacentElement("afterend", inline);
    }
    return inline;
  }

  function closeInline(link) {
    var inline = link.closest(".clause").querySelector(":scope > .facts-inline");
    if (WIDE.matches || !inline) { return false; }
    inline.remove();
    link.removeAttribute("aria-expanded");
    return true;
  }

  function openFacts(event) {
    var link = event.target.closest(".facts-link");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    event.preventDefault();
    if (closeInline(link)) { return; }
    var eid = link.closest(".clause").id;
    window.fetch("/documents/" + encodeURIComponent(slug) + "/" + encodeURIComponent(eid) + "/facts")
      .then(function (reply) {
        if (!reply.ok) { throw new Error(String(reply.status)); }
        return reply.text();
      })
      .then(function (html) {
        // Our own server's template, escaped there; the content policy lets no script in it run.
        factsPlace(link).innerHTML = html;
        all(".facts-link[aria-expanded]").forEach(function (other) {
          if (WIDE.matches && !LARGE) { other.removeAttribute("aria-expanded"); }
        });
        link.setAttribute("aria-expanded", "true");
        window.history.replaceState(null, "", "?clause=" + encodeURIComponent(eid) + "#" + encodeURIComponent(eid));
      })
      .catch(function () { window.location.href = link.href; });
  }

  var tree = reader.querySelector(".tree");
  var items = all("li", tree);
  items.forEach(addToggle);
  addTreeTools(tree, items);
  tree.addEventListener("keydown", moveInTree);
  follow(tree);
  if (window.fetch) { reader.querySelector(".official").addEventListener("click", openFacts); }
})();
