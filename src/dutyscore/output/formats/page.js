"use strict";
// Sorting by a column and filtering by words. The page says everything without it.
(() => {
  const least = 8;
  const tables = [...document.querySelectorAll("table")].filter((table) => table.tBodies[0].rows.length >= least);

  const value = (row, column) => row.cells[column].textContent.trim();
  const number = (text) => (/^[+-]?[0-9]+(\.[0-9]+)?[*!]*$/.test(text) ? parseFloat(text) : NaN);
  const compare = (left, right) => {
    const [a, b] = [number(left), number(right)];
    if (!isNaN(a) && !isNaN(b)) return a - b;
    if (isNaN(a) !== isNaN(b)) return isNaN(a) ? 1 : -1;
    return left.localeCompare(right, document.documentElement.lang);
  };

  const sort = (table, column) => {
    const head = table.tHead.rows[0].cells[column];
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const cell of table.tHead.rows[0].cells) cell.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const rows = [...table.tBodies[0].rows];
    rows.sort((left, right) => compare(value(left, column), value(right, column)) * (down ? -1 : 1));
    table.tBodies[0].append(...rows);
  };

  for (const table of tables) {
    [...table.tHead.rows[0].cells].forEach((cell, column) => {
      cell.classList.add("sorts"); // no button inside: printers leave it out of repeated headers
      cell.tabIndex = 0;
      cell.addEventListener("click", () => sort(table, column));
      cell.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        sort(table, column);
      });
    });
  }

  const box = document.getElementById("filter");
  if (!box || !tables.length) return;
  box.parentElement.hidden = false;
  const left = document.getElementById("left");
  box.value = new URLSearchParams(location.search).get("q") || ""; // report.html?q=name
  const apply = () => {
    const words = box.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const table of tables) {
      for (const row of table.tBodies[0].rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
        shown += row.hidden ? 0 : 1;
      }
    }
    left.textContent = words.length ? String(shown) : "";
  };
  box.addEventListener("input", apply);
  apply();
})();
