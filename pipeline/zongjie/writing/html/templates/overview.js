// Sorts tables by a column, and finds rows. The page is whole without it.
(function () {
  "use strict";
  var compare = new Intl.Collator("zh-CN", { numeric: true }).compare;

  function key(row, column) {
    var text = row.cells[column].textContent.trim();
    var digits = text.replace(/[,%]/g, "").split("/")[0];
    return digits !== "" && !isNaN(digits) ? Number(digits) : text;
  }

  document.querySelectorAll("table.sortable").forEach(function (table) {
    var heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach(function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        // Numbers are looked at for the greatest first.
        var first = head.classList.contains("number") ? "descending" : "ascending";
        var other = first === "ascending" ? "descending" : "ascending";
        var order = head.getAttribute("aria-sort") === first ? other : first;
        heads.forEach(function (one) { one.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", order);
        var sign = order === "ascending" ? 1 : -1;
        var rows = Array.from(table.tBodies[0].rows).map(function (row) { return [key(row, column), row]; });
        rows.sort(function (a, b) {
          if (typeof a[0] === "number" && typeof b[0] === "number") return sign * (a[0] - b[0]);
          return sign * compare(String(a[0]), String(b[0]));
        });
        rows.forEach(function (pair) { table.tBodies[0].appendChild(pair[1]); });
      });
    });
  });

  var label = document.querySelector(".search");
  if (!label) return;
  label.hidden = false;
  var rows = Array.from(document.querySelectorAll("#units tbody tr"));
  var input = label.querySelector("input");
  var toggle = document.querySelector(".toggle");
  var only = toggle.querySelector("input");
  toggle.hidden = !rows.some(function (row) { return row.classList.contains("aside"); });

  function show() {
    var wanted = input.value.trim().toLowerCase();
    rows.forEach(function (row) {
      var apart = !toggle.hidden && only.checked && row.classList.contains("aside");
      row.hidden = apart || !row.textContent.toLowerCase().includes(wanted);
    });
  }

  input.addEventListener("input", show);
  only.addEventListener("change", show);
  show();
})();
