"use strict";
(function () {
  function announce(text) {
    var place = document.getElementById("announce");
    place.textContent = text;
    place.classList.add("shown");
    window.setTimeout(function () {
      place.textContent = "";
      place.classList.remove("shown");
    }, 3000);
  }

  window.quanze = { announce: announce };

  function selectText(element) {
    var range = document.createRange();
    range.selectNodeContents(element);
    var selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  // The clipboard interface is missing on plain http hosts, where most intranet servers run.
  function copyBySelection(element) {
    selectText(element);
    announce(document.execCommand("copy") ? "已复制" : "未能自动复制，文字已选中，请按 Ctrl+C");
  }

  function copyText(element) {
    if (!navigator.clipboard || !window.isSecureContext) {
      copyBySelection(element);
      return;
    }
    navigator.clipboard.writeText(element.textContent.trim()).then(
      function () { announce("已复制"); },
      function () { copyBySelection(element); }
    );
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-copy]"), function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      copyText(document.getElementById(button.getAttribute("data-copy")));
    });
  });

  var contents = document.querySelector(".contents-details");
  if (contents && window.matchMedia("(max-width: 899px)").matches) {
    contents.open = false;
  }
})();
