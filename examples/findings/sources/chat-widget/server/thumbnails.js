// Makes small pictures of those that are sent in a chat.

import { exec } from "node:child_process";
import { promises as fs } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(exec);
const FOLDER = "/srv/chat/thumbnails";
const MAX_PIXELS = 4096;
const running = new Map();

function targetOf(source, width) {
  return path.join(FOLDER, `${path.basename(source, path.extname(source))}-${Number(width) || 200}.jpg`);
}

async function convert(source, width, title) {
  const target = targetOf(source, width);
  await fs.mkdir(FOLDER, { recursive: true });
  await run(`convert "${source}" -resize ${width} -set comment "${title}" "${target}"`, { timeout: 10_000 });
  return target;
}

export function thumbnail(source, query) {
  const width = query.width ?? "200";
  const title = query.title ?? "";
  if (Number(width) > MAX_PIXELS) {
    throw new RangeError("too wide");
  }
  const key = `${source}@${width}`;
  if (!running.has(key)) {
    running.set(key, convert(source, width, title).finally(() => running.delete(key)));
  }
  return running.get(key);
}
