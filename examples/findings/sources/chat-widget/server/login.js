// Logs members in and sends them back to where they came from.

import crypto from "node:crypto";
import { checkPassword } from "./members.js";

const sessions = new Map();
const LIFETIME = 12 * 3600 * 1000;

export function sessionOf(request) {
  const session = sessions.get(request.cookies.session);
  if (!session || session.expires < Date.now()) {
    return null;
  }
  return session;
}

export async function login(request, response) {
  const { name, password } = request.body;
  const member = await checkPassword(String(name), String(password));
  if (!member) {
    response.status(401).json({ error: "wrong name or password" });
    return;
  }
  const id = crypto.randomBytes(32).toString("base64url");
  sessions.set(id, { member: member.id, expires: Date.now() + LIFETIME });
  response.cookie("session", id, { httpOnly: true, secure: true, sameSite: "lax", maxAge: LIFETIME });
  const next = request.query.next || "/rooms";
  response.redirect(303, next);
}

export function logout(request, response) {
  sessions.delete(request.cookies.session);
  response.clearCookie("session");
  response.redirect(303, "/");
}
