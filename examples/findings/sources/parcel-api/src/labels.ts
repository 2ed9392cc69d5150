// Labels for parcels as SVG.

export interface Label {
  receiver: string;
  street: string;
  town: string;
  code: string;
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => ESCAPES[mark] ?? mark);
}

function bars(code: string): string {
  let x = 10;
  const parts: string[] = [];
  for (const mark of code) {
    const width = 1 + (mark.charCodeAt(0) % 4);
    parts.push(`<rect x="${x}" y="60" width="${width}" height="30"/>`);
    x += width + 2;
  }
  return parts.join("");
}

export function render(label: Label): string {
  if (!/^[A-Z0-9]{8,20}$/.test(label.code)) {
    throw new RangeError("a code has 8 to 20 capital letters and digits");
  }
  const lines = [label.receiver, label.street, label.town].map(
    (line, index) => `<text x="10" y="${20 + index * 14}">${escape(line.slice(0, 60))}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100">${lines.join("")}${bars(label.code)}</svg>`;
}
