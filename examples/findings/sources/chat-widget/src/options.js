// Options of the widget: defaults, the page's own, and what the address says.

const DEFAULTS = {
  position: "right",
  language: "en",
  sounds: { incoming: true, outgoing: false },
  limits: { length: 2000, perMinute: 20 },
};

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function merge(target, source) {
  for (const key in source) {
    if (isObject(source[key]) && isObject(target[key])) {
      merge(target[key], source[key]);
    } else {
      target[key] = source[key];
    }
  }
  return target;
}

export function fromAddress(search) {
  const raw = new URLSearchParams(search).get("chat");
  if (!raw) {
    return {};
  }
  try {
    const parsed = JSON.parse(raw);
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

export function optionsFor(page, search) {
  const options = structuredClone(DEFAULTS);
  merge(options, page);
  merge(options, fromAddress(search));
  options.limits.length = Math.min(options.limits.length, 10_000);
  return Object.freeze(options);
}
