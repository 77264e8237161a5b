"use strict";
(function () {
  var picture = document.querySelector(".graph-picture");
  var frame = document.querySelector(".graph-frame");
  if (!picture || !frame) {
    return;
  }
  var width = Number(picture.getAttribute("width"));
  var height = Number(picture.getAttribute("height"));
  var scale = 1;

  function zoom(to) {
    scale = Math.min(3, Math.max(0.4, to));
    picture.setAttribute("width", String(Math.round(width * scale)));
    picture.setAttribute("height", String(Math.round(height * scale)));
  }

  var zoomGroup = document.querySelector(".graph-zoom");
  zoomGroup.hidden = false;
  zoomGroup.addEventListener("click", function (event) {
    var way = event.target.getAttribute("data-zoom");
    if (way) {
      zoom(way === "reset" ? 1 : scale * (way === "in" ? 1.25 : 0.8));
    }
  });

  // Dragging with the mouse moves the picture; a finger scrolls it anyway.
  var from = null;
  frame.addEventListener("pointerdown", function (event) {
    if (event.pointerType === "mouse" && event.button === 0 && !event.target.closest("a")) {
      from = { x: event.clientX, left: frame.scrollLeft };
    }
  });
  window.addEventListener("pointermove", function (event) {
    if (from) {
      frame.scrollLeft = from.left - (event.clientX - from.x);
    }
  });
  window.addEventListener("pointerup", function () {
    from = null;
  });

  // The lines and neighbours of the node under the pointer or with the focus stand out.
  var boxes = Array.prototype.slice.call(picture.querySelectorAll(".graph-box"));
  var lines = Array.prototype.slice.call(picture.querySelectorAll(".graph-lines path"));

  function choose(box) {
    var place = box ? box.getAttribute("data-place") : null;
    var near = {};
    lines.forEach(function (line) {
      var ends = [line.getAttribute("data-source"), line.getAttribute("data-target")];
      var touches = place !== null && ends.indexOf(place) >= 0;
      line.classList.toggle("near", touches);
      if (touches) {
        near[ends[0]] = near[ends[1]] = true;
      }
    });
    boxes.forEach(function (other) {
      var at = other.getAttribute("data-place");
      other.classList.toggle("near", at === place || near[at] === true);
    });
    picture.classList.toggle("chosen", place !== null);
  }

  boxes.forEach(function (box) {
    box.addEventListener("mouseenter", function () { choose(box); });
    box.addEventListener("focusin", function () { choose(box); });
    box.addEventListener("mouseleave", function () { choose(null); });
    box.addEventListener("focusout", function () { choose(null); });
  });

  // The exported SVG comes from this server, so that it may be drawn on a canvas and read back.
  var png = document.querySelector(".graph-png");
  var SHARPNESS = 2;

  function announce(text) {
    var place = document.getElementById("announce");
    place.textContent = text;
    place.classList.add("shown");
    window.setTimeout(function () {
      place.textContent = "";
      place.classList.remove("shown");
    }, 3000);
  }

  function save(blob) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "quanze-graph-part.png";
    document.body.appendChild(link);
    link.click();
    document.body.removeChild(link);
    window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }

  png.hidden = false;
  png.addEventListener("click", function (event) {
    event.preventDefault();
    var image = new Image();
    image.onload = function () {
      var canvas = document.createElement("canvas");
      canvas.width = image.naturalWidth * SHARPNESS;
      canvas.height = image.naturalHeight * SHARPNESS;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(function (blob) {
        if (blob) {
          save(blob);
          announce("已导出 PNG");
        }
      }, "image/png");
    };
    image.onerror = function () { announce("未能导出 PNG，请改用 SVG"); };
    image.src = png.href;
  });
})();
