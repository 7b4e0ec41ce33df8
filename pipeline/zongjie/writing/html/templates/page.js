// Filters the findings, and shows in the outline where the reader is. The page is whole without it.
(function () {
  "use strict";
  var form = document.querySelector(".bar form");
  var boxes = Array.from(form.querySelectorAll("input"));
  var choice = form.querySelector("select");

  function filter() {
    var shown = boxes.filter(function (box) { return box.checked; }).map(function (box) { return box.value; });
    document.querySelectorAll(".kind").forEach(function (kind) {
      var ruled = !choice || !choice.value || choice.value === kind.dataset.rule;
      kind.hidden = !ruled || !shown.includes(kind.dataset.severity);
    });
    document.querySelectorAll(".badge").forEach(function (badge) {
      badge.hidden = document.querySelector(badge.getAttribute("href")).closest(".kind").hidden;
    });
    document.querySelectorAll("mark").forEach(function (mark) {
      mark.classList.toggle("off", mark.dataset.notes.split(" ").every(function (id) {
        return document.getElementById(id).closest(".kind").hidden;
      }));
    });
  }

  boxes.forEach(function (box) { box.hidden = false; });
  if (choice) choice.parentElement.hidden = false;
  form.addEventListener("change", filter);

  // A link filtered out may still be asked for by its address: then everything is shown again.
  window.addEventListener("hashchange", function () {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest("[hidden]")) {
      form.reset();
      filter();
      target.scrollIntoView();
    }
  });

  var links = Array.from(document.querySelectorAll(".outline a")).filter(function (link) {
    return document.querySelector(link.getAttribute("href"));
  });
  var heads = links.map(function (link) { return document.querySelector(link.getAttribute("href")); });
  var current = null;

  // Headings stand in the order of the page, so the last one above the reader's eye is found by halving.
  function follow() {
    var eye = window.innerHeight / 3, low = 0, high = heads.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (heads[middle].getBoundingClientRect().top <= eye) low = middle + 1; else high = middle;
    }
    var link = links[low - 1] || null;
    if (link === current) return;
    if (current) current.removeAttribute("aria-current");
    current = link;
    if (!link) return;
    link.setAttribute("aria-current", "location");
    var nav = link.closest("nav"), top = link.offsetTop;
    if (top < nav.scrollTop || top + link.offsetHeight > nav.scrollTop + nav.clientHeight) {
      nav.scrollTop = top - nav.clientHeight / 2;
    }
  }

  var waiting = false;
  function soon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(function () { waiting = false; follow(); });
  }
  window.addEventListener("scroll", soon, { passive: true });
  window.addEventListener("resize", soon);
  follow();
})();
