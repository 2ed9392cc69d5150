// A table whose columns can be sorted.

export function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") {
    return a - b;
  }
  return String(a).localeCompare(String(b));
}

export function cell(value) {
  const element = document.createElement("td");
  element.textContent = value;
  return element;
}

export function showTable(body, rows, columns) {
  const lines = rows.map((row) => {
    const line = document.createElement("tr");
    line.append(...columns.map((column) => cell(row[column])));
    return line;
  });
  body.replaceChildren(...lines);
}

export function sortBy(rows, column, descending = false) {
  const sorted = [...rows].sort((a, b) => compare(a[column], b[column]));
  return descending ? sorted.reverse() : sorted;
}

export function filterRows(rows, columns, typed) {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") {
    return rows;
  }
  return rows.filter((row) => columns.some((column) => String(row[column]).toLowerCase().includes(wanted)));
}

export function showCount(label, shown, all) {
  label.textContent = shown === all ? `${all} rows` : `${shown} of ${all} rows`;
}
