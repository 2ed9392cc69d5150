// Hands out files that were sent in a chat.

import { createReadStream, promises as fs } from "node:fs";
import path from "node:path";
import { memberOf } from "./rooms.js";

const ROOT = "/srv/chat/files";
const TYPES = { ".png": "image/png", ".jpg": "image/jpeg", ".txt": "text/plain", ".pdf": "application/pdf" };

export async function handleFile(request, response) {
  const { room, name } = request.params;
  if (!(await memberOf(request.user, room))) {
    response.writeHead(403).end();
    return;
  }
  const file = path.join(ROOT, room, decodeURIComponent(name));
  let info;
  try {
    info = await fs.stat(file);
  } catch {
    response.writeHead(404).end();
    return;
  }
  if (!info.isFile()) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    "Content-Type": TYPES[path.extname(file)] ?? "application/octet-stream",
    "Content-Length": info.size,
    "Content-Disposition": "attachment",
    "X-Content-Type-Options": "nosniff",
  });
  createReadStream(file).pipe(response);
}
